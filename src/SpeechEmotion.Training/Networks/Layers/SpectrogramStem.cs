using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SpeechEmotion.Networks.Layers;

/// <summary>
/// Two convolutions that slide along bands and frames, and residual blocks of such [Thienpondt2021], so that what a voice does is the same thing somewhat higher or lower. Both halves of a
/// standardised mel spectrogram are its input channels. Silent frames stay 0.
/// </summary>
public sealed class SpectrogramStem : nn.Module<Tensor, Tensor, Tensor>
{
    /// <summary>Builds the stem with freshly drawn weights.</summary>
    /// <param name="bands">Mel bands.</param>
    /// <param name="channels">Channels of each convolution.</param>
    /// <param name="blocks">Residual blocks after the first two convolutions.</param>
    public SpectrogramStem(int bands, int channels, int blocks = 0)
        : base("SpectrogramStem")
    {
        Bands = bands;
        First = new MixedPrecisionConvolution(2, channels, bandKernel: 5, frameKernel: 5, bandStride: 2, frameStride: FrameEncoder.Stride);
        FirstNorm = new BatchNorm(channels);
        Second = new MixedPrecisionConvolution(channels, channels, bandKernel: 3, frameKernel: 3, bandStride: 2, frameStride: 1);
        SecondNorm = new BatchNorm(channels);
        Blocks = nn.ModuleList<SpectrogramBlock>([.. Enumerable.Range(0, blocks).Select(_ => new SpectrogramBlock(channels))]);
        Rows = channels * ((((bands + 1) / 2) + 1) / 2);
        register_module("first", First);
        register_module("first_norm", FirstNorm);
        register_module("second", Second);
        register_module("second_norm", SecondNorm);
        register_module("blocks", Blocks);
    }

    /// <summary>Mel bands of the input.</summary>
    public int Bands { get; }

    /// <summary>Rows of what it gives: a quarter of the bands, for each channel.</summary>
    public int Rows { get; }

    /// <summary>The convolution that halves bands and frames.</summary>
    public MixedPrecisionConvolution First { get; }

    /// <summary>Normalisation after it.</summary>
    public BatchNorm FirstNorm { get; }

    /// <summary>The convolution that halves the bands again.</summary>
    public MixedPrecisionConvolution Second { get; }

    /// <summary>Normalisation after it.</summary>
    public BatchNorm SecondNorm { get; }

    /// <summary>The residual blocks, in order.</summary>
    public ModuleList<SpectrogramBlock> Blocks { get; }

    /// <summary>Computes the stem.</summary>
    /// <param name="input">Values <c>[B, 2 bands, frames]</c>, those of silent frames 0.</param>
    /// <param name="active">Weight of each frame that is left, 0 for silence, <c>[B, 1, frames / 2]</c>.</param>
    /// <returns>Values <c>[B, rows, frames / 2]</c>.</returns>
    public override Tensor forward(Tensor input, Tensor active)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = input.reshape(input.shape[0], 2, Bands, input.shape[2]);                                // [B, 2, bands, frames]
        x = First.forward(x);                                                                               // [B, channels, bands / 2, frames / 2]
        active = active.unsqueeze(2).to(x.dtype);
        x = nn.functional.relu(FirstNorm.forward(x)) * active;
        x = nn.functional.relu(SecondNorm.forward(Second.forward(x))) * active;                             // [B, channels, bands / 4, frames / 2]
        foreach (SpectrogramBlock block in Blocks)
        {
            x = block.forward(x, active);
        }

        return x.flatten(1, 2).MoveToOuterDisposeScope();
    }
}
