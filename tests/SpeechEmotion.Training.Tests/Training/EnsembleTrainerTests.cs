using SpeechEmotion.Augmentation;
using SpeechEmotion.Datasets.Splits;
using SpeechEmotion.Experiments;
using SpeechEmotion.Features;
using SpeechEmotion.Training;
using Xunit;

namespace SpeechEmotion.Tests.Training;

public sealed class EnsembleTrainerTests
{
    private static readonly ExperimentConfig Ensemble = new()
    {
        Name = "ensemble",
        Labels = SyntheticCorpus.Labels,
        Split = new SplitConfig { Protocol = Protocol.Random },
        Network = new NetworkConfig { Name = "Ensemble" },
        Ensemble = new EnsembleConfig { Members = ["mel", "zcr"], Folds = 3 },
        Training = new TrainingConfig { Epochs = 30, BatchSize = 8, LearningRate = 5e-3 },
    };

    private static readonly ExperimentConfig[] Members =
    [
        Member("mel", [FeatureKind.MelScaled], "RezoNet", 0.4),
        Member("zcr", [FeatureKind.ZeroCrossingRate, FeatureKind.Energy], "DummyNet", 0.02),
    ];

    [Fact]
    public void Train_EveryTrainingClip_IsHeardByAMemberThatDidNotLearnFromIt()
    {
        using SyntheticCorpus corpus = new(36);
        using TemporaryRun run = new();
        Split split = Train(corpus, run, new Counter());

        foreach (string member in Ensemble.Ensemble!.Members)
        {
            List<string> heard = [];
            for (int fold = 0; fold < 3; fold++)
            {
                Split part = SplitFile.Read(Path.Combine(run.Folder.Members, member, $"fold-{fold}", "split.csv"), corpus.Clips);
                Assert.Empty(part.Train.Select(clip => clip.Name).Intersect(part.Test.Select(clip => clip.Name)));
                Assert.Empty(part.Train.Concat(part.Test).Select(clip => clip.Name).Intersect(split.Test.Select(clip => clip.Name)));
                heard.AddRange(part.Test.Select(clip => clip.Name));
            }

            Assert.Equal(split.Train.Select(clip => clip.Name).Order(), heard.Order());
        }
    }

    [Fact]
    public void Train_ThenLoad_RecognisesUnseenClips()
    {
        using SyntheticCorpus corpus = new(72);
        using TemporaryRun run = new();
        Split split = Train(corpus, run, new Counter());

        using TrainedNetwork network = TrainedNetwork.Load(run.Folder);
        (IReadOnlyList<float[]> logits, int[] truth) = network.Predict(split.Test);
        int right = logits.Zip(truth).Count(pair => Array.IndexOf(pair.First, pair.First.Max()) == pair.Second);
        Assert.True(right >= 0.8 * truth.Length, $"{right} of {truth.Length} right");
        Assert.Equal(2, network.Members.Count);
        Assert.Equal(network.Network.ParameterCount + network.Members.Sum(member => member.Network.ParameterCount), network.ParameterCount);
    }

    [Fact]
    public void Train_MemberWithANameOfItsOwn_IsFoundAgain()
    {
        using SyntheticCorpus corpus = new(36);
        using TemporaryRun run = new();
        ExperimentConfig[] members = [Members[0] with { Name = "fancy", Training = Members[0].Training with { Epochs = 1 } }, Members[1] with { Name = "fancy", Training = Members[1].Training with { Epochs = 1 } }];
        Train(corpus, run, new Counter(), members);
        using TrainedNetwork network = TrainedNetwork.Load(run.Folder);
        Assert.Equal(["fancy", "fancy"], network.Members.Select(member => member.Config.Name));
        Assert.Equal(["mel", "zcr"], Directory.GetDirectories(run.Folder.Members).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void Train_Again_TrainsNothingThatIsDone()
    {
        using SyntheticCorpus corpus = new(36);
        using TemporaryRun run = new();
        Train(corpus, run, new Counter());
        byte[] weights = File.ReadAllBytes(run.Folder.Weights);
        Counter again = new();
        Train(corpus, run, again);
        Assert.Equal(0, again.Steps);
        Assert.Equal(weights, File.ReadAllBytes(run.Folder.Weights));
    }

    private static Split Train(SyntheticCorpus corpus, TemporaryRun run, Counter progress, ExperimentConfig[]? members = null)
    {
        Split split = Splitter.Split(corpus.Clips, Ensemble.Split, Ensemble.Seed);
        SplitFile.Write(run.Folder.Split, split);
        ExperimentFile.Write(run.Folder.Experiment, Ensemble);
        new EnsembleTrainer(Ensemble, members ?? Members, split, run.Folder).Train(progress);
        return split;
    }

    private static ExperimentConfig Member(string name, FeatureKind[] kinds, string network, double width) => new()
    {
        Name = name,
        Features = new FeatureConfig { Kinds = kinds, SampleRate = 8000, ClipLength = 4000, FrameLength = 256, HopLength = 80, MelBands = 12 },
        Augmentation = new AugmentationConfig { Copies = 0 },
        Network = new NetworkConfig { Name = network, Width = width },
        Training = new TrainingConfig { Epochs = 20, BatchSize = 4, LearningRate = 2e-3 },
    };

    private sealed class Counter : IProgress<TrainingProgress>
    {
        public int Steps { get; private set; }

        public void Report(TrainingProgress value) => Steps++;
    }
}
