using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SpeechEmotion.Networks.Layers;

/// <summary>
/// Removes the frames: each channel's mean and standard deviation over them, every frame weighed by attention [Okabe2018]. Weights w are the softmax over frames of
/// <c>score(tanh(hidden(x))) + ln(active + 1e-6)</c>, one set for each channel; mean <c>μ = Σ w x</c>, deviation <c>√(relu(Σ w x² - μ²) + 1e-4)</c>.
/// </summary>
public sealed class AttentivePooling : nn.Module<Tensor, Tensor, Tensor>
{
    /// <summary>Added to the variance, whose root has no gradient at 0.</summary>
    public const float LeastVariance = 1e-4f;

    private readonly Tensor _leastVariance;
    private readonly Tensor _leastActive;

    /// <summary>Builds the pooling with freshly drawn weights.</summary>
    /// <param name="channels">Channels of the input.</param>
    /// <param name="hidden">Numbers that the attention of a frame goes through.</param>
    public AttentivePooling(long channels, long hidden)
        : base("AttentivePooling")
    {
        Hidden = nn.Conv1d(channels, hidden, 1);
        Score = nn.Conv1d(hidden, channels, 1);
        _leastVariance = tensor([LeastVariance]); // A tensor, so that no native scalar is needed in a training step.
        _leastActive = tensor([ResidualBlock.LeastActive]);
        register_module("hidden", Hidden);
        register_module("score", Score);
        register_buffer("least_variance", _leastVariance, persistent: false);
        register_buffer("least_active", _leastActive, persistent: false);
    }

    /// <summary>Channels to the numbers of the attention.</summary>
    public Conv1d Hidden { get; }

    /// <summary>Numbers of the attention to a score for each channel.</summary>
    public Conv1d Score { get; }

    /// <summary>Computes the pooling.</summary>
    /// <param name="input">Values <c>[B, channels, frames]</c>, of any precision.</param>
    /// <param name="active">Weight of each frame, 0 for silence, <c>[B, 1, frames]</c>.</param>
    /// <returns>Values <c>[B, 2 channels]</c>, 32-bit: the means, then the deviations.</returns>
    public override Tensor forward(Tensor input, Tensor active)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = input.to(ScalarType.Float32);
        Tensor weights = ChannelFill.Convolve(Score, ChannelFill.Convolve(Hidden, x, ScalarType.Float32).tanh(), ScalarType.Float32).Plus(active.Plus(_leastActive).log()).softmax(2);     // [B, channels, frames]
        Tensor weighed = weights * x;
        Tensor mean = weighed.sum(2);                                                             // [B, channels]
        Tensor variance = nn.functional.relu((weighed * x).sum(2).Minus(mean * mean));
        return cat([mean, variance.Plus(_leastVariance).sqrt()], 1).MoveToOuterDisposeScope();      // [B, 2 channels]
    }
}
