using SpeechEmotion.Networks.Layers;
using static TorchSharp.torch.nn;

namespace SpeechEmotion.Networks;

/// <summary>Published baseline: 2-D convolutions with kernels along time only, over a mel spectrogram; after Deep-Net [Anvarjon2020]. No padding.</summary>
public sealed class RezoNet : Network
{
    /// <summary>Builds the network with freshly drawn weights.</summary>
    /// <param name="bands">Rows of the features.</param>
    /// <param name="frames">Columns of the features.</param>
    /// <param name="labels">Number of emotions.</param>
    /// <param name="width">Scale of the channel counts; 1 is the published size.</param>
    public RezoNet(int bands, int frames, int labels, double width = 1)
        : this(bands, frames, labels, Scale(10, width), Scale(20, width), Scale(40, width), Scale(80, width))
    {
    }

    private RezoNet(int bands, int frames, int labels, int c1, int c2, int c3, int c4)
        : base(
            "RezoNet",
            flatten: false,
            Conv2d(1, c1, (1, 9)), ReLU(), Conv2d(c1, c1, (1, 5)), ReLU(), Conv2d(c1, c1, (1, 3)), ReLU(),  // [B, 1, 40, t]   -> [B, 10, 40, t - 14]
            MaxPool2d((1, 3), stride: (1, 1)), new BatchNorm(c1),                                              //                 -> [B, 10, 40, t - 16]
            Conv2d(c1, c2, (1, 3)), ReLU(), Conv2d(c2, c2, (1, 3)), ReLU(),                                  //                 -> [B, 20, 40, t - 20]
            MaxPool2d((1, 2)), new BatchNorm(c2),                                                              //                 -> [B, 20, 40, t1]
            Conv2d(c2, c3, (1, 13)), ReLU(), Conv2d(c3, c3, (1, 1)), ReLU(),                                 //                 -> [B, 40, 40, t1 - 12]
            MaxPool2d((1, 2)), new BatchNorm(c3),                                                              //                 -> [B, 40, 40, t2]
            Conv2d(c3, c4, (1, 1)), ReLU(),                                                                  //                 -> [B, 80, 40, t2]
            Flatten(),                                                                                       //                 -> [B, 80 * 40 * t2]
            Linear(c4 * bands * FinalFrames(frames), 80), ReLU(), Linear(80, 30), Linear(30, labels))        //                 -> [B, labels]
    {
    }

    private static int FinalFrames(int frames)
    {
        int t = Reduce(Reduce(Reduce(Reduce(frames, 9), 5), 3), 3);
        t = Reduce(Reduce(Reduce(t, 3), 3), 2, stride: 2);
        return Reduce(Reduce(t, 13), 2, stride: 2);
    }
}
