using System.Text.Json;
using SpeechEmotion.Augmentation;
using SpeechEmotion.Datasets.Splits;
using SpeechEmotion.Experiments;
using SpeechEmotion.Features;
using SpeechEmotion.Runs;
using SpeechEmotion.Training;
using Xunit;

namespace SpeechEmotion.Tests.Training;

public sealed class StackTrainerTests
{
    private static readonly StackConfig s_network = new()
    {
        Members =
        [
            Member("mel", [FeatureKind.MelScaled], new RezoNetConfig { Width = 0.4 }),
            Member("zcr", [FeatureKind.ZeroCrossingRate, FeatureKind.Energy], new DummyNetConfig { Width = 0.02 }),
        ],
        Folds = 3,
    };

    private static readonly ExperimentConfig s_stack = new()
    {
        Name = "stack",
        Labels = SyntheticCorpus.Labels,
        Split = new SplitConfig { Protocol = Protocol.Random },
        Network = s_network,
        Training = new TrainingConfig { Epochs = 30, BatchSize = 8, LearningRate = 5e-3 },
    };

    [Fact]
    public void Train_EveryTrainingClip_IsHeardByAMemberThatDidNotLearnFromIt()
    {
        using SyntheticCorpus corpus = new(36);
        using TemporaryRun run = new();
        Split split = Train(corpus, run.Folder, new Counter());

        foreach (string member in s_network.Members.Select(member => member.Name))
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
        Split split = Train(corpus, run.Folder, new Counter());

        using TrainedNetwork network = TrainedNetwork.Load(run.Folder);
        (IReadOnlyList<float[]> logits, int[] truth) = network.Predict(split.Test);
        int right = logits.Zip(truth).Count(pair => Array.IndexOf(pair.First, pair.First.Max()) == pair.Second);
        Assert.True(right >= 0.8 * truth.Length, $"{right} of {truth.Length} right");
        Assert.Equal(2, network.Members.Count);
        Assert.Equal(network.Network.ParameterCount + network.Members.Sum(member => member.Network.ParameterCount), network.ParameterCount);
    }

    [Fact]
    public void Train_MemberDoneBesideTheRun_IsTakenOver()
    {
        using SyntheticCorpus corpus = new(36);
        using TemporaryRun run = new();
        ExperimentConfig member = s_stack.Members()[1] with { Name = "done before" };
        Split split = Splitter.Split(corpus.Clips, s_stack.Split, s_stack.Seed);
        RunFolder beside = new(Path.Combine(run.Folder.Folder, "beside")), stack = new(Path.Combine(run.Folder.Folder, "stack"));
        Directory.CreateDirectory(beside.Folder);
        Directory.CreateDirectory(stack.Folder);
        ExperimentFile.Write(beside.Experiment, member);
        SplitFile.Write(beside.Split, split);
        new Trainer(member, split, beside).Train();
        File.WriteAllText(beside.Report, "{}");

        List<string> trained = [];
        Train(corpus, stack, new Reporter(progress => trained.Add(progress.Experiment)));
        RunFolder taken = new(Path.Combine(stack.Members, "zcr"));
        Assert.DoesNotContain("zcr", trained);
        Assert.Contains("mel", trained);
        Assert.Equal(File.ReadAllBytes(beside.Weights), File.ReadAllBytes(taken.Weights));
        Assert.Equal("zcr", ExperimentFile.Read(taken.Experiment).Name);
    }

    [Fact]
    public void Load_RunWhoseExperimentNamesItsMembers_IsTheSameNetwork()
    {
        using SyntheticCorpus corpus = new(36);
        using TemporaryRun run = new();
        Split split = Train(corpus, run.Folder, new Counter());
        using TrainedNetwork before = TrainedNetwork.Load(run.Folder);
        string today = File.ReadAllText(run.Folder.Experiment);
        File.WriteAllText(
            run.Folder.Experiment,
            """
            {
              "name": "stack", "labels": ["sad", "neutral", "anger"], "split": { "protocol": "random" },
              "network": { "name": "Ensemble", "width": 1, "standardisedBy": "training", "corpora": [], "dropout": 0.2, "stemChannels": 0, "stemBlocks": 0, "members": [] },
              "ensemble": { "members": ["mel", "zcr"], "folds": 3 },
              "training": { "epochs": 30, "batchSize": 8, "learningRate": 0.005 }
            }
            """.Replace("[\"sad\", \"neutral\", \"anger\"]", JsonSerializer.Serialize(SyntheticCorpus.Labels), StringComparison.Ordinal));
        using TrainedNetwork after = TrainedNetwork.Load(run.Folder);
        Assert.Equal(today.TrimEnd(), ExperimentFile.ToJson(after.Config));
        Assert.Equal(
            before.Predict(split.Test).Logits.SelectMany(logits => logits),
            after.Predict(split.Test).Logits.SelectMany(logits => logits),
            (one, other) => Math.Abs(one - other) < 1e-4); // The last bit depends on how work falls to threads.
    }

    [Fact]
    public void Train_Again_TrainsNothingThatIsDone()
    {
        using SyntheticCorpus corpus = new(36);
        using TemporaryRun run = new();
        Train(corpus, run.Folder, new Counter());
        byte[] weights = File.ReadAllBytes(run.Folder.Weights);
        Counter again = new();
        Train(corpus, run.Folder, again);
        Assert.Equal(0, again.Steps);
        Assert.Equal(weights, File.ReadAllBytes(run.Folder.Weights));
    }

    private static Split Train(SyntheticCorpus corpus, RunFolder run, IProgress<TrainingProgress> progress)
    {
        Split split = Splitter.Split(corpus.Clips, s_stack.Split, s_stack.Seed);
        SplitFile.Write(run.Split, split);
        ExperimentFile.Write(run.Experiment, s_stack);
        new StackTrainer(s_stack, split, run).Train(progress);
        return split;
    }

    private static ExperimentConfig Member(string name, FeatureKind[] kinds, NetworkConfig network) => new()
    {
        Name = name,
        Features = new FeatureConfig { Kinds = kinds, SampleRate = 8000, ClipLength = 4000, FrameLength = 256, HopLength = 80, MelBands = 12 },
        Augmentation = new AugmentationConfig { Copies = 0 },
        Network = network,
        Training = new TrainingConfig { Epochs = 20, BatchSize = 4, LearningRate = 2e-3 },
    };

    private sealed class Reporter(Action<TrainingProgress> report) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => report(value);
    }

    private sealed class Counter : IProgress<TrainingProgress>
    {
        public int Steps { get; private set; }

        public void Report(TrainingProgress value) => Steps++;
    }
}
