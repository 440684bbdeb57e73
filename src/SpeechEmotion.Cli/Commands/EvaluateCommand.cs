using System.CommandLine;
using SpeechEmotion.Audio;
using SpeechEmotion.Augmentation;
using SpeechEmotion.Cli.Output;
using SpeechEmotion.Datasets;
using SpeechEmotion.Export;
using SpeechEmotion.Metrics;
using SpeechEmotion.Recognition;
using SpeechEmotion.Runs;
using SpeechEmotion.Signal;
using SpeechEmotion.Training;
using SpeechEmotion.Workbench;

namespace SpeechEmotion.Cli.Commands;

/// <summary><c>ser evaluate</c>: a trained network or a model file, measured on a corpus.</summary>
internal static class EvaluateCommand
{
    /// <summary>Creates the command.</summary>
    public static Command Create(CommandContext context)
    {
        Argument<string> model = new("RUN|M.onnx") { Description = "The folder of a run, or a model's file." };
        Option<string[]> data = CorpusOptions.CreateData();
        Option<string?> corpusName = CorpusOptions.CreateCorpus();
        Option<bool> robustness = new("--robustness") { Description = "Measure how much the answers move when the clips are louder, noisy, shorter, or come through a telephone." };
        Option<bool> json = new("--json") { Description = "Print the report as JSON." };
        Option<string?> output = new("--out") { Description = "A folder that gets the report as a page and as JSON, the confusion matrix as a picture, and the probabilities for each clip.", HelpName = "DIR" };
        Command command = new CommandWithExamples(
            "evaluate",
            "Measures a network on one corpus or several. A run is measured on its own test part of a corpus that it was trained on, and on every clip of any other corpus.",
            "ser evaluate runs/rezonet-speaker-1 --data crema-d",
            "ser evaluate model.onnx --data ravdess --data emodb --json",
            "ser evaluate model.onnx --data ravdess --out evaluation",
            "ser evaluate runs/emonet-folds-1 --data crema-d --robustness")
        {
            model, data, corpusName, robustness, json, output,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            string path = parsed.GetRequiredValue(model);
            if (!Directory.Exists(path) && !File.Exists(path))
            {
                throw new InvalidDataException($"{path}: there is no such run and no such model; name a run's folder or a model's file");
            }

            string? folder = parsed.GetValue(output);
            if (folder is not null && parsed.GetValue(robustness))
            {
                throw new ArgumentException("--out and --robustness exclude each other; choose one");
            }

            EvaluationFolder? files = folder is null ? null : new EvaluationFolder(folder);
            IReadOnlyList<string> labels = Labels(path);
            Corpus corpus = await TrainingCorpus.OpenAsync(context, parsed.GetRequiredValue(data), parsed.GetValue(corpusName), _ => labels, cancellation);
            if (parsed.GetValue(robustness))
            {
                RobustnessReport moved = await MeasureRobustnessAsync(context, path, corpus, cancellation);
                context.Output.WriteLine(parsed.GetValue(json) ? moved.ToJson() : moved.ToString());
                return Cli.Success;
            }

            (EvaluationReport report, Predictions predictions) = Directory.Exists(path)
                ? await MeasureRunAsync(context, new RunFolder(path), corpus, cancellation)
                : await MeasureModelAsync(context, path, corpus, cancellation);
            files?.Write($"{Path.GetFileName(Path.TrimEndingDirectorySeparator(path))} on {corpus.Name}", report, predictions);
            context.Output.WriteLine(parsed.GetValue(json) ? report.ToJson() : report.ToString());
            if (files is not null && !parsed.GetValue(json))
            {
                context.Output.WriteLine(files.Page);
            }

            return Cli.Success;
        });
        return command;
    }

    private static Task<(EvaluationReport, Predictions)> MeasureRunAsync(CommandContext context, RunFolder run, Corpus corpus, CancellationToken cancellation) =>
        ProgressBar.RunAsync(context, "recognising", progress => Task.Run(
            () =>
            {
                RunFolder[] parts = Parts(run);
                List<Runs.Prediction> pooled = [];
                IReadOnlyList<string> labels = [];
                (long parameters, string protocol) = (0, "");
                using FeatureCache cache = new(corpus.Utterances);
                for (int part = 0; part < parts.Length; part++)
                {
                    using TrainedNetwork network = TrainedNetwork.Load(parts[part], cache);
                    double temperature = Temperature(run, parts[part]);
                    (Utterance[] clips, protocol) = TestClips(network, parts[part], corpus);
                    pooled.AddRange(ExperimentRunner.Predict(network, clips, temperature, cancellation).Clips);
                    (labels, parameters) = (network.Config.Labels, network.ParameterCount);
                    progress.Report((part + 1, parts.Length));
                }

                Predictions all = new(labels, pooled);
                return (EvaluationReport.From(all, protocol, parameters: parameters) with { Corpus = corpus.Name }, all);
            },
            cancellation));

    private static Task<RobustnessReport> MeasureRobustnessAsync(CommandContext context, string path, Corpus corpus, CancellationToken cancellation)
    {
        RecordingCondition[] conditions = RecordingCondition.Mp3 is { } mp3 ? [.. RecordingCondition.All, mp3] : [.. RecordingCondition.All];
        if (RecordingCondition.Mp3 is null)
        {
            context.Error.WriteLine("MP3 is left out: it needs the program 'ffmpeg', which was not found on the PATH");
        }

        return ProgressBar.RunAsync(context, "recognising", progress => Task.Run(
            () =>
            {
                (EmotionRecognizer Recognizer, Utterance[] Clips)[] parts = Directory.Exists(path)
                    ? [.. Parts(new RunFolder(path)).Select(part => Exported(new RunFolder(path), part, corpus))]
                    : [Loaded(context, path, corpus)];
                (EmotionRecognizer Recognizer, Utterance Clip)[] clips = [.. parts.SelectMany(part => part.Clips.Select(clip => (part.Recognizer, clip)))];
                float[][][] answers = [.. Enumerable.Range(0, conditions.Length + 1).Select(_ => new float[clips.Length][])];
                int done = 0;
                Parallel.For(0, clips.Length, new ParallelOptions { CancellationToken = cancellation, MaxDegreeOfParallelism = Environment.ProcessorCount }, i =>
                {
                    AudioClip clip = AudioFile.Read(clips[i].Clip.Path, AudioConfig.Strict, cancellation);
                    answers[0][i] = clips[i].Recognizer.Recognize(clip).Probabilities;
                    for (int c = 0; c < conditions.Length; c++)
                    {
                        answers[c + 1][i] = clips[i].Recognizer.Recognize(conditions[c].Apply(clip, new SeededRandom(0, (ulong)c, (ulong)i))).Probabilities;
                    }

                    progress.Report((Interlocked.Increment(ref done), clips.Length));
                });
                List<string> labels = [.. parts[0].Recognizer.Card.Labels];
                int[] truth = [.. clips.Select(clip => labels.IndexOf(clip.Clip.Emotion))];
                Array.ForEach(parts, part => part.Recognizer.Dispose());
                string[] names = ["as it is", .. conditions.Select(condition => condition.Name)];
                return new RobustnessReport(clips.Length, [.. names.Select((name, c) => RobustnessReport.Compare(name, truth, answers[0], answers[c]))]);
            },
            cancellation));
    }

    /// <summary>A model's file, and the clips of the corpus whose emotion it knows.</summary>
    private static (EmotionRecognizer Recognizer, Utterance[] Clips) Loaded(CommandContext context, string path, Corpus corpus)
    {
        EmotionRecognizer recognizer = EmotionRecognizer.Load(path);
        string[] heard = [.. corpus.CorpusNames.Intersect(recognizer.Card.Corpus.Split('+'))];
        if (heard.Length > 0)
        {
            context.Error.WriteLine($"{path} was trained on {string.Join(" and ", heard)}: clips it was trained on flatter it");
        }

        return (recognizer, [.. corpus.Utterances]);
    }

    /// <summary>A run's network as the file that it would ship as, and the clips that it has not heard.</summary>
    private static (EmotionRecognizer Recognizer, Utterance[] Clips) Exported(RunFolder run, RunFolder part, Corpus corpus)
    {
        using TrainedNetwork network = TrainedNetwork.Load(part);
        string file = Path.Combine(Path.GetTempPath(), $"speech-emotion-{Guid.NewGuid():N}.onnx");
        try
        {
            RunExport.Write(file, network, SplitFile.Corpora(part.Split, "train"), part.IsComplete ? EvaluationReport.Load(part.Report) with { Temperature = Temperature(run, part) } : null, Cli.Version, licence: "not for publication: a temporary copy to measure");
            return (EmotionRecognizer.Load(file), TestClips(network, part, corpus).Clips);
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>What a run of folds found for all of them, or else what the part found for itself.</summary>
    private static double Temperature(RunFolder run, RunFolder part) =>
        run.IsComplete ? EvaluationReport.Load(run.Report).Temperature : part.IsComplete ? EvaluationReport.Load(part.Report).Temperature : 1;

    /// <summary>The folds of a run, or the run itself.</summary>
    private static RunFolder[] Parts(RunFolder run) =>
        Directory.Exists(run.Fold(0).Folder) && !File.Exists(run.Weights)
            ? [.. Enumerable.Range(0, int.MaxValue).Select(run.Fold).TakeWhile(fold => Directory.Exists(fold.Folder))]
            : [run];

    /// <summary>The emotions that a run or a model tells apart.</summary>
    private static IReadOnlyList<string> Labels(string path)
    {
        if (File.Exists(path))
        {
            using EmotionRecognizer recognizer = EmotionRecognizer.Load(path);
            return recognizer.Card.Labels;
        }

        RunFolder run = Parts(new RunFolder(path))[0];
        return File.Exists(run.Experiment) ? ExperimentFile.ReadTrained(run.Experiment).Labels : throw new InvalidDataException($"{path}: is not a run; it has no experiment.json");
    }

    /// <summary>Of each corpus that the run was trained on, the run's own test part; of any other corpus, every clip.</summary>
    private static (Utterance[] Clips, string Protocol) TestClips(TrainedNetwork network, RunFolder run, Corpus corpus)
    {
        IReadOnlyList<string> trained = SplitFile.Corpora(run.Split);
        string[] own = [.. corpus.CorpusNames.Intersect(trained.Count > 0 ? trained : OnlyCorpus(run, corpus))];
        Utterance[] others = [.. corpus.Utterances.Where(clip => !own.Contains(clip.Corpus))];
        IReadOnlyList<Utterance> tested = own.Length > 0 ? SplitFile.Read(run.Split, [.. corpus.Utterances.Where(clip => own.Contains(clip.Corpus))], trained.Count > 0 ? own : null).Test : [];
        string protocol = network.Config.Split.Protocol.ToString().ToLowerInvariant();
        return tested.Count + others.Length == 0
            ? throw new InvalidDataException($"{run.Folder}: was trained on every clip of {string.Join(" and ", own)}; give a corpus that it has not heard")
            : ([.. tested, .. others], others.Length == 0 ? protocol : tested.Count == 0 ? "other corpus" : $"{protocol}, other corpus");
    }

    /// <summary>The corpus of a run that does not say which it was trained on: the one of its report, or else whichever holds the clips of its split.</summary>
    private static IEnumerable<string> OnlyCorpus(RunFolder run, Corpus corpus) =>
        run.IsComplete ? [EvaluationReport.Load(run.Report).Corpus] : corpus.CorpusNames.Where(name => Holds(run.Split, corpus.Utterances.Where(clip => clip.Corpus == name)));

    private static bool Holds(string split, IEnumerable<Utterance> clips)
    {
        try
        {
            SplitFile.Read(split, [.. clips]);
            return true;
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }

    private static Task<(EvaluationReport, Predictions)> MeasureModelAsync(CommandContext context, string path, Corpus corpus, CancellationToken cancellation) =>
        ProgressBar.RunAsync(context, "recognising", progress => Task.Run(
            () =>
            {
                (EmotionRecognizer recognizer, Utterance[] clips) = Loaded(context, path, corpus);
                using EmotionRecognizer used = recognizer;
                IReadOnlyList<string> labels = recognizer.Card.Labels;
                Runs.Prediction[] predictions = new Runs.Prediction[clips.Length];
                int done = 0;
                Parallel.For(0, clips.Length, new ParallelOptions { CancellationToken = cancellation, MaxDegreeOfParallelism = Environment.ProcessorCount }, i =>
                {
                    Utterance clip = clips[i];
                    float[] probabilities = recognizer.Recognize(AudioFile.Read(clip.Path, AudioConfig.Strict, cancellation)).Probabilities;
                    predictions[i] = new Runs.Prediction(clip.Name, clip.Speaker, labels.ToList().IndexOf(clip.Emotion), probabilities) { Corpus = clip.Corpus };
                    progress.Report((Interlocked.Increment(ref done), clips.Length));
                });
                Predictions all = new(labels, predictions);
                return (EvaluationReport.From(all, "all clips") with { Corpus = corpus.Name, Temperature = recognizer.Card.Temperature }, all);
            },
            cancellation));
}
