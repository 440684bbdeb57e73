using SpeechEmotion.Augmentation;
using SpeechEmotion.Datasets;
using SpeechEmotion.Datasets.Splits;
using SpeechEmotion.Experiments;
using SpeechEmotion.Features;
using SpeechEmotion.Runs;
using SpeechEmotion.Tests.Training;
using SpeechEmotion.Training;
using SpeechEmotion.Workbench.Stress;
using Xunit;

namespace SpeechEmotion.Workbench.Tests;

/// <summary>What is measured of a run of three folds.</summary>
public sealed class EvaluationTests : IDisposable
{
    private static readonly ExperimentConfig s_config = new()
    {
        Name = "probe",
        Features = new FeatureConfig { SampleRate = 8000, ClipLength = 4000, FrameLength = 256, HopLength = 80, MelBands = 12 },
        Augmentation = new AugmentationConfig { Copies = 0 },
        Network = new RezoNetConfig { Width = 0.4 },
        Training = new TrainingConfig { Epochs = 1, BatchSize = 4, LearningRate = 2e-3 },
        Split = new SplitConfig { Protocol = Protocol.Folds, Folds = 3 },
    };

    private readonly SyntheticCorpus _own = new(36, name: "own"), _other = new(24, name: "other", seed: 5);
    private readonly TemporaryRun _run = new();
    private readonly List<string> _warnings = [];

    public EvaluationTests() => new ExperimentRunner(_own.Open()).Run(s_config, Run);

    private RunFolder Run => _run.Folder;

    public void Dispose()
    {
        _own.Dispose();
        _other.Dispose();
        _run.Dispose();
    }

    [Fact]
    public void Measure_AnotherCorpus_IsAnsweredOnceByTheMeanOfTheFolds()
    {
        (EvaluationReport report, Predictions said) = Measure(_other.Open());

        Assert.Equal((24, 6, "other corpus"), (report.Clips, report.Speakers, report.Protocol));
        Prediction[][] folds = [.. Enumerable.Range(0, 3).Select(Fold)];
        Assert.Equal(folds[0].Select(clip => (clip.Name, clip.Truth)), said.Clips.Select(clip => (clip.Name, clip.Truth)));
        foreach ((int i, Prediction clip) in said.Clips.Index())
        {
            Assert.All(clip.Probabilities.Index(), label => Assert.Equal(folds.Average(fold => fold[i].Probabilities[label.Index]), label.Item, 1e-6f));
        }

        Assert.Empty(_warnings);

        Prediction[] Fold(int fold)
        {
            using TrainedNetwork network = TrainedNetwork.Load(Run.Fold(fold));
            return [.. ExperimentRunner.Predict(network, _other.Open().Utterances, EvaluationReport.Load(Run.Report).Temperature, TestContext.Current.CancellationToken).Clips];
        }
    }

    [Fact]
    public void Measure_ItsOwnCorpusAndAnother_CountsEachClipOnce()
    {
        (EvaluationReport report, Predictions said) = Measure(Corpus.Join([_own.Open(), _other.Open()]));
        Predictions alone = Measure(_own.Open()).Predictions, other = Measure(_other.Open()).Predictions;

        Assert.Equal("folds, other corpus", report.Protocol);
        Assert.Equal(["other 24", "own 36"], report.PerCorpus.Select(part => $"{part.Corpus} {part.Clips}"));
        Assert.Equal(alone.Clips.Concat(other.Clips).Select(Text), said.Clips.Select(Text));
    }

    [Theory]
    [InlineData(VoiceScope.Speaker)]
    [InlineData(VoiceScope.Corpus)]
    public void Measure_Adapted_CountsEachClipOnceAndDoesNotDependOnTheOtherCorpus(VoiceScope scope)
    {
        Predictions both = Measure(Corpus.Join([_own.Open(), _other.Open()]), scope).Predictions;
        Predictions alone = Measure(_own.Open(), scope).Predictions, other = Measure(_other.Open(), scope).Predictions;

        Assert.Equal((36, 24), (alone.Clips.Count, other.Clips.Count));
        Assert.Equal(alone.Clips.Concat(other.Clips).Select(Text), both.Clips.Select(Text));
        Assert.NotEqual(Measure(_other.Open()).Predictions.Clips.Select(Text), other.Clips.Select(Text));
    }

    [Fact]
    public void Stress_AnotherCorpus_TestsEachClipOnce()
    {
        Assert.Equal(24, new StressRun(Run.Folder, _other.Open()) { AlteredClips = 1 }.Run(TestContext.Current.CancellationToken).Clips);
        Assert.Equal(60, new StressRun(Run.Folder, Corpus.Join([_own.Open(), _other.Open()])) { AlteredClips = 1 }.Run(TestContext.Current.CancellationToken).Clips);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Measure_FoldIsGone_IsToldAndRefusedWhereTheReportCountsIt(int fold)
    {
        Directory.Delete(Run.Fold(fold).Folder, recursive: true);
        string expected = $"{Run.Folder}: has 2 of 3 folds; the others are left out";

        Assert.Equal(24, Measure(_other.Open()).Report.Clips);
        Assert.Equal([expected], _warnings);
        foreach (Action measure in new Action[] { () => Measure(_own.Open()), () => Stress(_own.Open()) })
        {
            _warnings.Clear();
            string message = Assert.Throws<InvalidDataException>(measure).Message;
            Assert.Equal($"{Run.Folder}: its folds have 24 test clips, where report.json counts 36; bring back what is missing", message);
            Assert.Equal([expected], _warnings);
        }
    }

    [Fact]
    public void Measure_RunEndedBetweenFolds_IsTold()
    {
        File.Delete(Run.Report);
        foreach (string path in new[] { Run.Fold(2).Weights, Run.Fold(2).Report })
        {
            File.Delete(path);
        }

        Assert.Equal(24, Measure(_own.Open()).Report.Clips);
        Stress(_own.Open());
        Assert.Equal(2, _warnings.Count(line => line == $"{Run.Folder}: has 2 of 3 folds; the others are left out"));
    }

    private static string Text(Prediction clip) => $"{clip.Corpus}/{clip.Name} {clip.Truth} {string.Join(' ', clip.Probabilities.Select(p => p.ToString("0.00000", null)))}";

    private (EvaluationReport Report, Predictions Predictions) Measure(Corpus corpus, VoiceScope? adaptation = null) =>
        new Evaluation(Run.Folder, corpus) { Warn = _warnings.Add }.Measure(adaptation, TestContext.Current.CancellationToken);

    private void Stress(Corpus corpus) => new StressRun(Run.Folder, corpus) { AlteredClips = 1, Warn = _warnings.Add }.Run(TestContext.Current.CancellationToken);
}
