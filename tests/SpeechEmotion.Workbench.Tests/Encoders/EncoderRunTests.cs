using SpeechEmotion.Augmentation;
using SpeechEmotion.Datasets;
using SpeechEmotion.Datasets.Cache;
using SpeechEmotion.Datasets.Splits;
using SpeechEmotion.Experiments;
using SpeechEmotion.Features;
using SpeechEmotion.Features.Encoders;
using SpeechEmotion.Networks.Weights;
using SpeechEmotion.Recognition.Encoders;
using SpeechEmotion.Runs;
using SpeechEmotion.Tests.Export;
using SpeechEmotion.Tests.Training;
using SpeechEmotion.Training;
using TorchSharp;
using Xunit;

namespace SpeechEmotion.Workbench.Tests.Encoders;

public sealed class EncoderRunTests
{
    private const string Json = """{ "sampleRate": 8000, "pooling": "mean-std" }""";

    [Fact]
    public void Run_MadeEncoder_LearnsAndKeepsACompleteExperiment()
    {
        using SyntheticCorpus corpus = new(48);
        using MadeEncoder made = MadeEncoder.OfTones().WithJson(Json);
        using TemporaryRun run = new();
        EvaluationReport report = new ExperimentRunner(corpus.Open()).Run(Config(made), run.Folder)!;
        Assert.True(report.Accuracy >= 0.9, $"accuracy {report.Accuracy}");

        EncoderConfig encoder = ExperimentFile.Read(run.Folder.Experiment).Features.Encoder!;
        Assert.Equal((made.Path, EncoderInput.Waveform, EncoderPooling.MeanAndDeviation, false, 10), (encoder.Path, encoder.Input, encoder.Pooling, encoder.Normalise, encoder.Values));
        (EvaluationReport again, _) = new Evaluation(run.Folder.Folder, corpus.Open()).Measure(cancellation: TestContext.Current.CancellationToken);
        Assert.Equal((report.Accuracy, report.Uar, report.Clips), (again.Accuracy, again.Uar, again.Clips));
    }

    [Fact]
    public void Run_Resumed_EndsWithTheSameWeights()
    {
        using SyntheticCorpus corpus = new(36);
        using MadeEncoder made = MadeEncoder.OfTones().WithJson(Json);
        using TemporaryRun whole = new(), parts = new();
        ExperimentConfig config = Config(made) with { Training = Config(made).Training with { Epochs = 6, Averaging = 0.9 } };
        new ExperimentRunner(corpus.Open()).Run(config, whole.Folder);
        using CancellationTokenSource stop = new();
        Assert.ThrowsAny<OperationCanceledException>(() => new ExperimentRunner(corpus.Open(), new StopAfter(3, stop)).Run(config, parts.Folder, stop.Token));
        Assert.True(MetricsFile.Read(parts.Folder.Metrics).Count is > 0 and < 6);
        new ExperimentRunner(corpus.Open()).Run(config, parts.Folder);
        Assert.Equal(File.ReadAllBytes(whole.Folder.Weights), File.ReadAllBytes(parts.Folder.Weights));
    }

    [Fact]
    public void Run_AnotherEncoderThanBefore_IsRefused()
    {
        using SyntheticCorpus corpus = new(24);
        using MadeEncoder made = MadeEncoder.OfTones().WithJson(Json), louder = MadeEncoder.OfTones(louder: 2);
        using TemporaryRun run = new();
        ExperimentConfig config = Config(made) with { Training = Config(made).Training with { Epochs = 1 } };
        new ExperimentRunner(corpus.Open()).Run(config, run.Folder);
        made.WithJson("""{ "sampleRate": 8000, "pooling": "mean" }""");
        Assert.Contains(
            "features.encoder.pooling is \"mean-std\" there and \"mean\" here",
            Assert.Throws<InvalidDataException>(() => new ExperimentRunner(corpus.Open()).Run(config, run.Folder)).Message, StringComparison.Ordinal);
        File.Copy(louder.Path, made.Path, overwrite: true);
        ExperimentConfig recorded = ExperimentFile.Read(run.Folder.Experiment);
        Assert.Contains(
            "is not the encoder that the network was trained with",
            Assert.Throws<InvalidDataException>(() => new ExperimentRunner(corpus.Open()).Run(recorded, run.Folder)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"inputName\": \"input_values\"", "\"inputName\": \"wave\"", "inputName is 'wave'; the encoder's inputs are input_values")]
    [InlineData("last_hidden_state", "hidden_states.9", "outputs names 'hidden_states.9'; the encoder's outputs are")]
    [InlineData("\"values\": 10", "\"values\": 11", "this network needs [")]
    public void Measure_EditedExperiment_IsOneLine(string setting, string edited, string message)
    {
        using SyntheticCorpus corpus = new(24);
        using MadeEncoder made = MadeEncoder.OfTones().WithJson(Json);
        using TemporaryRun run = new();
        ExperimentConfig config = Config(made);
        new ExperimentRunner(corpus.Open()).Run(config with { Training = config.Training with { Epochs = 1 } }, run.Folder);
        string experiment = File.ReadAllText(run.Folder.Experiment);
        Assert.Contains(setting, experiment, StringComparison.Ordinal);
        File.WriteAllText(run.Folder.Experiment, experiment.Replace(setting, edited, StringComparison.Ordinal));
        InvalidDataException fault = Assert.Throws<InvalidDataException>(() => new Evaluation(run.Folder.Folder, corpus.Open()).Measure(cancellation: TestContext.Current.CancellationToken));
        Assert.Contains(message, fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', fault.Message);
    }

    [Fact]
    public void Run_MissingEncoder_LeavesNothing()
    {
        using SyntheticCorpus corpus = new(24);
        using MadeEncoder made = MadeEncoder.OfTones();
        RunFolder run = new(Path.Combine(corpus.Folder, "run"));
        ExperimentConfig config = Config(made) with { Features = Config(made).Features with { Encoder = new EncoderConfig { Path = made.Path + ".onnx" } } };
        Assert.Contains("there is no such file", Assert.Throws<InvalidDataException>(() => new ExperimentRunner(corpus.Open()).Run(config, run)).Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(run.Folder));
    }

    [Fact]
    public void Cache_KeyFollowsEncoderAndJsonAndNotTheFolder()
    {
        using SyntheticCorpus corpus = new(3);
        using MadeEncoder made = MadeEncoder.OfTones().WithJson(Json), copy = MadeEncoder.OfTones().WithJson(Json), louder = MadeEncoder.OfTones(louder: 2).WithJson(Json);
        string folder = Path.Combine(corpus.Folder, "cache");
        float[] first = Open(made);
        Assert.Equal(first, Open(made));
        Assert.Equal(first, Open(copy));
        Assert.Single(Files());
        Assert.Equal(first.Select(value => 2 * value), Open(louder));
        Assert.Equal(2, Files().Length);
        Assert.Equal(first.Length / 2, Open(made.WithJson("""{ "sampleRate": 8000 }""")).Length);
        Assert.Equal(3, Files().Length);

        string[] Files() => Directory.GetFiles(folder, "*.npy");
        float[] Open(MadeEncoder encoder)
        {
            using FeatureCache cache = new(corpus.Clips, folder, OnnxEncoder.Open);
            FeatureMatrix features = cache.Open(OnnxEncoder.Complete(Config(encoder).Features))!.Find(corpus.Clips[1])!;
            Assert.Equal(1, features.Frames);
            return features.Values;
        }
    }

    [Fact]
    public void Run_StandardisedByCorpus_KeepsTheStatisticsOfEachAndOfAll()
    {
        using SyntheticCorpus one = new(24, name: "one"), two = new(30, name: "two", seed: 5);
        using MadeEncoder made = MadeEncoder.OfTones().WithJson(Json);
        using TemporaryRun run = new();
        Corpus both = Corpus.Join([two.Open(), one.Open()]);
        ExperimentConfig config = Config(made) with { Network = new MlpConfig { Width = 0.1, StandardisedBy = StandardisedBy.Corpus } };
        EvaluationReport report = new ExperimentRunner(both).Run(config, run.Folder)!;
        Assert.True(report.Accuracy >= 0.8, $"accuracy {report.Accuracy}");
        Assert.Equal(["one", "two"], Assert.IsType<MlpConfig>(ExperimentFile.Read(run.Folder.Experiment).Network).Corpora);

        FeatureConfig features = ExperimentFile.Read(run.Folder.Experiment).Features;
        using FeatureCache cache = new(both.Utterances, Path.Combine(one.Folder, "cache"), OnnxEncoder.Open);
        CachedFeatures cached = cache.Open(features)!;
        Split split = SplitFile.Read(run.Folder.Split, both.Utterances);
        using torch.Tensor mean = WeightFile.Read(run.Folder.Weights).Tensors["layers.1.mean"], deviation = WeightFile.Read(run.Folder.Weights).Tensors["layers.1.deviation"];
        Assert.Equal([3, 10], mean.shape);
        foreach ((int row, Utterance[] clips) in new[] { split.Train.ToArray(), [.. split.Train.Where(clip => clip.Corpus == "one")], [.. split.Train.Where(clip => clip.Corpus == "two")] }.Index())
        {
            double[] values = [.. clips.Select(clip => (double)cached.Find(clip)!.Values[4])];
            Assert.Equal(values.Average(), mean[row, 4].item<float>(), 1e-5);
            Assert.Equal(Math.Sqrt(values.Average(value => Math.Pow(value - values.Average(), 2))), deviation[row, 4].item<float>(), 1e-4);
        }
    }

    /// <summary>An experiment with a made encoder at 8 kHz.</summary>
    internal static ExperimentConfig Config(MadeEncoder made) => new()
    {
        Name = "head",
        Features = new FeatureConfig { Kinds = [FeatureKind.Encoder], Encoder = new EncoderConfig { Path = made.Path }, SampleRate = 8000 },
        Augmentation = new AugmentationConfig { Copies = 0 },
        Network = new MlpConfig { Width = 0.1 },
        Training = new TrainingConfig { Epochs = 30, BatchSize = 8, LearningRate = 1e-2 },
    };

    private sealed class StopAfter(int epochs, CancellationTokenSource stop) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value)
        {
            if (value.Epoch == epochs)
            {
                stop.Cancel();
            }
        }
    }
}
