using SpeechEmotion.Signal;

namespace SpeechEmotion.Augmentation;

/// <summary>
/// Makes a clip louder or softer: <c>y[i] = amount · x[i]</c>. The amount is the gain, without a unit: 1 changes nothing, 2 is 6 dB more.
/// Samples may leave -1..1. A feature scaled by its own minimum and maximum does not see it.
/// </summary>
public sealed class VolumeScaling : IAugmentation
{
    /// <summary>Creates the transform.</summary>
    /// <param name="minimum">Least gain, 0 or more.</param>
    /// <param name="maximum">Greatest gain, not below <paramref name="minimum"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A gain is negative or not finite, or the range is reversed.</exception>
    public VolumeScaling(double minimum = 0.5, double maximum = 1.5)
    {
        Amount.RequireRange(minimum, maximum, 0, double.MaxValue, "gain");
        Minimum = minimum;
        Maximum = maximum;
    }

    /// <summary>Least gain.</summary>
    public double Minimum { get; }

    /// <summary>Greatest gain.</summary>
    public double Maximum { get; }

    /// <inheritdoc/>
    public string Name => "volume";

    /// <summary>Draws a gain, uniform in <see cref="Minimum"/>..<see cref="Maximum"/>.</summary>
    public double Draw(SeededRandom random)
    {
        ArgumentNullException.ThrowIfNull(random);
        return random.NextUniform(Minimum, Maximum);
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentOutOfRangeException">The gain is negative or not finite.</exception>
    public float[] Apply(ReadOnlySpan<float> samples, double amount, SeededRandom random)
    {
        Amount.Require(amount, 0, double.MaxValue, "gain");
        float[] scaled = new float[samples.Length];
        for (int i = 0; i < scaled.Length; i++)
        {
            scaled[i] = (float)amount * samples[i];
        }

        return scaled;
    }
}
