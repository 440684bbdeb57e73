using SpeechEmotion.Networks.Layers;
using TorchSharp;
using static TorchSharp.torch.nn;

namespace SpeechEmotion.Networks;

/// <summary>Published baseline, the best of the three: five padded 1-D convolution blocks over zero-crossing rate, energy and flattened mel spectrogram in one row.</summary>
public sealed class ExpoNet : Network
{
    /// <summary>Builds the network with freshly drawn weights.</summary>
    /// <param name="length">Values per clip: bands × frames.</param>
    /// <param name="labels">Number of emotions.</param>
    /// <param name="width">Scale of the channel counts; 1 is the published size.</param>
    public ExpoNet(int length, int labels, double width = 1)
        : base(
            "ExpoNet",
            flatten: true,
            [
                .. Block(1, Scale(512, width), kernel: 5, pool: 5),                       // [B, 1, n]    -> [B, 512, n1]
                .. Block(Scale(512, width), Scale(512, width), kernel: 5, pool: 5),       //              -> [B, 512, n2]
                .. Block(Scale(512, width), Scale(256, width), kernel: 5, pool: 5),       //              -> [B, 256, n3]
                .. Block(Scale(256, width), Scale(256, width), kernel: 3, pool: 5),       //              -> [B, 256, n4]
                .. Block(Scale(256, width), Scale(128, width), kernel: 3, pool: 3),       //              -> [B, 128, n5]
                Flatten(),                                                                //              -> [B, 128 * n5]
                Linear(Scale(128, width) * FinalLength(length), 512), ReLU(), new BatchNorm(512),
                Linear(512, labels),                                                      //              -> [B, labels]
            ])
    {
    }

    private static Module<torch.Tensor, torch.Tensor>[] Block(int input, int output, int kernel, int pool) =>
    [
        Conv1d(input, output, kernel, padding: kernel / 2), ReLU(), new BatchNorm(output), MaxPool1d(pool, stride: 2, padding: pool / 2),
    ];

    private static int FinalLength(int length)
    {
        int n = length;
        foreach (int pool in (ReadOnlySpan<int>)[5, 5, 5, 5, 3])
        {
            n = Reduce(n, pool, stride: 2, padding: pool / 2);
        }

        return n;
    }
}
