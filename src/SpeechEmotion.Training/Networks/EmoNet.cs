using static TorchSharp.torch.nn;

namespace SpeechEmotion.Networks;

/// <summary>
/// The default network: a strided convolution over the standardised mel spectrogram, three residual blocks with channel weights, mean and maximum over the bands,
/// attentive mean and deviation over the frames. It takes clips of any length.
/// </summary>
public sealed class EmoNet : Network
{
    /// <summary>Builds the network with freshly drawn weights.</summary>
    /// <param name="labels">Number of emotions.</param>
    /// <param name="width">Scale of the channel counts; 1 has 48 to 128 channels.</param>
    /// <param name="dropout">Share of the pooled values that a training step leaves out.</param>
    public EmoNet(int labels, double width = 1, double dropout = 0.2)
        : base(
            "EmoNet",
            flatten: false,
            [
                Conv2d(1, Scale(48, width), 7, stride: 4, padding: 3, bias: false),                            // [B, 1, 64, t] -> [B, 48, 16, t/4]
                new BatchNorm(Scale(48, width)), ReLU(),
                new ResidualBlock(Scale(48, width), Scale(64, width)), MaxPool2d(2),                           //               -> [B, 64, 8, t/8]
                new ResidualBlock(Scale(64, width), Scale(96, width)), MaxPool2d(2),                           //               -> [B, 96, 4, t/16]
                new ResidualBlock(Scale(96, width), Scale(128, width)),                                        //               -> [B, 128, 4, t/16]
                new BandPooling(),                                                                             //               -> [B, 256, t/16]
                new AttentivePooling(2 * Scale(128, width), 64),                                               //               -> [B, 512]
                new BatchNorm(4 * Scale(128, width)), Dropout(dropout),
                Linear(4 * Scale(128, width), labels),                                                         //               -> [B, labels]
            ])
    {
    }

    /// <inheritdoc/>
    public override bool TakesAnyLength => true;
}
