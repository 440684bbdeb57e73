using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SpeechEmotion.Networks.Layers;

/// <summary>
/// A dilated convolution over frames and one over channels, whose result is weighed channel by channel [Hu2018] and added to the block's input [He2016]:
/// <c>relu(x + s · norm(mix(relu(norm(conv(x))))))</c> with <c>s = sigmoid(expand(relu(squeeze(mean over active frames))))</c>.
/// Silent frames stay 0.
/// </summary>
public sealed class ResidualBlock : nn.Module<Tensor, Tensor, Tensor>
{
    /// <summary>Added to the weights of frames where they are divided by or have their logarithm taken: the frames that the stride takes may all be silent.</summary>
    public const float LeastActive = 1e-6f;

    private const int Reduction = 4; // Channels for each one in the middle of the channel weights.

    private readonly Tensor _leastActive;

    /// <summary>Builds the block with freshly drawn weights.</summary>
    /// <param name="channels">Channels of input and output.</param>
    /// <param name="dilation">Frames from one to the next of the three that the convolution sees.</param>
    public ResidualBlock(int channels, int dilation)
        : base("ResidualBlock")
    {
        Convolution = new MixedPrecisionConvolution(channels, channels, kernel: 3, dilation: dilation);
        Norm1 = new BatchNorm(channels);
        Mix = new MixedPrecisionConvolution(channels, channels, kernel: 1);
        Norm2 = new BatchNorm(channels);
        Squeeze = nn.Linear(channels, Math.Max(8, channels / Reduction));
        Expand = nn.Linear(Math.Max(8, channels / Reduction), channels);
        _leastActive = tensor([LeastActive]); // A tensor, so that no native scalar is needed in a training step.
        register_module("convolution", Convolution);
        register_module("norm1", Norm1);
        register_module("mix", Mix);
        register_module("norm2", Norm2);
        register_module("squeeze", Squeeze);
        register_module("expand", Expand);
        register_buffer("least_active", _leastActive, persistent: false);
    }

    /// <summary>The convolution over frames.</summary>
    public MixedPrecisionConvolution Convolution { get; }

    /// <summary>Normalisation after it.</summary>
    public BatchNorm Norm1 { get; }

    /// <summary>The convolution over channels.</summary>
    public MixedPrecisionConvolution Mix { get; }

    /// <summary>Normalisation after it.</summary>
    public BatchNorm Norm2 { get; }

    /// <summary>Channel means to a few numbers.</summary>
    public Linear Squeeze { get; }

    /// <summary>The few numbers to a weight for each channel.</summary>
    public Linear Expand { get; }

    /// <summary>Computes the block.</summary>
    /// <param name="input">Values <c>[B, channels, frames]</c>.</param>
    /// <param name="active">Weight of each frame, 0 for silence, <c>[B, 1, frames]</c>.</param>
    /// <returns>Values of the same shape.</returns>
    public override Tensor forward(Tensor input, Tensor active)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = nn.functional.relu(Norm1.forward(Convolution.forward(input)));
        x = Norm2.forward(Mix.forward(x));                                                              // [B, channels, frames]
        Tensor means = (x * active.to(x.dtype)).to(ScalarType.Float32).sum(2) / active.sum(2).Plus(_leastActive); // [B, channels]
        Tensor weights = Expand.forward(nn.functional.relu(Squeeze.forward(means))).sigmoid();
        return (nn.functional.relu(input.Plus(x * weights.to(x.dtype).unsqueeze(2))) * active.to(x.dtype)).MoveToOuterDisposeScope();
    }
}
