using SpeechEmotion.Audio;
using SpeechEmotion.Datasets.Tables;

namespace SpeechEmotion.Datasets;

/// <summary>Reads the sound of clips, whether they are whole files or segments of longer ones.</summary>
public static class ClipAudio
{
    private const int LongestKept = 100_000_000; // samples
    private const double Tolerance = 0.05; // seconds by which a segment may end after its recording: tables are rounded

    private static readonly Lock s_lock = new();
    private static (string Path, DateTime Written, AudioClip Clip)? s_last; // the recording that a segment was read from last

    /// <summary>Reads a clip, as strictly as a corpus needs it. Of a WAV file only the segment is read; other recordings are decoded once for segments that follow one another.</summary>
    /// <param name="clip">The clip.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="InvalidDataException">The file cannot be read, or ends before the segment begins.</exception>
    public static AudioClip Read(Utterance clip, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(clip);
        if (clip.Start is null && clip.End is null)
        {
            return AudioFile.Read(clip.Path, AudioConfig.Strict, cancellation);
        }

        if (!clip.Path.EndsWith(".wav", StringComparison.OrdinalIgnoreCase))
        {
            return Cut(Whole(clip.Path, cancellation), clip);
        }

        using AudioReader audio = AudioReader.Open(clip.Path, AudioConfig.Strict, cancellation);
        audio.Skip((long)Math.Round((clip.Start ?? 0) * audio.SampleRate));
        long length = clip.End is { } end ? (long)Math.Round(end * audio.SampleRate) - (long)Math.Round((clip.Start ?? 0) * audio.SampleRate) : long.MaxValue;
        List<float> samples = [];
        float[] block = new float[1 << 14];
        for (int got = block.Length; got == block.Length && samples.Count < length;)
        {
            got = audio.Read(block.AsSpan(0, (int)Math.Min(block.Length, length - samples.Count)));
            samples.AddRange(block.AsSpan(0, got));
        }

        return samples.Count > 0 && (clip.End is null || samples.Count >= length - (Tolerance * audio.SampleRate)) ? new AudioClip([.. samples], audio.SampleRate)
            : throw Beyond(clip, samples.Count == 0 ? null : (clip.Start ?? 0) + ((double)samples.Count / audio.SampleRate));
    }

    private static AudioClip Whole(string path, CancellationToken cancellation)
    {
        DateTime written = File.GetLastWriteTimeUtc(path);
        lock (s_lock)
        {
            if (s_last is { } last && last.Path == path && last.Written == written)
            {
                return last.Clip;
            }

            s_last = null;
            AudioClip clip = AudioFile.Read(path, AudioConfig.Strict, cancellation);
            s_last = clip.Samples.Length <= LongestKept ? (path, written, clip) : null;
            return clip;
        }
    }

    private static AudioClip Cut(AudioClip whole, Utterance clip)
    {
        int from = (int)Math.Min(whole.Samples.Length, Math.Round((clip.Start ?? 0) * whole.SampleRate));
        int to = clip.End is { } end ? (int)Math.Min(whole.Samples.Length, Math.Round(end * whole.SampleRate)) : whole.Samples.Length;
        return to > from && (clip.End is null || clip.End <= whole.DurationSeconds + Tolerance) ? new AudioClip(whole.Samples[from..to], whole.SampleRate) : throw Beyond(clip, to > from ? whole.DurationSeconds : null);
    }

    private static InvalidDataException Beyond(Utterance clip, double? end) => TextFile.Fault(end is null
        ? FormattableString.Invariant($"{clip.Path}: ends before the segment that begins at {clip.Start ?? 0} s")
        : FormattableString.Invariant($"{clip.Path}: ends at {end:0.###} s, before the segment that ends at {clip.End} s"));
}
