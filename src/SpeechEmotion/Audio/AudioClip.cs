namespace SpeechEmotion.Audio;

/// <summary>A mono recording held in memory: samples in -1..1 and their rate.</summary>
public sealed class AudioClip
{
    /// <summary>Wraps samples that are handed over, not copied.</summary>
    /// <param name="samples">Mono samples <c>[n]</c>, nominally in -1..1.</param>
    /// <param name="sampleRate">Samples per second, in Hz; at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The sample rate is below 1.</exception>
    public AudioClip(float[] samples, int sampleRate)
    {
        ArgumentNullException.ThrowIfNull(samples);
        ArgumentOutOfRangeException.ThrowIfLessThan(sampleRate, 1);
        Samples = samples;
        SampleRate = sampleRate;
    }

    /// <summary>Mono samples <c>[n]</c>, nominally in -1..1.</summary>
    public float[] Samples { get; }

    /// <summary>Samples per second, in Hz.</summary>
    public int SampleRate { get; }

    /// <summary>Duration in seconds: samples / sample rate.</summary>
    public double DurationSeconds => (double)Samples.Length / SampleRate;

    /// <summary>A clip of several channels, mixed to their mean. Channels of opposite polarity cancel each other.</summary>
    /// <param name="samples">Samples <c>[n · channels]</c>, nominally in -1..1: one of each channel, then the next of each.</param>
    /// <param name="channels">Number of channels, at least 1.</param>
    /// <param name="sampleRate">Samples of one channel per second, in Hz; at least 1.</param>
    /// <returns>A clip of n samples.</returns>
    /// <exception cref="ArgumentException">The samples are no multiple of the channels, or a number is below 1.</exception>
    public static AudioClip FromInterleaved(ReadOnlySpan<float> samples, int channels, int sampleRate)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        if (samples.Length % channels != 0)
        {
            throw new ArgumentException($"{samples.Length} samples are no multiple of {channels} channels.", nameof(samples));
        }

        float[] mono = new float[samples.Length / channels];
        Interleaved.Mix(samples, channels, mono);
        return new AudioClip(mono, sampleRate);
    }

    /// <summary>The same sound at another sample rate; see <see cref="Resampler"/>.</summary>
    /// <param name="sampleRate">The new rate in Hz, at least 1.</param>
    /// <returns>A clip of <c>ceil(n · new / old)</c> samples; this very clip where the rate is the same.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The rate is below 1, or more than a factor of 256 away.</exception>
    public AudioClip Resample(int sampleRate) =>
        sampleRate == SampleRate ? this : new AudioClip(new Resampler(SampleRate, sampleRate).Resample(Samples), sampleRate);

    /// <summary>The clip cut, or filled with silence, at its end to a length.</summary>
    /// <param name="samples">The new length in samples, at least 0.</param>
    /// <returns>A clip of that length; this very clip where the length is the same.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The length is negative.</exception>
    public AudioClip WithLength(int samples)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(samples);
        if (samples == Samples.Length)
        {
            return this;
        }

        float[] result = new float[samples];
        Samples.AsSpan(0, Math.Min(samples, Samples.Length)).CopyTo(result);
        return new AudioClip(result, SampleRate);
    }
}
