using SpeechEmotion.Audio;
using SpeechEmotion.Signal;

namespace SpeechEmotion.Augmentation.Conditions;

/// <summary>Lets one band of frequencies through, as a telephone line does: the ideal filter under a Hann window of 512 steps, without delay.</summary>
public static class BandPass
{
    private const int HalfLength = 256; // At 16 kHz the edges are 60 Hz wide.

    /// <summary>Filters a clip.</summary>
    /// <param name="clip">The clip; left untouched.</param>
    /// <param name="lower">Lower edge in Hz, 0 or more.</param>
    /// <param name="upper">Upper edge in Hz, above the lower one; what the clip's sample rate cannot hold passes.</param>
    /// <returns>A clip of the same length.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The edges are out of order.</exception>
    public static AudioClip Apply(AudioClip clip, double lower, double upper)
    {
        ArgumentNullException.ThrowIfNull(clip);
        ArgumentOutOfRangeException.ThrowIfNegative(lower);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(upper, lower);
        double low = lower / clip.SampleRate, high = Math.Min(upper / clip.SampleRate, 0.5);
        float[] window = Window.Hann(2 * HalfLength);
        var weights = new float[(2 * HalfLength) + 1];
        for (int i = 1; i < 2 * HalfLength; i++)
        {
            int t = i - HalfLength;
            double ideal = t == 0 ? 2 * (high - low) : (Math.Sin(2 * Math.PI * high * t) - Math.Sin(2 * Math.PI * low * t)) / (Math.PI * t);
            weights[i] = (float)(ideal * window[i]);
        }

        var padded = new float[clip.Samples.Length + (2 * HalfLength)];
        clip.Samples.CopyTo(padded.AsSpan(HalfLength));
        var filtered = new float[clip.Samples.Length];
        for (int i = 0; i < filtered.Length; i++)
        {
            ReadOnlySpan<float> around = padded.AsSpan(i, weights.Length);
            float sum = 0;
            for (int k = 0; k < weights.Length; k++)
            {
                sum += weights[k] * around[k];
            }

            filtered[i] = sum;
        }

        return new AudioClip(filtered, clip.SampleRate);
    }
}
