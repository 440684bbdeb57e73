using SpeechEmotion.Networks;
using SpeechEmotion.Networks.Layers;
using static TorchSharp.torch.nn;

namespace SpeechEmotion.Recognition.Tests;

/// <summary>Two convolutions over bands and frames, each with a stride of two, and one layer that answers.</summary>
internal sealed class TinyNet : Network
{
    /// <summary>Builds the network with freshly drawn weights.</summary>
    /// <param name="bands">Rows of the features.</param>
    /// <param name="frames">Columns of the features.</param>
    /// <param name="labels">Number of emotions.</param>
    /// <param name="width">Scale of the channel counts.</param>
    public TinyNet(int bands, int frames, int labels, double width = 1)
        : this(Scale(16, width), Scale(32, width), Reduce(Reduce(bands, 5, 2, 2), 3, 2, 1) * Reduce(Reduce(frames, 5, 2, 2), 3, 2, 1), labels)
    {
    }

    private TinyNet(int c1, int c2, int places, int labels)
        : base(
            "TinyNet",
            flatten: false,
            Conv2d(1, c1, 5, stride: 2, padding: 2), ReLU(), new BatchNorm(c1),     // [B, 1, bands, frames] -> [B, 16, b1, t1]
            Conv2d(c1, c2, 3, stride: 2, padding: 1), ReLU(), new BatchNorm(c2),    //                       -> [B, 32, b2, t2]
            Flatten(),                                                              //                       -> [B, 32 * b2 * t2]
            Linear(c2 * places, labels))                                            //                       -> [B, labels]
    {
    }
}
