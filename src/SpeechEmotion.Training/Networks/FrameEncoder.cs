using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SpeechEmotion.Networks;

/// <summary>
/// What a clip of any length sounds like, in a fixed number of values: a strided convolution over the frames, residual blocks that see further and further, and attentive pooling.
/// Silent frames are 0 throughout and weigh nothing, so that silence around the speech, a multiple of the stride long, changes nothing.
/// </summary>
public sealed class FrameEncoder : nn.Module<Tensor, Tensor>
{
    /// <summary>Frames from one output of the first convolution to the next.</summary>
    public const int Stride = 2;

    /// <summary>Builds the encoder with freshly drawn weights.</summary>
    /// <param name="rows">Rows of the features; the last one says which frames are active, 1 or 0.</param>
    /// <param name="channels">Channels throughout.</param>
    /// <param name="dilations">A residual block for each, with its distance of frames.</param>
    public FrameEncoder(int rows, int channels, params ReadOnlySpan<int> dilations)
        : base("FrameEncoder")
    {
        Stem = new MixedPrecisionConvolution(rows - 1, channels, kernel: 5, Stride);
        StemNorm = new BatchNorm(channels);
        Blocks = nn.ModuleList<ResidualBlock>([.. dilations.ToArray().Select(dilation => new ResidualBlock(channels, dilation))]);
        Pooling = new AttentivePooling(channels, 64);
        register_module("stem", Stem);
        register_module("stem_norm", StemNorm);
        register_module("blocks", Blocks);
        register_module("pooling", Pooling);
    }

    /// <summary>The strided convolution.</summary>
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
        Tensor x = Stem.forward(input.narrow(1, 0, rows - 1) * active);                                             // [B, channels, frames / 2]
        active = nn.functional.max_pool1d(active, kernel_size: 1, stride: Stride);                                  // [B, 1, frames / 2]: the kernel's middle
        x = nn.functional.relu(StemNorm.forward(x)) * active.to(x.dtype);
        foreach (ResidualBlock block in Blocks)
        {
            x = block.forward(x, active);
        }

        return Pooling.forward(x, active).MoveToOuterDisposeScope();
    }
}
