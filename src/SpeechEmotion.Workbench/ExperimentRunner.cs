using SpeechEmotion.Augmentation;
using SpeechEmotion.Datasets;
using SpeechEmotion.Datasets.Cache;
using SpeechEmotion.Datasets.Splits;
using SpeechEmotion.Experiments;
using SpeechEmotion.Metrics;
using SpeechEmotion.Networks.Weights;
using SpeechEmotion.Plots;
using SpeechEmotion.Recognition.Encoders;
using SpeechEmotion.Runs;
using SpeechEmotion.Training;

namespace SpeechEmotion.Workbench;

/// <summary>Runs an experiment from the corpus to the report: split, training, calibration on the validation part, figures and pictures on the test part.</summary>
public sealed class ExperimentRunner
{
    private const int ListedDifferences = 3;

    private readonly Corpus _corpus;
    private readonly IProgress<TrainingProgress>? _progress;
    private readonly IProgress<(int Done, int Total)>? _features;

    /// <summary>Prepares runs on a corpus.</summary>
    /// <param name="corpus">The corpus.</param>
    /// <param name="progress">Told after every training step.</param>
    /// <param name="features">Told how many of how many clips have their features, before training starts.</param>
    public ExperimentRunner(Corpus corpus, IProgress<TrainingProgress>? progress = null, IProgress<(int Done, int Total)>? features = null)
    {
        ArgumentNullException.ThrowIfNull(corpus);
        _corpus = corpus;
        _progress = progress;
        _features = features;
    }

    /// <summary>Runs an experiment, or what is left of it: finished epochs, members and folds of the same experiment in the same folder are taken over.</summary>
    /// <param name="config">The experiment; its labels are <see cref="Corpus.DefaultLabels"/> if it has none.</param>
    /// <param name="run">Where files go.</param>
    /// <param name="cancellation">Stops between two steps; what was reached stays on disk.</param>
    /// <exception cref="InvalidDataException">The folder holds another experiment, or the corpus does not fit the experiment.</exception>
    /// <returns>The figures on the test part; null if every clip trains and none tests.</returns>
    public EvaluationReport? Run(ExperimentConfig config, RunFolder run, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(run);
        config = config.Labels.Count > 0 ? config : config with { Labels = _corpus.DefaultLabels };
        if (config.Labels.Intersect(_corpus.Utterances.Select(clip => clip.Emotion)).Count() < 2)
        {
            throw new InvalidDataException(
                $"{_corpus.Folder}: has clips of {string.Join(", ", _corpus.Utterances.Select(clip => clip.Emotion).Distinct().Order(StringComparer.Ordinal))}; "
                + (config.Labels.Count > 1 ? $"at least 2 of the emotions {string.Join(", ", config.Labels)} are needed to tell them apart." : "at least 2 emotions are needed to tell them apart."));
        }

        config = Completed(config);
        List<string> made = Missing(run.Folder);
        bool isNew = !Directory.Exists(run.Folder) || !Directory.EnumerateFileSystemEntries(run.Folder).Any();
        try
        {
            return RunClaimed(config, run, cancellation);
        }
        catch (Exception e) when (isNew && e is not OperationCanceledException && Directory.Exists(run.Folder) && !Directory.EnumerateFiles(run.Folder, "metrics.csv", SearchOption.AllDirectories).Any())
        {
            RemoveNew(run.Folder, made); // No epoch ended: nothing is lost, and what failed to start leaves nothing behind.
            throw;
        }
    }

    /// <summary>What a run finds out of itself when it starts: the encoder, and the corpora with statistics of their own.</summary>
    private ExperimentConfig Completed(ExperimentConfig config) => config with
    {
        Features = OnnxEncoder.Complete(config.Features),
        Network = (config.Network is StackConfig stack ? stack with { Members = [.. stack.Members.Select(Completed)] } : config.Network).OnCorpora(_corpus.CorpusNames),
    };

    private EvaluationReport? RunClaimed(ExperimentConfig config, RunFolder run, CancellationToken cancellation)
    {
        Claim(run, config);
        if (run.IsComplete)
        {
            RequireSameExperiment(config, run);
            RequireSameCorpus(config, run);
            return EvaluationReport.Load(run.Report);
        }

        return Parts(config) > 0 ? RunFolds(config, run, cancellation) : RunOnce(config, run, cancellation);
    }

    /// <summary>Measures a trained network on clips that it was not trained on.</summary>
    /// <param name="network">The network.</param>
    /// <param name="clips">The clips.</param>
    /// <param name="temperature">Divisor of the logits.</param>
    /// <param name="cancellation">Ends the run between two batches.</param>
    public static Predictions Predict(TrainedNetwork network, IReadOnlyList<Utterance> clips, double temperature, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(clips);
        (IReadOnlyList<float[]> logits, int[] truth) = network.Predict(clips, cancellation);
        return new Predictions(
            network.Config.Labels,
            [.. clips.Select((clip, i) => new Prediction(clip.Name, clip.Speaker, truth[i], TemperatureScaling.Apply(logits[i], temperature)) { Corpus = clip.Corpus })]);
    }

    private void Claim(RunFolder run, ExperimentConfig config)
    {
        IEnumerable<(RunFolder Run, ExperimentConfig Config)> folds = Enumerable.Range(0, Parts(config)).Select(fold => (run.Fold(fold), OfFold(config, fold)));
        foreach ((RunFolder folder, ExperimentConfig expected) in folds.Prepend((run, config)))
        {
            IReadOnlyList<string> differences = File.Exists(folder.Experiment) ? ExperimentFile.Differences(folder.Experiment, expected) : [];
            if (differences.Count > 0)
            {
                string more = differences.Count > ListedDifferences ? $"; and {differences.Count - ListedDifferences} more" : "";
                throw new InvalidDataException($"{folder.Folder}: holds another experiment: {string.Join("; ", differences.Take(ListedDifferences))}{more}. Choose another folder, or delete this one.");
            }
        }

        if (!File.Exists(run.Experiment))
        {
            Directory.CreateDirectory(run.Folder);
            ExperimentFile.Write(run.Experiment, config);
        }
    }

    /// <summary>Refuses a finished run whose experiment.json was changed afterwards: its report and weights are those of the experiment that was.</summary>
    private static void RequireSameExperiment(ExperimentConfig config, RunFolder run)
    {
        IReadOnlyList<string> differences = File.Exists(run.Weights) && WeightFile.ReadText(run.Weights).TryGetValue("experiment", out string? trained)
            ? ExperimentFile.DifferencesOf(trained, run.Weights, config)
            : [];
        if (differences.Count > 0)
        {
            throw new InvalidDataException($"{run.Experiment}: was changed after the training: {string.Join("; ", differences.Take(ListedDifferences))}. Train the changed experiment in another folder.");
        }
    }

    /// <summary>A folder and those above it, as far as they do not exist, the innermost first.</summary>
    private static List<string> Missing(string folder)
    {
        List<string> missing = [];
        for (string? path = Path.GetFullPath(folder); path is not null && !Directory.Exists(path); path = Path.GetDirectoryName(path))
        {
            missing.Add(path);
        }

        return missing;
    }

    /// <summary>Removes what a run left in a new folder, and the folders that it made and that are then empty.</summary>
    private static void RemoveNew(string folder, List<string> made)
    {
        Directory.Delete(folder, recursive: true);
        if (made.Count == 0)
        {
            Directory.CreateDirectory(folder); // It was there, and empty.
        }

        foreach (string above in made.Skip(1).TakeWhile(above => !Directory.EnumerateFileSystemEntries(above).Any()))
        {
            Directory.Delete(above);
        }
    }

    /// <summary>How many parts of the clips test in turn.</summary>
    private int Parts(ExperimentConfig config) => config.Split.PartsInTurn(Clips(config));

    private static ExperimentConfig OfFold(ExperimentConfig config, int fold) => config with { Split = config.Split with { Fold = fold } };

    private EvaluationReport? RunOnce(ExperimentConfig config, RunFolder run, CancellationToken cancellation)
    {
        foreach (ExperimentConfig heard in Networks(config))
        {
            Trainer.CheckStart(heard);
        }

        // 1. corpus -> training, validation and test part
        Utterance[] clips = Clips(config);
        if (!File.Exists(run.Split))
        {
            SplitFile.Write(run.Split, Splitter.Split(clips, config.Split, config.Seed));
        }

        Split split = ReadSplit(run, clips);

        using FeatureCache cache = new(_corpus.Utterances, openEncoder: OnnxEncoder.Open);

        ExampleReader.PrepareAll(cache, Networks(config).Select(heard => (heard.Features, (AugmentationConfig?)heard.Augmentation, heard.Seed)), _features, cancellation);

        // 2. training and validation part -> weights
        Train(config, split, run, cache, cancellation);
        ClipProfiles.Learn(config, split.Train, cache, cancellation)?.Write(run.Familiarity);

        if (split.Test.Count == 0)
        {
            return null;
        }

        // 3. validation part -> temperature; test part -> probabilities
        using TrainedNetwork network = TrainedNetwork.Load(run, cache);
        double temperature = split.Validation.Count == 0 ? 1 : FitTemperature(network, split.Validation, cancellation);
        Predictions predictions = Predict(network, split.Test, temperature, cancellation);

        // 4. probabilities -> figures and pictures
        return Report(config, predictions, run, network.ParameterCount, temperature);
    }

    /// <summary>Refuses to take a finished run for one of other clips.</summary>
    private void RequireSameCorpus(ExperimentConfig config, RunFolder run)
    {
        Utterance[] clips = Clips(config);
        foreach (RunFolder part in Enumerable.Range(0, Parts(config)).Select(run.Fold).Prepend(run).Where(part => File.Exists(part.Split)))
        {
            ReadSplit(part, clips);
        }
    }

    private Utterance[] Clips(ExperimentConfig config) => [.. _corpus.Utterances.Where(clip => config.Labels.Contains(clip.Emotion))];

    /// <summary>The parts that a run was started with, whose clips must still be what they were.</summary>
    private static Split ReadSplit(RunFolder run, Utterance[] clips)
    {
        IReadOnlyList<string> then = SplitFile.Corpora(run.Split);
        string[] now = [.. clips.Select(clip => clip.Corpus).Distinct().Order(StringComparer.Ordinal)];
        string? difference = then.Count == 0 || then.SequenceEqual(now) ? null
            : then.Except(now).Any() ? $"with {string.Join(" and ", then)}, not with {string.Join(" and ", now)}"
            : $"without {string.Join(" and ", now.Except(then))}";
        return difference is null
            ? SplitFile.ReadUnchanged(run.Split, clips)
            : throw new InvalidDataException($"{run.Folder}: was started {difference}; give the corpora it was started with, or choose another folder.");
    }

    /// <summary>The experiments of the networks that hear clips.</summary>
    private static IEnumerable<ExperimentConfig> Networks(ExperimentConfig config) => config.Members() is { Count: > 0 } members ? members.SelectMany(Networks) : [config];

    private void Train(ExperimentConfig config, Split split, RunFolder run, FeatureCache cache, CancellationToken cancellation)
    {
        if (config.Network is AverageConfig)
        {
            new AverageTrainer(config, split, run, cache).Train(_progress, cancellation);
            foreach ((int i, ExperimentConfig member) in config.Members().Index())
            {
                IReadOnlyList<EpochMetrics> epochs = MetricsFile.Read(run.Member(i).Metrics);
                TrainingCurvesPlot.Save(run.Member(i).TrainingCurves, epochs, member.Name, Trainer.KeptEpoch(config.Training, epochs));
            }

            return;
        }

        TrainingResult result = config.Network is StackConfig
            ? new StackTrainer(config, split, run, cache).Train(_progress, cancellation)
            : new Trainer(config, split, run, cache).Train(_progress, cancellation);
        TrainingCurvesPlot.Save(run.TrainingCurves, result.Epochs, config.Name, result.BestEpoch);
    }

    private EvaluationReport RunFolds(ExperimentConfig config, RunFolder run, CancellationToken cancellation)
    {
        List<Prediction> pooled = [];
        List<int> foldOf = [];
        long parameters = 0;
        for (int fold = 0; fold < Parts(config); fold++)
        {
            EvaluationReport report = Run(OfFold(config, fold), run.Fold(fold), cancellation)!; // A fold tests.
            Prediction[] tested = [.. PredictionsFile.Read(run.Fold(fold).Predictions, config.Labels).Clips];
            pooled.AddRange(tested.Select(clip => clip with { Probabilities = TemperatureScaling.Change(clip.Probabilities, report.Temperature, 1) }));
            foldOf.AddRange(tested.Select(_ => fold));
            parameters = report.Parameters;
        }

        // Each fold at the temperature that suits the others, whose answers are of unheard speakers, too, and many more than a validation part's; what ships has that of all.
        float[][] logits = [.. pooled.Select(clip => Array.ConvertAll(clip.Probabilities, p => MathF.Log(MathF.Max(p, float.Epsilon))))];
        double Temperature(Func<int, bool> of)
        {
            int[] clips = [.. Enumerable.Range(0, pooled.Count).Where(clip => of(foldOf[clip]))];
            return Allowed(TemperatureScaling.Fit([.. clips.Select(clip => logits[clip])], [.. clips.Select(clip => pooled[clip].Truth)]), File.Exists(run.Fold(0).Familiarity));
        }

        double[] temperatures = [.. Enumerable.Range(0, Parts(config)).Select(fold => Temperature(other => other != fold))];
        Prediction[] calibrated = [.. pooled.Select((clip, i) => clip with { Probabilities = TemperatureScaling.Apply(logits[i], temperatures[foldOf[i]]) })];
        return Report(config, new Predictions(config.Labels, calibrated), run, parameters, Temperature(_ => true));
    }

    private EvaluationReport Report(ExperimentConfig config, Predictions predictions, RunFolder run, long parameters, double temperature)
    {
        string protocol = config.Split.Protocol.ToString().ToLowerInvariant();
        EvaluationReport report = EvaluationReport.From(predictions, protocol, run.TrainingSeconds(), parameters, config.Seed) with { Corpus = _corpus.Name, Temperature = temperature };
        PredictionsFile.Write(run.Predictions, predictions);
        ConfusionMatrixPlot.Save(run.ConfusionMatrix, report, config.Name);
        IReadOnlyList<EpochMetrics> epochs = File.Exists(run.Metrics) ? MetricsFile.Read(run.Metrics) : [];
        HtmlReport.Save(run.ReportPage, new RunSummary(config.Name, report, epochs, ExperimentFile.ToJson(config)));
        report.Save(run.Report); // Last: it says that the run is complete.
        return report;
    }

    private static double FitTemperature(TrainedNetwork network, IReadOnlyList<Utterance> validation, CancellationToken cancellation)
    {
        LabelledLogits answers = network.Predict(validation, cancellation);
        return Allowed(TemperatureScaling.Fit(answers.Logits, answers.Truth), network.KnowsTheFamiliar);
    }

    /// <summary>A temperature that makes no answer surer than the network itself, unless it knows what is familiar: on voices of other corpora, every other network is too sure already.</summary>
    private static double Allowed(double temperature, bool knowsTheFamiliar) => knowsTheFamiliar ? temperature : Math.Max(1, temperature);
}
