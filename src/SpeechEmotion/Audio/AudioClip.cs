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
}
