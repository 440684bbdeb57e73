using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SpeechEmotion.Networks.Layers;

/// <summary>
/// Batch normalisation [Ioffe2015] over a channel's values in the batch, for inputs of any number of dimensions. It is written here because TorchSharp's own module
/// counts its batches with a native scalar that the garbage collector may free while it is in use, which ends the training; what it computes is the same.
/// </summary>
public sealed class BatchNorm : nn.Module<Tensor, Tensor>
{
    /// <summary>Added to the variance, so that a constant channel can be divided by it.</summary>
    public const double Epsilon = 1e-5;

    private const double Momentum = 0.1; // Share of the newest batch in the running statistics.

    private readonly Parameter _weight;
    private readonly Parameter _bias;
    private readonly Tensor _mean;
    private readonly Tensor _variance;

    /// <summary>Prepares the layer: scale 1, offset 0, running mean 0, running variance 1.</summary>
    /// <param name="channels">Channels of the input, its second dimension.</param>
    public BatchNorm(int channels)
        : base("BatchNorm")
    {
        _weight = new Parameter(ones(channels));
        _bias = new Parameter(zeros(channels));
        _mean = zeros(channels);
        _variance = ones(channels);
        register_parameter("weight", _weight);
        register_parameter("bias", _bias);
        register_buffer("running_mean", _mean);
        register_buffer("running_var", _variance);
    }

    /// <summary>Scale of each channel.</summary>
    public Tensor Weight => _weight;

    /// <summary>Offset of each channel.</summary>
    public Tensor Bias => _bias;

    /// <summary>Running mean of each channel.</summary>
    public Tensor Mean => _mean;

    /// <summary>Running variance of each channel.</summary>
    public Tensor Variance => _variance;

    /// <summary>Normalises by the batch while training, by the running statistics otherwise.</summary>
    /// <param name="input">Values <c>[B, channels]</c>, <c>[B, channels, n]</c> or <c>[B, channels, bands, frames]</c>.</param>
    /// <returns>Values of the same shape.</returns>
    public override Tensor forward(Tensor input) => nn.functional.batch_norm(input, _mean, _variance, _weight, _bias, training, Momentum, Epsilon);
}
