using SpeechEmotion.Audio;
using SpeechEmotion.Datasets;
using SpeechEmotion.Metrics;
using SpeechEmotion.Runs.Stress;
using SpeechEmotion.Signal;

namespace SpeechEmotion.Workbench.Stress;

/// <summary>
/// Acceptance tests of a run or a model's file, after audEERING's [Derington2023], with their pass marks, on any corpora: is it correct, is it fair, and does it say the same when a clip is
/// recorded otherwise? A run is tested on clips that it has not heard, as the file that it would ship as. Speech or not is not asked: what counts is the most probable emotion.
/// </summary>
public sealed class StressRun
{
    private const int FewClips = 30;

    private readonly string _path;
    private readonly Corpus _corpus;

    /// <summary>Prepares the tests.</summary>
    /// <param name="path">The folder of a run, or a model's file.</param>
    /// <param name="corpus">The clips, of emotions that it knows (<see cref="Evaluation.Labels"/>).</param>
    public StressRun(string path, Corpus corpus)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(corpus);
        (_path, _corpus) = (path, corpus);
    }

    /// <summary>At most this many clips of each corpus are altered, drawn by a fixed seed; 1 or more.</summary>
    public int AlteredClips { get; init; } = 1000;

    /// <summary>Told what makes the figures better than they are, such as clips that the model was trained on.</summary>
    public Action<string>? Warn { get; init; }

    /// <summary>Told how many clips are done.</summary>
    public IProgress<(int Done, int Total)>? Progress { get; init; }

    /// <summary>Makes the tests.</summary>
    /// <param name="cancellation">Ends them.</param>
    /// <exception cref="InvalidDataException">There is no clip that the model has not heard, or a clip or the model cannot be read.</exception>
    public StressReport Run(CancellationToken cancellation = default)
    {
        (MeasuredModel[] models, Utterance[] others) = MeasuredModel.Open(_path, _corpus, Warn);
        try
        {
            IReadOnlyList<string> labels = models[0].Recognizer.Card.Labels;
            StressClip Clip(Utterance clip, IEnumerable<MeasuredModel> by) => new(clip, labels.ToList().IndexOf(clip.Emotion)) { Recognizers = [.. by.Select(model => model.Recognizer)] };
            StressClip[] clips = [.. models.SelectMany(model => model.Clips.Select(clip => Clip(clip, [model]))), .. others.Select(clip => Clip(clip, models))];
            HashSet<StressClip> altered = [.. clips.GroupBy(clip => clip.Utterance.Corpus).SelectMany(own => Draw([.. own], AlteredClips, 1))];
            StressClip[] voices = [.. Draw(clips, 200, 2)];
            Robustness robustness = new(random => ClipAudio.Read(voices[random.NextInteger(0, voices.Length - 1)].Utterance, cancellation));
            int done = 0;
            Parallel.For(0, clips.Length, new ParallelOptions { CancellationToken = cancellation, MaxDegreeOfParallelism = Environment.ProcessorCount }, i =>
            {
                StressClip clip = clips[i];
                AudioClip sound = ClipAudio.Read(clip.Utterance, cancellation);
                clip.Hear(sound, cancellation);
                if (altered.Contains(clip))
                {
                    clip.Altered = robustness.Recognise(clip, sound, (ulong)i, cancellation);
                }

                Progress?.Report((Interlocked.Increment(ref done), clips.Length));
            });

            List<StressResult> results = [];
            foreach (IGrouping<string, StressClip> own in clips.GroupBy(clip => clip.Utterance.Corpus))
            {
                StressClip[] corpus = [.. own];
                int few = Math.Min(corpus.Length, AlteredClips);
                if (few < FewClips)
                {
                    Warn?.Invoke($"{own.Key}: {Counted.Of(corpus.Length, "clip")} {(corpus.Length == 1 ? "was" : "were")} tested and {few} altered; with fewer than {FewClips}, passing says little");
                }

                results.AddRange(Correctness.Tests(own.Key, labels, corpus));
                results.AddRange(Fairness.Tests(own.Key, labels, corpus));
                results.AddRange(robustness.Tests(own.Key, labels, [.. corpus.Where(clip => clip.Altered is not null)]));
            }

            return new StressReport(Path.GetFileName(Path.TrimEndingDirectorySeparator(_path)), clips.Length, results);
        }
        finally
        {
            Array.ForEach(models, model => model.Dispose());
        }
    }

    /// <summary>Counts the answers of clips, <c>[truth][predicted]</c>.</summary>
    internal static ConfusionMatrix Count(IEnumerable<StressClip> clips, int labels, Func<StressClip, int>? answer = null)
    {
        StressClip[] all = [.. clips];
        return ConfusionMatrix.Count([.. all.Select(clip => clip.Truth)], [.. all.Select(answer ?? (clip => clip.Answer))], labels);
    }

    /// <summary>Some of the clips, in an order of chance that depends on the seed alone.</summary>
    internal static IEnumerable<StressClip> Draw(StressClip[] clips, int count, ulong seed)
    {
        StressClip[] shuffled = [.. clips.OrderBy(clip => clip.Utterance.Id, StringComparer.Ordinal)];
        new SeededRandom(seed).Shuffle<StressClip>(shuffled);
        return shuffled.Take(count);
    }
}
