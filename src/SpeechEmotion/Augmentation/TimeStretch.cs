using SpeechEmotion.Signal;

namespace SpeechEmotion.Augmentation;

/// <summary>
/// Speaks a clip faster or slower at the same pitch, by a phase vocoder. The amount is the rate: 1.1 takes 1/1.1 of the time, 0.9 takes 1/0.9.
/// As an augmentation the result is cut, or padded with zeros at its end, to the clip's own length; <see cref="Stretch"/> leaves it whole.
/// </summary>
public sealed class TimeStretch : IAugmentation
{
    private static readonly PhaseVocoder Vocoder = new();

    /// <summary>Creates the transform.</summary>
    /// <param name="minimum">Slowest rate, at least <see cref="PhaseVocoder.SlowestRate"/>.</param>
    /// <param name="maximum">Fastest rate, at most <see cref="PhaseVocoder.FastestRate"/>, not below <paramref name="minimum"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A rate is outside of these limits, or the range is reversed.</exception>
    public TimeStretch(double minimum = 0.9, double maximum = 1.1)
    {
        Amount.RequireRange(minimum, maximum, PhaseVocoder.SlowestRate, PhaseVocoder.FastestRate, "rate");
        Minimum = minimum;
        Maximum = maximum;
    }

    /// <summary>Slowest rate.</summary>
    public double Minimum { get; }

    /// <summary>Fastest rate.</summary>
    public double Maximum { get; }

    /// <inheritdoc/>
    public string Name => "stretch";

    /// <summary>Draws a rate, uniform in <see cref="Minimum"/>..<see cref="Maximum"/>.</summary>
    public double Draw(SeededRandom random)
    {
        ArgumentNullException.ThrowIfNull(random);
        return random.NextUniform(Minimum, Maximum);
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentOutOfRangeException">The rate is outside of the vocoder's limits.</exception>
    public float[] Apply(ReadOnlySpan<float> samples, double amount, SeededRandom random)
    {
        float[] stretched = Stretch(samples, amount);
        Array.Resize(ref stretched, samples.Length);
        return stretched;
    }

    /// <summary>The whole stretched signal.</summary>
    /// <param name="samples">Mono samples <c>[n]</c>; left untouched.</param>
    /// <param name="rate">How many times faster, <see cref="PhaseVocoder.SlowestRate"/> to <see cref="PhaseVocoder.FastestRate"/>.</param>
    /// <returns>New samples <c>[round(n / rate)]</c>, halves rounded to even.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The rate is outside of the vocoder's limits.</exception>
    public static float[] Stretch(ReadOnlySpan<float> samples, double rate) => Vocoder.Stretch(samples, rate);
}
