using SpeechEmotion.Signal;

namespace SpeechEmotion.Augmentation;

/// <summary>
/// Adds Gaussian noise, as a microphone or a line does: <c>y[i] = x[i] + amount · g[i]</c>, g normal with mean 0 and standard deviation 1.
/// The amount is the noise's standard deviation. Samples may leave -1..1.
/// </summary>
public sealed class NoiseInjection : IAugmentation
{
    /// <summary>Creates the transform.</summary>
    /// <param name="standardDeviation">Standard deviation of the noise, 0 or more, for signals in -1..1; larger is louder.</param>
    /// <exception cref="ArgumentOutOfRangeException">The standard deviation is negative or not finite.</exception>
    public NoiseInjection(double standardDeviation = 0.005)
    {
        Amount.Require(standardDeviation, 0, double.MaxValue, "standard deviation");
        StandardDeviation = standardDeviation;
    }

    /// <summary>Standard deviation of the noise that <see cref="Draw"/> gives.</summary>
    public double StandardDeviation { get; }

    /// <inheritdoc/>
    public string Name => "noise";

    /// <summary>Gives <see cref="StandardDeviation"/>: only the noise itself is random.</summary>
    public double Draw(SeededRandom random) => StandardDeviation;

    /// <inheritdoc/>
    /// <exception cref="ArgumentOutOfRangeException">The standard deviation is negative or not finite.</exception>
    public float[] Apply(ReadOnlySpan<float> samples, double amount, SeededRandom random)
    {
        Amount.Require(amount, 0, double.MaxValue, "standard deviation");
        ArgumentNullException.ThrowIfNull(random);
        float[] noisy = new float[samples.Length];
        for (int i = 0; i < noisy.Length; i++)
        {
            noisy[i] = (float)(samples[i] + (amount * random.NextGaussian()));
        }

        return noisy;
    }
}
