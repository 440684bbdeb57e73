using SpeechEmotion.Networks.Layers;
using static TorchSharp.torch.nn;

namespace SpeechEmotion.Networks;

/// <summary>
/// The network of the shipped models, of the kind that recognises speakers [Snyder2018]: convolutions over the frames of the standardised mel spectrogram, whose bands are channels, residual blocks
/// that see further and further, attentive mean and deviation over the frames. It takes clips of any length, and silence around the speech weighs nothing.
/// </summary>
public sealed class EmoNet : Network
{
    /// <summary>Builds the network with freshly drawn weights.</summary>
    /// <param name="rows">Rows of the features; the last one says which frames are active, 1 or 0.</param>
    /// <param name="labels">Number of emotions.</param>
    /// <param name="width">Scale of the channel counts; 1 has 192 channels.</param>
    /// <param name="stemChannels">Channels of convolutions over bands and frames that come before those over frames [Thienpondt2021]; 0 for none.</param>
    /// <param name="stemBlocks">Residual blocks of such convolutions.</param>
    /// <param name="dropout">Share of the pooled values that a training step leaves out.</param>
    public EmoNet(int rows, int labels, double width = 1, int stemChannels = 0, int stemBlocks = 0, double dropout = 0.2)
        : base(
            "EmoNet",
            flatten: false,
            [
                Flatten(1, 2),                                                                       // [B, 1, rows, t] -> [B, rows, t]
                new FrameEncoder(rows, Scale(192, width), stemChannels, stemBlocks, 1, 2, 3, 4),     //                 -> [B, 384]
                new BatchNorm(2 * Scale(192, width)), Dropout(dropout),
                Linear(2 * Scale(192, width), labels),                                               //                 -> [B, labels]
            ])
    {
    }
}
