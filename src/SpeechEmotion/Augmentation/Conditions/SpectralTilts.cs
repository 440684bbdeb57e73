using SpeechEmotion.Audio;

namespace SpeechEmotion.Augmentation.Conditions;

/// <summary>Microphones and lines that favour low or high frequencies. The level stays.</summary>
internal static class SpectralTilts
{
    private const double Middle = 1000, Lowest = 50; // Hz

    /// <summary>Low frequencies are favoured: the amplitude falls in a straight line to 0, gain <c>1 - f / (rate / 2)</c>.</summary>
    public static RecordingCondition Downward { get; } = new("downward tilt", (clip, _) => SpectrumFilter.Apply(clip, frequency => 1 - (2 * frequency / clip.SampleRate)));

    /// <summary>High frequencies are favoured: the amplitude rises in a straight line from 0, gain <c>f / (rate / 2)</c>.</summary>
    public static RecordingCondition Upward { get; } = new("upward tilt", (clip, _) => SpectrumFilter.Apply(clip, frequency => 2 * frequency / clip.SampleRate));

    /// <summary>Tilts a clip by a number of dB per octave; 1 kHz stays, and so does what is below 50 Hz from there on.</summary>
    /// <param name="clip">The clip, left untouched.</param>
    /// <param name="decibelsPerOctave">Above 0: high frequencies are favoured.</param>
    public static AudioClip Apply(AudioClip clip, double decibelsPerOctave)
    {
        ArgumentNullException.ThrowIfNull(clip);
        return SpectrumFilter.Apply(clip, frequency => Math.Pow(10, decibelsPerOctave * Math.Log2(Math.Max(frequency, Lowest) / Middle) / 20));
    }
}
