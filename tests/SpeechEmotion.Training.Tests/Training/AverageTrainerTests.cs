using SpeechEmotion.Augmentation;
using SpeechEmotion.Datasets.Splits;
using SpeechEmotion.Experiments;
using SpeechEmotion.Features;
using SpeechEmotion.Training;
using Xunit;

namespace SpeechEmotion.Tests.Training;

public sealed class AverageTrainerTests
{
    private static readonly AverageConfig s_network = new() { Width = 0.5, Members = [new RezoNetConfig(), new RezoNetConfig { Width = 0.5 }] };

    private static ExperimentConfig Config => new()
    {
        Name = "pair",
        Seed = 5,
        Labels = SyntheticCorpus.Labels,
        Features = new FeatureConfig { SampleRate = 8000, ClipLength = 4000, FrameLength = 256, HopLength = 80, MelBands = 12 },
        Augmentation = new AugmentationConfig { Copies = 0 },
        Network = s_network,
        Training = new TrainingConfig { Epochs = 2, BatchSize = 4, WeightBits = 8 },
    };

    [Fact]
    public void Train_TwoMembers_AnswersWithTheMeanOfNetworksTrainedAlone()
    {
        using SyntheticCorpus corpus = new(12);
        Split split = corpus.Split(12, 0);
        using TemporaryRun together = new(), first = new(), second = new();
        new AverageTrainer(Config, split, together.Folder).Train();
        ExperimentFile.Write(together.Folder.Experiment, Config);
        ExperimentConfig[] alone = [Config with { Network = s_network.Member(0) }, Config with { Network = s_network.Member(1), Seed = 1005 }];
        new Trainer(alone[0], split, first.Folder).Train();
        new Trainer(alone[1], split, second.Folder).Train();
        ExperimentFile.Write(first.Folder.Experiment, alone[0]);
        ExperimentFile.Write(second.Folder.Experiment, alone[1]);

        using TrainedNetwork pair = TrainedNetwork.Load(together.Folder), one = TrainedNetwork.Load(first.Folder), other = TrainedNetwork.Load(second.Folder);
        IReadOnlyList<float[]>[] logits = [.. new[] { pair, one, other }.Select(network => network.Predict(corpus.Clips).Logits)];

        Assert.Equal(0.25, other.Config.Network.Width);
        Assert.Equal(one.ParameterCount + other.ParameterCount, pair.ParameterCount);
        Assert.NotEqual(logits[1][0], logits[2][0]);
        for (int clip = 0; clip < logits[0].Count; clip++)
        {
            Assert.All(Enumerable.Range(0, SyntheticCorpus.Labels.Count), label => Assert.Equal((logits[1][clip][label] + logits[2][clip][label]) / 2, logits[0][clip][label], 1e-5f));
        }
    }

    [Fact]
    public void Members_WithSpectrogramsOfTheirOwn_AreEachTrainedWithTheirs()
    {
        SpectrogramAugmentationConfig all = new(), dry = new() { Frames = 160 }, room = new() { Frames = 160, ReverberationShare = 0.4 };
        ExperimentConfig shared = Config with { Spectrogram = all }, own = shared with { Network = s_network with { Spectrograms = [dry, room] } };

        Assert.Equal([all, all], shared.Members().Select(member => member.Spectrogram));
        Assert.Equal([dry, room], own.Members().Select(member => member.Spectrogram));
        Assert.Equal([5UL, 1005UL], own.Members().Select(member => member.Seed));
        Assert.Equal(ExperimentFile.ToJson(own), ExperimentFile.ToJson(own with { Network = s_network with { Spectrograms = [dry with { }, room with { }] } }));
    }

    [Fact]
    public void Train_StoppedInTheSecondMember_EndsWithTheSameBytes()
    {
        using SyntheticCorpus corpus = new(12);
        Split split = corpus.Split(12, 0);
        using TemporaryRun whole = new(), parts = new();
        new AverageTrainer(Config, split, whole.Folder).Train();
        using CancellationTokenSource stop = new();
        Reporter stopper = new(progress =>
        {
            if (progress.Experiment == "pair 2 of 2" && progress.Epoch == 2)
            {
                stop.Cancel();
            }
        });
        Assert.ThrowsAny<OperationCanceledException>(() => new AverageTrainer(Config, split, parts.Folder).Train(stopper, stop.Token));
        Assert.False(File.Exists(parts.Folder.Weights));
        List<string> trained = [];
        new AverageTrainer(Config, split, parts.Folder).Train(new Reporter(progress => trained.Add(progress.Experiment)));

        Assert.Equal(["pair 2 of 2"], trained.Distinct());
        Assert.Equal(File.ReadAllBytes(whole.Folder.Weights), File.ReadAllBytes(parts.Folder.Weights));
    }

    [Fact]
    public void Trainer_Average_PointsToItsTrainer()
    {
        using SyntheticCorpus corpus = new(12);
        using TemporaryRun run = new();
        Assert.Contains("AverageTrainer", Assert.Throws<ArgumentException>(() => new Trainer(Config, corpus.Split(12, 0), run.Folder)).Message, StringComparison.Ordinal);
        Assert.Contains("no average", Assert.Throws<ArgumentException>(() => new AverageTrainer(Config with { Network = s_network.Member(0) }, corpus.Split(12, 0), run.Folder)).Message, StringComparison.Ordinal);
    }

    private sealed class Reporter(Action<TrainingProgress> report) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => report(value);
    }
}
