using SpeechEmotion.Audio;
using SpeechEmotion.Augmentation;
using SpeechEmotion.Datasets;
using SpeechEmotion.Datasets.Corpora;
using SpeechEmotion.Datasets.Splits;
using SpeechEmotion.Experiments;
using SpeechEmotion.Features;
using SpeechEmotion.Recognition;
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

    [Fact]
    public void Measure_ClipsOfOtherSound_AreTold()
    {
        string split = File.ReadAllText(Run.Fold(0).Split);
        string[] lines = split.TrimEnd().Split('\n'), tested = [.. lines.Where(line => line.Contains(",test,", StringComparison.Ordinal))];
        File.WriteAllText(Run.Fold(0).Split, lines[0] + ",digest\n" + string.Concat(lines[1..].Select(line => $"{line},{(line == tested[0] ? "00ff" : "00aa")}\n")));
        Corpus corpus = _own.Open();
        corpus = corpus.With(corpus.Utterances.ToDictionary(clip => clip.Name, _ => "00aa"));

        Measure(corpus);
        Assert.Equal([$"{Run.Folder}: 1 test clip is of other sound than when the run began, the first being {tested[0].Split(',')[0]}"], _warnings);
        Stress(corpus);
        Assert.Equal(2, _warnings.Count(line => line.Contains("of other sound", StringComparison.Ordinal)));
    }

    [Fact]
    public void Measure_ClipsOfASpeakerWhoWasHeard_AreTold()
    {
        Corpus corpus = _own.Open();
        Split split = SplitFile.Read(Run.Fold(0).Split, corpus.Utterances);
        (string name, string speaker) = (split.Test[0].Name, split.Train[0].Speaker!);
        string table = Path.Combine(_own.Folder, "own.csv");
        File.WriteAllLines(table, File.ReadAllLines(table).Select(line => line.StartsWith(name, StringComparison.Ordinal) ? line[..line.LastIndexOf(',')] + "," + speaker : line));

        Measure(KnownCorpora.Open(table));
        Assert.Contains($"{Run.Folder}: ", Assert.Single(_warnings), StringComparison.Ordinal);
        Assert.EndsWith($"of a speaker now whom the run was trained on, which flatters it, the first being {name}", _warnings[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Load_RunOfFolds_SaysWhatElseToTake()
    {
        string expected = $"{Run.Folder}: has one network per fold; train one on every clip (split all), which can have the figures of this run, or name a fold, such as {Run.Fold(0).Folder}";
        Assert.Equal(expected, Assert.Throws<InvalidDataException>(() => TrainedNetwork.Load(Run)).Message);
        Assert.Equal(expected, Assert.Throws<InvalidDataException>(() => new ModelExport(Run.Folder).Write(Path.Combine(Run.Folder, "m.onnx"))).Message);
    }

    [Fact]
    public void Measure_LongClip_IsAnsweredAsAnyRecordingOfItsLength()
    {
        string folder = Directory.CreateDirectory(Path.Combine(_other.Folder, "long")).FullName, model = Path.Combine(folder, "m.onnx");
        new ModelExport(Run.Fold(0).Folder).Write(model);
        float[] parts = [.. Enumerable.Range(0, 130).SelectMany(i => AudioFile.Read(_own.Clips[i % 36].Path).Samples)]; // 65 s
        WavWriter.Write(Path.Combine(folder, "long.wav"), new AudioClip(parts, 8000));
        WavWriter.Write(Path.Combine(folder, "short.wav"), new AudioClip(parts[..80_000], 8000));
        string table = Path.Combine(folder, "lengths.csv");
        File.WriteAllText(table, "path,emotion\nlong.wav,sad\nshort.wav,anger\n");

        Prediction[] said = [.. new Evaluation(model, KnownCorpora.Open(table)).Measure(cancellation: TestContext.Current.CancellationToken).Predictions.Clips];
        using EmotionRecognizer recognizer = EmotionRecognizer.Load(model);
        foreach (Prediction clip in said)
        {
            using AudioReader audio = AudioReader.Open(Path.Combine(folder, clip.Name), cancellation: TestContext.Current.CancellationToken);
            EmotionScores whole = recognizer.RecognizeWhole(audio, TestContext.Current.CancellationToken);
            Assert.Equal(clip.Name == "long.wav", whole.Parts is not null);
            Assert.Equal(whole.Probabilities, clip.Probabilities);
        }
    }

    private static string Text(Prediction clip) => $"{clip.Corpus}/{clip.Name} {clip.Truth} {string.Join(' ', clip.Probabilities.Select(p => p.ToString("0.00000", null)))}";

    private (EvaluationReport Report, Predictions Predictions) Measure(Corpus corpus, VoiceScope? adaptation = null) =>
        new Evaluation(Run.Folder, corpus) { Warn = _warnings.Add }.Measure(adaptation, TestContext.Current.CancellationToken);

    private void Stress(Corpus corpus) => new StressRun(Run.Folder, corpus) { AlteredClips = 1, Warn = _warnings.Add }.Run(TestContext.Current.CancellationToken);
}
