using SpeechEmotion.Signal;

namespace SpeechEmotion.Augmentation;

/// <summary>
/// Rotates the samples, so that a network does not learn where in a clip things happen: what leaves at one end enters at the other,
/// <c>y[(i + amount) mod n] = x[i]</c>. The amount is whole samples; positive is later. Shifting by the negative amount undoes it.
/// </summary>
public sealed class TimeShift : IAugmentation
{
    /// <summary>Creates the transform.</summary>
    /// <param name="maximum">Furthest rotation in either direction, in samples, 0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">The maximum is negative.</exception>
    public TimeShift(int maximum = 5000)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maximum);
        Maximum = maximum;
    }

    /// <summary>Furthest rotation in either direction, in samples.</summary>
    public int Maximum { get; }

    /// <inheritdoc/>
    public string Name => "shift";

    /// <summary>Draws whole samples, uniform in -<see cref="Maximum"/>..<see cref="Maximum"/>, both included.</summary>
    public double Draw(SeededRandom random)
    {
        ArgumentNullException.ThrowIfNull(random);
        return random.NextInteger(-Maximum, Maximum);
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentOutOfRangeException">The amount is not a whole number of samples, or beyond ±2,147,483,647.</exception>
    public float[] Apply(ReadOnlySpan<float> samples, double amount, SeededRandom random)
    {
        Amount.Require(amount, -int.MaxValue, int.MaxValue, "shift");
        if (amount != Math.Floor(amount))
        {
            throw new ArgumentOutOfRangeException(nameof(amount), amount, "The shift must be a whole number of samples.");
        }

        if (samples.IsEmpty)
        {
            return [];
        }

        int later = (int)amount % samples.Length;
        later = later < 0 ? later + samples.Length : later;
        float[] shifted = new float[samples.Length];
        samples[..^later].CopyTo(shifted.AsSpan(later));
        samples[^later..].CopyTo(shifted);
        return shifted;
    }
}
