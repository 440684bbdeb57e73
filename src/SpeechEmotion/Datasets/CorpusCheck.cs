using System.Runtime.InteropServices;
using System.Security.Cryptography;
using SpeechEmotion.Audio;
using SpeechEmotion.Datasets.Corpora;
#if NET9_0_OR_GREATER
using EmotionCounts = System.Collections.Generic.OrderedDictionary<string, int>;
using RateCounts = System.Collections.Generic.OrderedDictionary<int, int>;
#else // The dictionary of .NET 8 keeps the order as long as nothing is removed.
using EmotionCounts = System.Collections.Generic.Dictionary<string, int>;
using RateCounts = System.Collections.Generic.Dictionary<int, int>;
#endif

namespace SpeechEmotion.Datasets;

/// <summary>Reads every clip of a corpus and says what is in it and what is wrong with it.</summary>
public static class CorpusCheck
{
    /// <summary>A clip is silent where no sample exceeds this: -50 dB of full scale. The softest of 4,509 clips of CREMA-D peaks at -33 dB.</summary>
    public const double SilencePeak = 0.00316;

    /// <summary>
    /// A clip is clipped where at least this many samples in a row stand at full scale on the same side. Measured on 4,509 clips of CREMA-D: none of the
    /// 4,230 that stay below full scale keeps its highest or lowest value for more than three samples, so that four are a cut and no crest.
    /// </summary>
    public const int ClippedRun = 4;

    // The highest value of 16-bit samples; the lowest is -1.
    private const float FullScale = 32767f / 32768f;

    /// <summary>Checks a corpus, the clips included that <see cref="KnownCorpora.Open"/> left out for a fault.</summary>
    /// <param name="corpus">The corpus.</param>
    /// <param name="progress">Told after each clip; null tells nobody.</param>
    /// <param name="cancellation">Ends the check early.</param>
    /// <remarks>
    /// Two clips are duplicates where they have the same samples, whatever their files' format: all of them are at fault where they differ in emotion or
    /// speaker, all but the first where they do not. Silent clips are not compared.
    /// </remarks>
    /// <exception cref="OperationCanceledException">The check was ended early.</exception>
    public static CorpusReport Check(Corpus corpus, IProgress<CheckProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(corpus);
        Utterance[] clips =
        [
            .. corpus.Utterances.Concat(corpus.Excluded.Select(f => f.Utterance).OfType<Utterance>()).OrderBy(u => u.Name, StringComparer.Ordinal),
        ];
        Measurement[] measured = MeasureAll(clips, progress, cancellation);
        IEnumerable<CorpusFault> faults = corpus.Excluded.Where(f => f.Fault is not null).Select(f => new CorpusFault(f.Name, f.Fault!.Value, f.Reason))
            .Concat(clips.Zip(measured).SelectMany(pair => Faults(pair.First, pair.Second)))
            .Concat(Duplicates(clips, measured));
        Measurement[] readable = [.. measured.Where(m => m.Error is null)];
        return new CorpusReport
        {
            Corpus = corpus.Name,
            Folder = corpus.Folder,
            Clips = clips.Length,
            Speakers = clips.Select(u => u.SpeakerId).OfType<string>().Distinct(StringComparer.Ordinal).Count(),
            Emotions = new EmotionCounts(
                corpus.Emotions.Union(clips.Select(u => u.Emotion)).Select(e => KeyValuePair.Create(e, clips.Count(u => u.Emotion == e)))),
            Durations = DurationSummary.Of(readable.Select(m => m.Seconds)),
            SampleRates = new RateCounts(readable.CountBy(m => m.SampleRate).OrderBy(pair => pair.Key)),
            Faults = [.. faults.OrderBy(f => f.Name, StringComparer.Ordinal).ThenBy(f => f.Kind)],
            Excluded = corpus.Excluded,
            Digests = clips.Zip(measured).Where(pair => pair.Second.Error is null).ToDictionary(pair => pair.First.Name, pair => pair.Second.Digest[..16], StringComparer.Ordinal),
        };
    }

    private static Measurement[] MeasureAll(Utterance[] clips, IProgress<CheckProgress>? progress, CancellationToken cancellation)
    {
        var measured = new Measurement[clips.Length];
        var gate = new Lock();
        int done = 0;
        var options = new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancellation };
        Parallel.For(0, clips.Length, options, i =>
        {
            measured[i] = Measure(clips[i], cancellation);
            lock (gate)
            {
                progress?.Report(new CheckProgress(++done, clips.Length));
            }
        });
        return measured;
    }

    private static Measurement Measure(Utterance clip, CancellationToken cancellation)
    {
        try
        {
            using Measuring measuring = new();
            if (clip.Start is not null || clip.End is not null)
            {
                AudioClip segment = ClipAudio.Read(clip, cancellation);
                measuring.Add(segment.Samples);
                return measuring.Finish(segment.DurationSeconds, segment.SampleRate);
            }

            using AudioReader audio = AudioReader.Open(clip.Path, AudioConfig.Strict, cancellation);
            float[] block = new float[1 << 14];
            for (int got = block.Length; got == block.Length;)
            {
                got = audio.Read(block);
                measuring.Add(block.AsSpan(0, got));
            }

            return measuring.Finish(audio.SecondsRead, audio.SampleRate);
        }
        catch (Exception error) when (error is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            return new Measurement(ReasonOf(error, clip.Path), 0, 0, 0, 0, "");
        }
    }

    /// <summary>The message without the path that it begins with: whoever shows it names the clip.</summary>
    private static string ReasonOf(Exception error, string path) =>
        error.Message.StartsWith(path, StringComparison.Ordinal) ? error.Message[path.Length..].TrimStart(':', ' ') : error.Message;

    private static IEnumerable<CorpusFault> Faults(Utterance clip, Measurement measured)
    {
        if (measured.Error is { } error)
        {
            yield return new CorpusFault(clip.Name, FaultKind.Unreadable, error);
        }
        else if (measured.Silent)
        {
            string level = measured.Peak == 0 ? "every sample is 0" : $"the peak is {20 * Math.Log10(measured.Peak):0} dB of full scale";
            yield return new CorpusFault(clip.Name, FaultKind.Silent, $"silent: {level}");
        }
        else if (measured.LongestRun >= ClippedRun)
        {
            yield return new CorpusFault(clip.Name, FaultKind.Clipped, $"clipped: up to {measured.LongestRun} samples in a row at full scale");
        }
    }

    private static IEnumerable<CorpusFault> Duplicates(Utterance[] clips, Measurement[] measured)
    {
        IEnumerable<Utterance[]> groups = Enumerable.Range(0, clips.Length)
            .Where(i => measured[i].Error is null && !measured[i].Silent)
            .GroupBy(i => (measured[i].SampleRate, measured[i].Digest), i => clips[i])
            .Select(group => group.ToArray())
            .Where(group => group.Length > 1);
        foreach (Utterance[] group in groups)
        {
            foreach ((Utterance clip, Utterance other) in DuplicateFiles.Surplus(group))
            {
                yield return new CorpusFault(clip.Name, FaultKind.Duplicate, $"the same audio as {other.Name}{DuplicateFiles.Difference(clip, other)}");
            }
        }
    }

    /// <summary>What is known of a clip after reading it; the error alone where it could not be read.</summary>
    private readonly record struct Measurement(string? Error, double Seconds, int SampleRate, float Peak, int LongestRun, string Digest)
    {
        public bool Silent => Peak < SilencePeak;
    }

    /// <summary>Looks at the samples of a clip as they come.</summary>
    private sealed class Measuring : IDisposable
    {
        private readonly IncrementalHash _digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        private float _peak;
        private int _run, _longest, _side;

        public void Add(ReadOnlySpan<float> samples)
        {
            _digest.AppendData(MemoryMarshal.AsBytes(samples));
            foreach (float sample in samples)
            {
                _peak = Math.Max(_peak, Math.Abs(sample));
                int now = sample >= FullScale ? 1 : sample <= -FullScale ? -1 : 0;
                _run = now == 0 ? 0 : now == _side ? _run + 1 : 1;
                _side = now;
                _longest = Math.Max(_longest, _run);
            }
        }

        public Measurement Finish(double seconds, int sampleRate) => new(null, seconds, sampleRate, _peak, _longest, Convert.ToHexStringLower(_digest.GetHashAndReset()));

        public void Dispose() => _digest.Dispose();
    }
}
