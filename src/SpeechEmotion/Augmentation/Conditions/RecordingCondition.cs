using SpeechEmotion.Audio;
using SpeechEmotion.Signal;

namespace SpeechEmotion.Augmentation.Conditions;

/// <summary>One way in which the same speech may reach a recogniser: louder, through a telephone, in noise. The answer should stay what it is.</summary>
/// <param name="Name">What it is called in tables.</param>
/// <param name="Apply">Clip to clip; the random stream decides what there is to decide.</param>
internal sealed record RecordingCondition(string Name, Func<AudioClip, SeededRandom, AudioClip> Apply)
{
    /// <summary>What recordings go through, apart from MP3: other levels, noise, a telephone, other lengths.</summary>
    public static IReadOnlyList<RecordingCondition> All { get; } =
    [
        new("12 dB louder, cut off at full scale", (clip, _) => Scale(clip, 12)),
        new("12 dB quieter", (clip, _) => Scale(clip, -12)),
        new("telephone band, 300 to 3,400 Hz", (clip, _) => BandPass.Apply(clip, 300, 3400)),
        new("0.5 s of silence before and after", (clip, _) => Surround(clip, 0.5)),
        new("the middle 1 s", (clip, _) => Middle(clip, 1)),
        new("repeated to 10 s", (clip, _) => Repeat(clip, 10)),
        new("silence added to 10 s", (clip, _) => clip.WithLength(Math.Max(clip.Samples.Length, 10 * clip.SampleRate))),
    ];

    /// <summary>MP3 of 64 kbit/s, written and read again by the program <c>ffmpeg</c>; null if there is none.</summary>
    public static RecordingCondition? Mp3 { get; } = FfmpegDecoder.FindProgram() is null ? null : new("MP3 of 64 kbit/s", (clip, _) => Codec.Mp3.RoundTrip(clip));

    /// <summary>The clip at another level; what leaves -1..1 is cut off, as a file of 16-bit samples would.</summary>
    private static AudioClip Scale(AudioClip clip, double decibels)
    {
        float factor = (float)Math.Pow(10, decibels / 20);
        return new AudioClip([.. clip.Samples.Select(sample => Math.Clamp(sample * factor, -1, 1))], clip.SampleRate);
    }

    private static AudioClip Surround(AudioClip clip, double seconds)
    {
        int silence = (int)(seconds * clip.SampleRate);
        var samples = new float[clip.Samples.Length + (2 * silence)];
        clip.Samples.CopyTo(samples.AsSpan(silence));
        return new AudioClip(samples, clip.SampleRate);
    }

    private static AudioClip Middle(AudioClip clip, double seconds)
    {
        int length = Math.Min(clip.Samples.Length, (int)(seconds * clip.SampleRate));
        return new AudioClip(clip.Samples.AsSpan((clip.Samples.Length - length) / 2, length).ToArray(), clip.SampleRate);
    }

    private static AudioClip Repeat(AudioClip clip, double seconds)
    {
        var samples = new float[Math.Max(clip.Samples.Length, (int)(seconds * clip.SampleRate))];
        for (int i = 0; i < samples.Length && clip.Samples.Length > 0; i++)
        {
            samples[i] = clip.Samples[i % clip.Samples.Length];
        }

        return new AudioClip(samples, clip.SampleRate);
    }
}
