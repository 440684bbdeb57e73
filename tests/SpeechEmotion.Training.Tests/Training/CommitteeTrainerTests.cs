using SpeechEmotion.Augmentation;
using SpeechEmotion.Datasets.Splits;
using SpeechEmotion.Experiments;
using SpeechEmotion.Features;
using SpeechEmotion.Training;
using Xunit;

namespace SpeechEmotion.Tests.Training;

public sealed class CommitteeTrainerTests
{
    private static ExperimentConfig Config => new()
    {
        Name = "committee",
        Seed = 5,
        Labels = SyntheticCorpus.Labels,
        Features = new FeatureConfig { SampleRate = 8000, ClipLength = 4000, FrameLength = 256, HopLength = 80, MelBands = 12 },
        Augmentation = new AugmentationConfig { Copies = 0 },
        Network = new NetworkConfig { Name = "RezoNet", Width = 0.5, Members = [new(), new() { Width = 0.5 }] },
        Training = new TrainingConfig { Epochs = 2, BatchSize = 4, WeightBits = 8 },
    };

    [Fact]
    public void Train_TwoMembers_AnswersWithTheMeanOfNetworksTrainedAlone()
    {
        using SyntheticCorpus corpus = new(12);
        Split split = corpus.Split(12, 0);
        using TemporaryRun together = new(), first = new(), second = new();
        new CommitteeTrainer(Config, split, together.Folder).Train();
        ExperimentFile.Write(together.Folder.Experiment, Config);
        ExperimentConfig[] alone = [Config with { Network = Config.Network.Member(0) }, Config with { Network = Config.Network.Member(1), Seed = 1005 }];
        new Trainer(alone[0], split, first.Folder).Train();
        new Trainer(alone[1], split, second.Folder).Train();
        ExperimentFile.Write(first.Folder.Experiment, alone[0]);
        ExperimentFile.Write(second.Folder.Experiment, alone[1]);

        using TrainedNetwork committee = TrainedNetwork.Load(together.Folder), one = TrainedNetwork.Load(first.Folder), other = TrainedNetwork.Load(second.Folder);
        IReadOnlyList<float[]>[] logits = [.. new[] { committee, one, other }.Select(network => network.Predict(corpus.Clips).Logits)];

        Assert.Equal(0.25, other.Config.Network.Width);
        Assert.Equal(one.ParameterCount + other.ParameterCount, committee.ParameterCount);
        Assert.NotEqual(logits[1][0], logits[2][0]);
        for (int clip = 0; clip < logits[0].Count; clip++)
        {
            Assert.All(Enumerable.Range(0, SyntheticCorpus.Labels.Count), label => Assert.Equal((logits[1][clip][label] + logits[2][clip][label]) / 2, logits[0][clip][label], 1e-5f));
        }
    }

    [Fact]
    public void Train_StoppedInTheSecondMember_EndsWithTheSameBytes()
    {
        using SyntheticCorpus corpus = new(12);
        Split split = corpus.Split(12, 0);
        using TemporaryRun whole = new(), parts = new();
        new CommitteeTrainer(Config, split, whole.Folder).Train();
        using CancellationTokenSource stop = new();
        Reporter stopper = new(progress =>
        {
            if (progress.Experiment == "committee 2 of 2" && progress.Epoch == 2)
            {
                stop.Cancel();
            }
        });
        Assert.ThrowsAny<OperationCanceledException>(() => new CommitteeTrainer(Config, split, parts.Folder).Train(stopper, stop.Token));
        Assert.False(File.Exists(parts.Folder.Weights));
        List<string> trained = [];
        new CommitteeTrainer(Config, split, parts.Folder).Train(new Reporter(progress => trained.Add(progress.Experiment)));

        Assert.Equal(["committee 2 of 2"], trained.Distinct());
        Assert.Equal(File.ReadAllBytes(whole.Folder.Weights), File.ReadAllBytes(parts.Folder.Weights));
    }

    [Fact]
    public void Trainer_NetworkWithMembers_PointsToTheCommitteesTrainer()
    {
        using SyntheticCorpus corpus = new(12);
        using TemporaryRun run = new();
        Assert.Contains("CommitteeTrainer", Assert.Throws<ArgumentException>(() => new Trainer(Config, corpus.Split(12, 0), run.Folder)).Message, StringComparison.Ordinal);
        Assert.Contains("no members", Assert.Throws<ArgumentException>(() => new CommitteeTrainer(Config with { Network = Config.Network.Member(0) }, corpus.Split(12, 0), run.Folder)).Message, StringComparison.Ordinal);
    }

    private sealed class Reporter(Action<TrainingProgress> report) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => report(value);
    }
}
