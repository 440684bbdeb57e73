using SpeechEmotion.Audio;
using SpeechEmotion.Signal;

namespace SpeechEmotion.Augmentation.Conditions;

/// <summary>Changes that a listener hardly notices; the answer should stay what it is. Which, and how large, is audEERING's choice [Derington2023].</summary>
internal static class SmallChanges
{
    private static readonly int[] s_lengths = [100, 500, 1000];

    /// <summary>The changes.</summary>
    public static IReadOnlyList<RecordingCondition> All { get; } =
    [
        new("tone of 5 to 7 kHz, 40 to 50 dB below the peak", AddTone),
        new("100 to 1,000 zeros after", (clip, random) => new AudioClip([.. clip.Samples, .. new float[Pick(random, s_lengths)]], clip.SampleRate)),
        new("100 to 1,000 zeros before", (clip, random) => new AudioClip([.. new float[Pick(random, s_lengths)], .. clip.Samples], clip.SampleRate)),
        new("0.1 to 0.3 % of the samples cut off", CutPeaks),
        new("100 to 1,000 samples less at the beginning", (clip, random) => Crop(clip, Pick(random, s_lengths), 0)),
        new("100 to 1,000 samples less at the end", (clip, random) => Crop(clip, 0, Pick(random, s_lengths))),
        new("1 or 2 dB louder or quieter", (clip, random) => Scale(clip, Pick(random, [-2, -1, 1, 2]))),
        new("high-pass filter at 50 to 150 Hz", (clip, random) => new AudioClip(Butterworth.HighPass(clip.Samples, (double)Pick(random, [50, 100, 150]) / clip.SampleRate), clip.SampleRate)),
        new("low-pass filter at 6.5 to 7.5 kHz", LowPass),
        new("white noise, 35 to 45 dB below the speech", (clip, random) => BackgroundNoises.AddWhite(clip, Pick(random, [35, 40, 45]), random)),
    ];

    private static int Pick(SeededRandom random, int[] values) => values[random.NextInteger(0, values.Length - 1)];

    private static AudioClip AddTone(AudioClip clip, SeededRandom random)
    {
        double step = 2 * Math.PI * random.NextUniform(5000, 7000) / clip.SampleRate;
        double gain = SignalLevel.Peak(clip.Samples) * Math.Pow(10, -Pick(random, [40, 45, 50]) / 20.0);
        return step >= Math.PI ? clip : new AudioClip([.. clip.Samples.Select((sample, i) => (float)(sample + (gain * Math.Sin(step * i))))], clip.SampleRate);
    }

    private static AudioClip CutPeaks(AudioClip clip, SeededRandom random)
    {
        float[] sizes = Array.ConvertAll(clip.Samples, Math.Abs);
        Array.Sort(sizes);
        int cut = (int)Math.Ceiling(clip.Samples.Length * Pick(random, [1, 2, 3]) / 1000.0);
        float limit = sizes.Length == 0 ? 0 : sizes[Math.Max(0, sizes.Length - 1 - cut)];
        return new AudioClip([.. clip.Samples.Select(sample => Math.Clamp(sample, -limit, limit))], clip.SampleRate);
    }

    private static AudioClip Crop(AudioClip clip, int first, int last) =>
        clip.Samples.Length <= first + last ? clip : new AudioClip(clip.Samples[first..^last], clip.SampleRate);

    private static AudioClip Scale(AudioClip clip, double decibels)
    {
        float factor = (float)Math.Pow(10, decibels / 20);
        return new AudioClip([.. clip.Samples.Select(sample => sample * factor)], clip.SampleRate);
    }

    private static AudioClip LowPass(AudioClip clip, SeededRandom random)
    {
        double cutoff = (double)Pick(random, [6500, 7000, 7500]) / clip.SampleRate;
        return cutoff >= 0.5 ? clip : new AudioClip(Butterworth.LowPass(clip.Samples, cutoff), clip.SampleRate);
    }
}
