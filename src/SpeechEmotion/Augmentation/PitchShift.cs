using SpeechEmotion.Audio;
using SpeechEmotion.Signal;

namespace SpeechEmotion.Augmentation;

/// <summary>
/// Speaks a clip higher or lower at the same speed: it is stretched by the rate 2^(-semitones / 12), which keeps the pitch, and then resampled by the same
/// ratio, which brings back the duration and moves every frequency by 2^(semitones / 12). The amount is semitones, 12 to an octave; positive is higher.
/// </summary>
public sealed class PitchShift : IAugmentation
{
    /// <summary>Widest shift in either direction: three octaves.</summary>
    public const int WidestSemitones = 36;

    /// <summary>Creates the transform.</summary>
    /// <param name="minimum">Lowest shift in semitones, at least -<see cref="WidestSemitones"/>.</param>
    /// <param name="maximum">Highest shift in semitones, at most <see cref="WidestSemitones"/>, not below <paramref name="minimum"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A shift is outside of these limits, or the range is reversed.</exception>
    public PitchShift(int minimum = -3, int maximum = 2)
    {
        Amount.RequireRange(minimum, maximum, -WidestSemitones, WidestSemitones, "shift in semitones");
        Minimum = minimum;
        Maximum = maximum;
    }

    /// <summary>Lowest shift, in semitones.</summary>
    public int Minimum { get; }

    /// <summary>Highest shift, in semitones.</summary>
    public int Maximum { get; }

    /// <inheritdoc/>
    public string Name => "pitch";

    /// <summary>Draws whole semitones, uniform in <see cref="Minimum"/>..<see cref="Maximum"/>, both included.</summary>
    public double Draw(SeededRandom random)
    {
        ArgumentNullException.ThrowIfNull(random);
        return random.NextInteger(Minimum, Maximum);
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentOutOfRangeException">The shift, whole or not, is beyond ±<see cref="WidestSemitones"/>.</exception>
    public float[] Apply(ReadOnlySpan<float> samples, double amount, SeededRandom random)
    {
        Amount.Require(amount, -WidestSemitones, WidestSemitones, "shift in semitones");
        if (amount == 0)
        {
            return samples.ToArray();
        }

        double rate = Math.Pow(2, -amount / 12);
        (int up, int down) = Fraction(rate);
        float[] shifted = new Resampler(down, up).Resample(TimeStretch.Stretch(samples, rate));
        Array.Resize(ref shifted, samples.Length);
        return shifted;
    }

    /// <summary>
    /// The first convergent of the ratio's continued fraction that is within 2·10⁻⁵ of it: a thirtieth of a hundredth of a semitone, a tenth of a
    /// millisecond in five seconds. A fraction of small numbers lets the resampler take one row of its filter a sample instead of interpolating between
    /// two; for three semitones it is 44 / 37.
    /// </summary>
    private static (int Up, int Down) Fraction(double ratio)
    {
        (int up, int down, int lastUp, int lastDown) = ((int)ratio, 1, 1, 0);
        double rest = ratio - up;
        while (Math.Abs(((double)up / down) - ratio) > 2e-5 * ratio)
        {
            int term = (int)(1 / rest);
            rest = (1 / rest) - term;
            (up, down, lastUp, lastDown) = ((term * up) + lastUp, (term * down) + lastDown, up, down);
        }

        return (up, down);
    }
}
