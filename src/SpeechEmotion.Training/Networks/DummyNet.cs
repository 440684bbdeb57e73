using static TorchSharp.torch.nn;

namespace SpeechEmotion.Networks;

/// <summary>Published baseline: three wide 1-D convolutions with overlapping max pooling over one row of features, no padding anywhere.</summary>
public sealed class DummyNet : Network
{
    /// <summary>Builds the network with freshly drawn weights.</summary>
    /// <param name="length">Values per clip: bands × frames.</param>
    /// <param name="labels">Number of emotions.</param>
    /// <param name="width">Scale of the channel counts; 1 is the published size.</param>
    public DummyNet(int length, int labels, double width = 1)
        : this(length, labels, Scale(512, width), Scale(128, width))
    {
    }

    private DummyNet(int length, int labels, int wide, int narrow)
        : base(
            "DummyNet",
            flatten: true,
            Conv1d(1, wide, 5), ReLU(), MaxPool1d(5, stride: 2),        // [B, 1, n]    -> [B, 512, n1]
            Conv1d(wide, wide, 5), ReLU(), MaxPool1d(5, stride: 2),     // [B, 512, n1] -> [B, 512, n2]
            Conv1d(wide, narrow, 5), ReLU(), MaxPool1d(5, stride: 2),   // [B, 512, n2] -> [B, 128, n3]
            Flatten(),                                                  // [B, 128, n3] -> [B, 128 * n3]
            Linear(narrow * Halve(Halve(Halve(length))), 256), ReLU(),  //              -> [B, 256]
            Linear(256, labels))                                        //              -> [B, labels]
    {
    }

    private static int Halve(int length) => Reduce(Reduce(length, 5), 5, stride: 2);
}
