using TorchSharp;
using static TorchSharp.torch;

namespace SpeechEmotion.Networks.Layers;

/// <summary>
/// Two convolutions that slide along bands and frames, added to the block's input [He2016]: <c>relu(x + norm(conv(relu(norm(conv(x))))))</c>. Silent frames stay 0.
/// </summary>
public sealed class SpectrogramBlock : nn.Module<Tensor, Tensor, Tensor>
{
    /// <summary>Builds the block with freshly drawn weights.</summary>
    /// <param name="channels">Channels of input and output.</param>
    public SpectrogramBlock(int channels)
        : base("SpectrogramBlock")
    {
        First = new MixedPrecisionConvolution(channels, channels, bandKernel: 3, frameKernel: 3, bandStride: 1, frameStride: 1);
        FirstNorm = new BatchNorm(channels);
        Second = new MixedPrecisionConvolution(channels, channels, bandKernel: 3, frameKernel: 3, bandStride: 1, frameStride: 1);
        SecondNorm = new BatchNorm(channels);
        register_module("first", First);
        register_module("first_norm", FirstNorm);
        register_module("second", Second);
        register_module("second_norm", SecondNorm);
    }

    /// <summary>The first convolution.</summary>
    public MixedPrecisionConvolution First { get; }

    /// <summary>Normalisation after it.</summary>
    public BatchNorm FirstNorm { get; }

    /// <summary>The second convolution.</summary>
    public MixedPrecisionConvolution Second { get; }

    /// <summary>Normalisation after it.</summary>
    public BatchNorm SecondNorm { get; }

    /// <summary>Computes the block.</summary>
    /// <param name="input">Values <c>[B, channels, bands, frames]</c>, those of silent frames 0.</param>
    /// <param name="active">Weight of each frame, 0 for silence, <c>[B, 1, 1, frames]</c>, of the input's precision.</param>
    /// <returns>Values of the input's shape.</returns>
    public override Tensor forward(Tensor input, Tensor active)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = nn.functional.relu(FirstNorm.forward(First.forward(input))) * active;
        x = SecondNorm.forward(Second.forward(x));
        return (nn.functional.relu(input.Plus(x)) * active).MoveToOuterDisposeScope();
    }
}
