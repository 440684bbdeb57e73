using SpeechEmotion.Augmentation;
using SpeechEmotion.Datasets;
using SpeechEmotion.Datasets.Splits;
using SpeechEmotion.Experiments;
using SpeechEmotion.Features;
using SpeechEmotion.Metrics;
using SpeechEmotion.Runs;
using SpeechEmotion.Tests.Training;
using SpeechEmotion.Training;
using Xunit;

namespace SpeechEmotion.Workbench.Tests;

public sealed class ExperimentRunnerTests
{
    private static readonly ExperimentConfig Config = new()
    {
        Name = "probe",
        Features = new FeatureConfig { SampleRate = 8000, ClipLength = 4000, FrameLength = 256, HopLength = 80, MelBands = 12 },
        Augmentation = new AugmentationConfig { Copies = 0 },
        Network = new RezoNetConfig { Width = 0.4 },
        Training = new TrainingConfig { Epochs = 15, BatchSize = 4, LearningRate = 2e-3 },
    };

    [Fact]
    public void Run_OneSplit_LeavesAWholeRunFolder()
    {
        using SyntheticCorpus corpus = new(36);
        using TemporaryRun run = new();
        EvaluationReport report = new ExperimentRunner(corpus.Open()).Run(Config, run.Folder)!;

        RunFolder folder = run.Folder;
        Assert.All(
            [folder.Experiment, folder.Split, folder.Metrics, folder.Weights, folder.Report, folder.ReportPage, folder.ConfusionMatrix, folder.TrainingCurves, folder.Predictions],
            file => Assert.True(new FileInfo(file).Length > 0, file));
        Assert.True(Directory.Exists(folder.Checkpoint));
        Assert.Equal("speaker", report.Protocol);
        Assert.Equal("manifest", report.Corpus);
        Assert.Equal(["anger", "neutral", "sad"], report.Labels);
        Split split = SplitFile.Read(folder.Split, corpus.Clips);
        Assert.Equal(split.Test.Count, report.Clips);
        Assert.Empty(split.Train.Select(clip => clip.Speaker).Intersect(split.Test.Select(clip => clip.Speaker)));
        Assert.True(report.Accuracy > 0.6, $"accuracy {report.Accuracy}");
        CorpusMetrics own = Assert.Single(report.PerCorpus);
        Assert.Equal(("manifest", report.Clips, report.Uar), (own.Corpus, own.Clips, own.Uar));
        Assert.Equal(report.ToJson(), EvaluationReport.From(PredictionsFile.Read(folder.Predictions, report.Labels), "speaker", report.Seconds, report.Parameters, Config.Seed).ToJson()
            .Replace("\"corpus\": \"\"", "\"corpus\": \"manifest\"", StringComparison.Ordinal)
            .Replace("\"temperature\": 1", $"\"temperature\": {report.Temperature:R}", StringComparison.Ordinal));
    }

    [Fact]
    public void Run_ManyClips_LearnsHowTheySound()
    {
        using SyntheticCorpus corpus = new(1200);
        using TemporaryRun run = new();
        ExperimentConfig config = Config with
        {
            Features = Config.Features with { Kinds = [FeatureKind.MelStandardised], MelBands = 16 },
            Network = new EmoNetConfig { Width = 0.1 },
            Training = Config.Training with { Epochs = 1, BatchSize = 32 },
        };
        new ExperimentRunner(corpus.Open()).Run(config, run.Folder);

        using TrainedNetwork sure = TrainedNetwork.Load(run.Folder);
        string file = Path.Combine(run.Folder.Folder, "familiarity.npy");
        Assert.True(File.Exists(file));
        File.Delete(file);
        using TrainedNetwork plain = TrainedNetwork.Load(run.Folder);
        float[] temperatures = [.. plain.Predict(corpus.Clips).Logits.Zip(sure.Predict(corpus.Clips).Logits).Select(pair =>
        {
            float factor = pair.First[0] / pair.Second[0];
            Assert.All(pair.First.Zip(pair.Second), logit => Assert.Equal(logit.First, factor * logit.Second, 1e-4f));
            return factor;
        })];
        Assert.All(temperatures.Zip(sure.Unfamiliarity(corpus.Clips)), pair => Assert.Equal(pair.Second, pair.First, 1e-3f * pair.Second));
        Assert.True(sure.KnowsTheFamiliar && !plain.KnowsTheFamiliar && plain.Unfamiliarity(corpus.Clips).All(divisor => divisor == 1));
        Assert.InRange(temperatures.Count(temperature => temperature < 1.0001f), 200, 1199);
    }

    [Fact]
    public void Run_TwoCorporaOfEqualNames_IsMeasuredForEach()
    {
        using SyntheticCorpus one = new(36, name: "one"), two = new(30, name: "two", seed: 5);
        using TemporaryRun run = new();
        Corpus both = Corpus.Join([two.Open(), one.Open()]);
        EvaluationReport report = new ExperimentRunner(both).Run(Config with { Training = Config.Training with { Epochs = 4 } }, run.Folder)!;

        Assert.Equal("one+two", report.Corpus);
        Assert.Equal(["anger", "neutral", "sad"], report.Labels.Order());
        Assert.Equal(["one", "two"], report.PerCorpus.Select(corpus => corpus.Corpus));
        Assert.Equal(report.Clips, report.PerCorpus.Sum(corpus => corpus.Clips));
        Assert.Equal(report.Accuracy, report.PerCorpus.Sum(corpus => corpus.Accuracy * corpus.Clips) / report.Clips, 1e-12);
        Split split = SplitFile.Read(run.Folder.Split, both.Utterances);
        Assert.Equal(66, split.Train.Count + split.Validation.Count + split.Test.Count);
        foreach (CorpusMetrics corpus in report.PerCorpus)
        {
            Prediction[] clips = [.. PredictionsFile.Read(run.Folder.Predictions, report.Labels).Clips.Where(clip => clip.Corpus == corpus.Corpus)];
            Assert.Equal(split.Test.Where(clip => clip.Corpus == corpus.Corpus).Select(clip => clip.Name), clips.Select(clip => clip.Name));
            Assert.Equal(clips.Select(clip => clip.SpeakerId).Distinct().Count(), corpus.Speakers);
        }

        Assert.Contains("<th scope=\"row\">two</th>", File.ReadAllText(run.Folder.ReportPage), StringComparison.Ordinal);
        using TemporaryRun partial = new();
        new ExperimentRunner(one.Open()).Run(Config with { Training = Config.Training with { Epochs = 1 }, Labels = report.Labels }, partial.Folder);
        File.Delete(partial.Folder.Report);
        Assert.Contains("was started without two", Assert.Throws<InvalidDataException>(
            () => new ExperimentRunner(both).Run(Config with { Training = Config.Training with { Epochs = 1 }, Labels = report.Labels }, partial.Folder)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_Again_ReturnsTheSameReportWithoutTraining()
    {
        using SyntheticCorpus corpus = new(24);
        using TemporaryRun run = new();
        EvaluationReport first = new ExperimentRunner(corpus.Open()).Run(Config, run.Folder)!;
        int steps = 0;
        EvaluationReport second = new ExperimentRunner(corpus.Open(), new Reporter(() => steps++)).Run(Config, run.Folder)!;
        Assert.Equal(0, steps);
        Assert.Equal(first.ToJson(), second.ToJson());
    }

    [Theory]
    [InlineData(Protocol.Speaker)]
    [InlineData(Protocol.Folds)]
    public void Run_FinishedWithAnotherCorpus_SaysWhatDiffers(Protocol protocol)
    {
        using SyntheticCorpus corpus = new(36, name: "one"), other = new(30, name: "two");
        using TemporaryRun run = new();
        ExperimentConfig config = Config with { Training = Config.Training with { Epochs = 1 }, Split = Config.Split with { Protocol = protocol, Folds = 3 } };
        EvaluationReport report = new ExperimentRunner(corpus.Open()).Run(config, run.Folder)!;
        string message = Assert.Throws<InvalidDataException>(() => new ExperimentRunner(other.Open()).Run(config, run.Folder)).Message;
        Assert.EndsWith(": was started with one, not with two; give the corpora it was started with, or choose another folder.", message, StringComparison.Ordinal);
        Assert.Equal(report.ToJson(), EvaluationReport.Load(run.Folder.Report).ToJson());
    }

    [Fact]
    public void Run_FolderOfAnotherExperiment_IsRefusedAndUntouched()
    {
        using SyntheticCorpus corpus = new(24);
        using TemporaryRun run = new();
        new ExperimentRunner(corpus.Open()).Run(Config, run.Folder);
        byte[] before = File.ReadAllBytes(run.Folder.Weights);
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => new ExperimentRunner(corpus.Open()).Run(Config with { Seed = 2 }, run.Folder));
        Assert.Contains("holds another experiment: seed is 1 there and 2 here. Choose another folder", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(run.Folder.Weights));
    }

    [Fact]
    public void Run_FoldOfAnotherExperiment_IsRefusedBeforeAnythingIsWritten()
    {
        using SyntheticCorpus corpus = new(24);
        using TemporaryRun run = new();
        ExperimentConfig config = Config with { Split = new SplitConfig { Protocol = Protocol.Folds, Folds = 3 } };
        Directory.CreateDirectory(run.Folder.Fold(1).Folder);
        ExperimentFile.Write(run.Folder.Fold(1).Experiment, config with { Labels = SyntheticCorpus.Labels, Seed = 2, Split = config.Split with { Fold = 1 } });

        InvalidDataException error = Assert.Throws<InvalidDataException>(() => new ExperimentRunner(corpus.Open()).Run(config, run.Folder));
        Assert.Contains("fold-1: holds another experiment: seed is 2 there and 1 here", error.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(run.Folder.Experiment));
        Assert.False(Directory.Exists(run.Folder.Fold(0).Folder));
    }

    [Fact]
    public void Run_Folds_TestsEveryClipOnceByANetworkThatNeverHeardItsSpeaker()
    {
        using SyntheticCorpus corpus = new(36);
        using TemporaryRun run = new();
        ExperimentConfig config = Config with { Split = new SplitConfig { Protocol = Protocol.Folds, Folds = 3 }, Training = Config.Training with { Epochs = 2 } };
        EvaluationReport report = new ExperimentRunner(corpus.Open()).Run(config, run.Folder)!;

        Assert.Equal(36, report.Clips);
        Assert.Equal(6, report.Speakers);
        Assert.Equal("folds", report.Protocol);
        Assert.Equal(corpus.Clips.Select(clip => clip.Name).Order(), PredictionsFile.Read(run.Folder.Predictions, report.Labels).Clips.Select(clip => clip.Name).Order());
        for (int fold = 0; fold < 3; fold++)
        {
            Split split = SplitFile.Read(run.Folder.Fold(fold).Split, corpus.Clips);
            Assert.Empty(split.Train.Concat(split.Validation).Select(clip => clip.Speaker).Intersect(split.Test.Select(clip => clip.Speaker)));
        }
    }

    [Fact]
    public void Run_Corpora_TestsEachByANetworkThatNeverHeardIt()
    {
        using SyntheticCorpus large = new(24, name: "large"), small = new(12, name: "small", seed: 5);
        using TemporaryRun run = new();
        Corpus both = Corpus.Join([large.Open(), small.Open()]);
        ExperimentConfig config = Config with { Split = new SplitConfig { Protocol = Protocol.Corpora }, Training = Config.Training with { Epochs = 2 } };
        EvaluationReport report = new ExperimentRunner(both).Run(config, run.Folder)!;

        Assert.Equal("corpora", report.Protocol);
        Assert.Equal(["large 24", "small 12"], report.PerCorpus.Select(part => $"{part.Corpus} {part.Clips}"));
        Assert.Equal(["large", "small"], Enumerable.Range(0, 2).Select(fold => SplitFile.Read(run.Folder.Fold(fold).Split, both.Utterances).Test.Select(clip => clip.Corpus).Distinct().Single()));
        Assert.Equal(report.ToJson(), new ExperimentRunner(both).Run(config, run.Folder)!.ToJson()); // It is complete.
    }

    [Fact]
    public void Run_FoldsWithoutValidation_TakeTheTemperatureOfTheOthers()
    {
        using SyntheticCorpus corpus = new(36);
        using TemporaryRun run = new();
        ExperimentConfig config = Config with
        {
            Split = new SplitConfig { Protocol = Protocol.Folds, Folds = 3, ValidationShare = 0 },
            Training = Config.Training with { Epochs = 2, Keep = KeptEpoch.Last },
        };
        EvaluationReport report = new ExperimentRunner(corpus.Open()).Run(config, run.Folder)!;

        Prediction[][] folds = [.. Enumerable.Range(0, 3).Select(fold => PredictionsFile.Read(run.Folder.Fold(fold).Predictions, report.Labels).Clips.ToArray())];
        Prediction[] pooled = [.. PredictionsFile.Read(run.Folder.Predictions, report.Labels).Clips];
        Assert.All(Enumerable.Range(0, 3), fold => Assert.Equal(1, EvaluationReport.Load(run.Folder.Fold(fold).Report).Temperature));
        Assert.Equal(Fit(folds.SelectMany(fold => fold)), report.Temperature, 1e-3);
        foreach (int fold in Enumerable.Range(0, 3))
        {
            double temperature = Fit(folds.Where((_, other) => other != fold).SelectMany(other => other));
            foreach (Prediction clip in folds[fold])
            {
                float[] expected = TemperatureScaling.Change(clip.Probabilities, 1, temperature), actual = pooled.Single(other => other.Name == clip.Name).Probabilities;
                Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-3));
            }
        }

        static double Fit(IEnumerable<Prediction> clips) =>
            Math.Max(1, TemperatureScaling.Fit([.. clips.Select(clip => Array.ConvertAll(clip.Probabilities, MathF.Log))], [.. clips.Select(clip => clip.Truth)])); // never surer than the network itself
    }

    [Fact]
    public void Run_All_TrainsOnEveryClipAndMeasuresNothing()
    {
        using SyntheticCorpus corpus = new(24);
        using TemporaryRun run = new();
        ExperimentConfig config = Config with { Split = new SplitConfig { Protocol = Protocol.All }, Training = Config.Training with { Epochs = 2 } };

        Assert.Null(new ExperimentRunner(corpus.Open()).Run(config, run.Folder));

        Split split = SplitFile.Read(run.Folder.Split, corpus.Clips);
        Assert.Equal((24, 0, 0), (split.Train.Count, split.Validation.Count, split.Test.Count));
        Assert.True(File.Exists(run.Folder.Weights));
        Assert.False(run.Folder.IsComplete);
    }

    [Fact]
    public void Run_Average_MeasuresAndDrawsEachMember()
    {
        using SyntheticCorpus corpus = new(18);
        using TemporaryRun run = new();
        ExperimentConfig config = Config with
        {
            Network = new AverageConfig { Width = 0.4, Members = [new RezoNetConfig(), new RezoNetConfig { Width = 0.5 }] },
            Training = Config.Training with { Epochs = 2 },
            Split = new SplitConfig { Protocol = Protocol.Random, ValidationShare = 0 },
        };
        EvaluationReport report = new ExperimentRunner(corpus.Open()).Run(config, run.Folder)!;

        using TrainedNetwork network = TrainedNetwork.Load(run.Folder);
        Assert.Equal(network.ParameterCount, report.Parameters);
        Assert.Equal(Enumerable.Range(0, 2).Sum(i => MetricsFile.Read(run.Folder.Member(i).Metrics).Sum(epoch => epoch.Seconds)), report.Seconds, 1e-6);
        Assert.All(Enumerable.Range(0, 2), i => Assert.True(File.Exists(run.Folder.Member(i).TrainingCurves)));
    }

    [Fact]
    public void Run_ThatCannotStart_LeavesNothingBehind()
    {
        using SyntheticCorpus corpus = new(24);
        string folder = Path.Combine(corpus.Folder, "runs", "probe");
        foreach (ExperimentConfig config in new[]
        {
            Config with { Labels = ["joy", "sad"] },
            Config with { Split = new SplitConfig { Protocol = Protocol.Folds, Folds = 100 } },
            Config with { Split = new SplitConfig { TestShare = 7 } },
            Config with { Features = Config.Features with { ClipLength = 400 } },
        })
        {
            Assert.ThrowsAny<Exception>(() => new ExperimentRunner(corpus.Open()).Run(config, new RunFolder(folder)));
            Assert.False(Directory.Exists(Path.GetDirectoryName(folder)), config.Labels.Count > 0 ? "labels" : $"{config.Split} {config.Network.Name}");
        }
    }

    [Fact]
    public void Run_OneEmotion_IsRefused()
    {
        using SyntheticCorpus corpus = new(24);
        using TemporaryRun run = new();
        Corpus one = corpus.Open();
        one = one.Without([.. one.Utterances.Where(clip => clip.Emotion != "sad").Select(clip => new ExcludedFile(clip.Name, "test"))]);
        Assert.Contains("has clips of sad; at least 2 of the emotions", Assert.Throws<InvalidDataException>(() => new ExperimentRunner(one).Run(Config, run.Folder)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_ClipChangedSinceItBegan_IsNoticed()
    {
        using SyntheticCorpus corpus = new(24);
        using TemporaryRun run = new();
        ExperimentConfig config = Config with { Training = Config.Training with { Epochs = 1 } };
        Corpus Read()
        {
            Corpus opened = corpus.Open();
            return opened.With(CorpusCheck.Check(opened).Digests);
        }

        new ExperimentRunner(Read()).Run(config, run.Folder);
        File.Delete(run.Folder.Report); // As a run leaves it that was stopped before its end.
        new ExperimentRunner(Read()).Run(config, run.Folder);
        File.Delete(run.Folder.Report);

        string clip = corpus.Clips[3].Path;
        DateTime time = File.GetLastWriteTimeUtc(clip);
        byte[] bytes = File.ReadAllBytes(clip);
        bytes[^1] ^= 1;
        File.WriteAllBytes(clip, bytes);
        File.SetLastWriteTimeUtc(clip, time);
        string message = Assert.Throws<InvalidDataException>(() => new ExperimentRunner(Read()).Run(config, run.Folder)).Message;
        Assert.Contains("clip 'clip-003.wav' has other samples now than when the run began", message, StringComparison.Ordinal);
        Assert.True(File.Exists(run.Folder.Weights));
    }

    private sealed class Reporter(Action report) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => report();
    }
}
