using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SpeechEmotion.Networks.Layers;

/// <summary>
/// What a clip of any length sounds like, in a fixed number of values: a strided convolution over the frames, or a <see cref="SpectrogramStem"/> and a convolution after it, residual blocks
/// that see further and further, and attentive pooling.
/// Silent frames are 0 throughout and weigh nothing, so that silence around the speech, a multiple of the stride long, changes nothing.
/// </summary>
public sealed class FrameEncoder : nn.Module<Tensor, Tensor>
{
    /// <summary>Frames from one output of the first convolution to the next.</summary>
    public const int Stride = 2;

    /// <summary>Builds the encoder with freshly drawn weights.</summary>
    /// <param name="rows">Rows of the features; the last one says which frames are active, 1 or 0.</param>
    /// <param name="channels">Channels throughout.</param>
    /// <param name="stemChannels">Channels of a <see cref="SpectrogramStem"/>; 0 for none.</param>
    /// <param name="stemBlocks">Residual blocks of that stem.</param>
    /// <param name="dilations">A residual block for each, with its distance of frames.</param>
    public FrameEncoder(int rows, int channels, int stemChannels, int stemBlocks, params ReadOnlySpan<int> dilations)
        : base("FrameEncoder")
    {
        SpectrogramStem = stemChannels > 0 ? new SpectrogramStem((rows - 1) / 2, stemChannels, stemBlocks) : null;
        Stem = SpectrogramStem is null ? new MixedPrecisionConvolution(rows - 1, channels, kernel: 5, Stride) : new MixedPrecisionConvolution(SpectrogramStem.Rows, channels, kernel: 3);
        StemNorm = new BatchNorm(channels);
        Blocks = nn.ModuleList<ResidualBlock>([.. dilations.ToArray().Select(dilation => new ResidualBlock(channels, dilation))]);
        Pooling = new AttentivePooling(channels, 64);
        if (SpectrogramStem is not null)
        {
            register_module("spectrogram_stem", SpectrogramStem);
        }

        register_module("stem", Stem);
        register_module("stem_norm", StemNorm);
        register_module("blocks", Blocks);
        register_module("pooling", Pooling);
    }

    /// <summary>Convolutions over bands and frames, before all others; null if there are none.</summary>
    public SpectrogramStem? SpectrogramStem { get; }

    /// <summary>The first convolution over frames alone, strided where none is before it.</summary>
    public MixedPrecisionConvolution Stem { get; }

    /// <summary>Normalisation after it.</summary>
    public BatchNorm StemNorm { get; }

    /// <summary>The residual blocks, in order.</summary>
    public ModuleList<ResidualBlock> Blocks { get; }

    /// <summary>The pooling over frames.</summary>
    public AttentivePooling Pooling { get; }

    /// <summary>Encodes clips.</summary>
    /// <param name="input">Features <c>[B, rows, frames]</c>.</param>
    /// <returns>Values <c>[B, 2 channels]</c>.</returns>
    public override Tensor forward(Tensor input)
    {
        using DisposeScope scope = NewDisposeScope();
        long rows = input.shape[1];
        Tensor active = input.narrow(1, rows - 1, 1);                                                               // [B, 1, frames]
        Tensor x = input.narrow(1, 0, rows - 1) * active;                                                           // [B, rows - 1, frames]
        active = nn.functional.max_pool1d(active, kernel_size: 1, stride: Stride);                                  // [B, 1, frames / 2]: the kernel's middle
        x = Stem.forward(SpectrogramStem is null ? x : SpectrogramStem.forward(x, active));                         // [B, channels, frames / 2]
        x = nn.functional.relu(StemNorm.forward(x)) * active.to(x.dtype);
        foreach (ResidualBlock block in Blocks)
        {
            x = block.forward(x, active);
        }

        return Pooling.forward(x, active).MoveToOuterDisposeScope();
    }
}
