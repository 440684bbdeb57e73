using SpeechEmotion.Audio;
using SpeechEmotion.Datasets;
using SpeechEmotion.Datasets.Cache;
using SpeechEmotion.Datasets.Splits;
using SpeechEmotion.Experiments;
using SpeechEmotion.Metrics;
using SpeechEmotion.Recognition;
using SpeechEmotion.Recognition.Encoders;
using SpeechEmotion.Runs;
using SpeechEmotion.Training;

namespace SpeechEmotion.Workbench;

/// <summary>
/// Measures what was trained, the folder of a run or a model's file, on a corpus. A run is measured on its own test part of a corpus that it was trained on, and on every clip of any other one,
/// which its folds answer together, by the mean of their probabilities; a model's file on every clip.
/// </summary>
public sealed class Evaluation
{
    private readonly string _path;
    private readonly Corpus _corpus;

    /// <summary>Prepares measurements.</summary>
    /// <param name="path">The folder of a run, or a model's file.</param>
    /// <param name="corpus">The clips, of emotions that it knows (<see cref="Labels"/>).</param>
    public Evaluation(string path, Corpus corpus)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(corpus);
        (_path, _corpus) = (path, corpus);
    }

    /// <summary>Told what makes the figures better than they are, such as clips that the model was trained on.</summary>
    public Action<string>? Warn { get; init; }

    /// <summary>Told how many clips, or parts of a run, are done.</summary>
    public IProgress<(int Done, int Total)>? Progress { get; init; }

    /// <summary>The emotions that a run or a model tells apart.</summary>
    /// <param name="path">The folder of a run, or a model's file.</param>
    /// <exception cref="InvalidDataException">It is neither.</exception>
    public static IReadOnlyList<string> Labels(string path)
    {
        if (File.Exists(path))
        {
            using EmotionRecognizer recognizer = EmotionRecognizer.Load(path);
            return recognizer.Card.Labels;
        }

        RunFolder run = RunParts.Of(new RunFolder(path))[0];
        return File.Exists(run.Experiment) ? ExperimentFile.ReadTrained(run.Experiment).Labels : throw new InvalidDataException($"{path}: {new RunFolder(path).WhyNotARun}");
    }

    /// <summary>The corpora that a run was trained on, whose clips <see cref="Measure"/> needs as they were then; none for a model's file.</summary>
    /// <param name="path">The folder of a run, or a model's file.</param>
    /// <exception cref="InvalidDataException">A split is damaged.</exception>
    public static IReadOnlyList<string> TrainedOn(string path)
    {
        RunFolder[] parts = File.Exists(path) ? [] : RunParts.Of(new RunFolder(path));
        return [.. parts.Where(part => File.Exists(part.Split)).SelectMany(part => SplitFile.Corpora(part.Split) is { Count: > 0 } named ? named : part.IsComplete ? [EvaluationReport.Load(part.Report).Corpus] : []).Distinct()];
    }

    /// <summary>Measures the answers.</summary>
    /// <param name="adaptation">Adapts the answers of each voice or place to it, without labels, after all of its clips have been heard; null: plain answers.</param>
    /// <param name="cancellation">Ends the measurement.</param>
    /// <returns>The figures, and what was said of each clip.</returns>
    /// <exception cref="InvalidDataException">There is no clip that it has not heard, or a clip or the model cannot be read.</exception>
    public (EvaluationReport Report, Predictions Predictions) Measure(VoiceScope? adaptation = null, CancellationToken cancellation = default) =>
        Directory.Exists(_path) ? MeasureRun(new RunFolder(_path), adaptation, cancellation) : MeasureModel(adaptation, cancellation);

    private (EvaluationReport, Predictions) MeasureRun(RunFolder run, VoiceScope? adaptation, CancellationToken cancellation)
    {
        RunFolder[] parts = RunParts.Of(run);
        UnheardClips? unheard = null;
        List<(int Part, Runs.Prediction Answer, Utterance Clip, float Unfamiliarity)> answers = [];
        List<(Runs.Prediction Answer, float Unfamiliarity)[]> together = []; // what each part said of the clips of other corpora
        IReadOnlyList<string> labels = [];
        (long parameters, ulong seed) = (0, 1);
        using FeatureCache cache = new(_corpus.Utterances, openEncoder: OnnxEncoder.Open);
        for (int part = 0; part < parts.Length; part++)
        {
            using TrainedNetwork network = TrainedNetwork.Load(parts[part], cache);
            UnfinishedRun.Tell(parts[part], network.Config, Warn);
            unheard ??= UnheardClips.Of(run, parts, network.Config, _corpus, Warn);
            foreach (TrainedNetwork heard in network.Members.Count == 0 ? [network] : network.Members)
            {
                ExampleReader.Prepare(cache, heard.Config.Features, progress: Progress, cancellation: cancellation);
            }

            Utterance[] own = unheard.Own[part], asked = [.. own, .. unheard.Others];
            IReadOnlyList<Runs.Prediction> said = asked.Length == 0 ? [] : ExperimentRunner.Predict(network, asked, RunParts.Temperature(run, parts[part]), cancellation).Clips;
            float[] unfamiliarity = adaptation is null ? new float[asked.Length] : network.Unfamiliarity(asked);
            answers.AddRange(own.Select((clip, i) => (part, said[i], clip, unfamiliarity[i])));
            together.Add([.. said.Zip(unfamiliarity).Skip(own.Length)]);
            (labels, parameters, seed) = (network.Config.Labels, network.ParameterCount, network.Config.Seed);
            Progress?.Report((part + 1, parts.Length));
        }

        Runs.Prediction[] tested = [.. answers.Select(answer => answer.Answer)];
        answers.AddRange(unheard!.Others.Select((clip, i) => (
            parts.Length, together[0][i].Answer with { Probabilities = RunParts.Mean([.. together.Select(said => said[i].Answer.Probabilities)]) }, clip, together.Average(said => said[i].Unfamiliarity))));
        Runs.Prediction[] plain = [.. answers.Select(answer => answer.Answer)];
        if (adaptation is { } scope)
        {
            double[] seconds = new double[answers.Count];
            ForEach(answers, (answer, i) => seconds[i] = Loudness.SecondsOfSound(ClipAudio.Read(answer.Clip, cancellation)), cancellation);
            int[] partOf = [.. answers.Select(answer => answer.Part)];
            ReferenceStatistics neutral = ReferenceStatistics.Neutral(labels.Count);
            ReferenceStatistics[] references = [.. Enumerable.Range(0, parts.Length).Select(part => VoiceAdaptation.ReferenceWithout(tested, partOf, part) ?? neutral), VoiceAdaptation.Reference(run, labels) ?? neutral];
            plain = VoiceAdaptation.Adapt(plain, seconds, [.. answers.Select(answer => answer.Unfamiliarity)], scope, partOf, references);
        }

        Predictions all = new(labels, plain);
        return (EvaluationReport.From(all, Protocol(unheard.Protocol, adaptation), parameters: parameters, seed: seed) with { Corpus = _corpus.Name }, all);
    }

    private (EvaluationReport, Predictions) MeasureModel(VoiceScope? adaptation, CancellationToken cancellation)
    {
        using MeasuredModel model = MeasuredModel.Load(_path, _corpus, Warn);
        (EmotionRecognizer recognizer, Utterance[] clips) = model;
        List<string> labels = [.. recognizer.Card.Labels];
        Runs.Prediction[] answers = new Runs.Prediction[clips.Length];
        double[] seconds = new double[clips.Length];
        float[] unfamiliarity = new float[clips.Length];
        ForEach(clips, (clip, i) =>
        {
            AudioClip sound = ClipAudio.Read(clip, cancellation);
            EmotionScores scores = MeasuredModel.Recognize(recognizer, clip, sound, cancellation);
            (seconds[i], unfamiliarity[i]) = (scores.SoundSeconds, scores.Unfamiliarity);
            answers[i] = new Runs.Prediction(clip.Name, clip.Speaker, labels.IndexOf(clip.Emotion), scores.Probabilities) { Corpus = clip.Corpus };
        }, cancellation);
        if (adaptation is { } scope)
        {
            ReferenceStatistics reference = recognizer.Card.Reference ?? ReferenceStatistics.Neutral(labels.Count);
            answers = VoiceAdaptation.Adapt(answers, seconds, unfamiliarity, scope, new int[answers.Length], [reference]);
        }

        Predictions all = new(labels, answers);
        return (EvaluationReport.From(all, Protocol("all clips", adaptation)) with { Corpus = _corpus.Name, Temperature = recognizer.Card.Temperature }, all);
    }

    private static string Protocol(string protocol, VoiceScope? adaptation) =>
        adaptation is { } scope ? $"{protocol}, adapted per {scope.ToString().ToLowerInvariant()}" : protocol;

    private void ForEach<T>(IReadOnlyList<T> items, Action<T, int> action, CancellationToken cancellation)
    {
        int done = 0;
        Parallel.For(0, items.Count, new ParallelOptions { CancellationToken = cancellation, MaxDegreeOfParallelism = Environment.ProcessorCount }, i =>
        {
            action(items[i], i);
            Progress?.Report((Interlocked.Increment(ref done), items.Count));
        });
    }
}
