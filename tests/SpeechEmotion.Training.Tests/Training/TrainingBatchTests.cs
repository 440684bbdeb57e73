using SpeechEmotion.Signal;
using SpeechEmotion.Training;
using Xunit;

namespace SpeechEmotion.Tests.Training;

public sealed class TrainingBatchTests
{
    [Fact]
    public void Targets_Smoothed_SumToOneAndFavourTheEmotion()
    {
        float[] targets = TrainingBatch.Targets([2, 0], 4, 0.2);

        Assert.Equal([0.05f, 0.05f, 0.85f, 0.05f, 0.85f, 0.05f, 0.05f, 0.05f], targets.Select(target => MathF.Round(target, 5)));
    }

    [Fact]
    public void Targets_UnknownClass_WeighsNothing() => Assert.Equal([0f, 0f, 0f, 1f], TrainingBatch.Targets([-1, 1], 2, 0));

    [Fact]
    public void Heard_SomeVotes_MoveTheirTargetsByTheWeight()
    {
        float[] targets = TrainingBatch.Heard([1, 0, 0, 1], [[0.5f, 0.5f], null], 0.5);

        Assert.Equal([0.75f, 0.25f, 0, 1], targets);
        Assert.Equal([1f, 0f], TrainingBatch.Heard([1, 0], [[0, 1]], 0));
    }

    [Fact]
    public void Weigh_Classes_ScaleTheirExamples()
    {
        float[] targets = [0.9f, 0.1f, 0.1f, 0.9f];
        TrainingBatch.Weigh(targets, [0, 1], [2, 0.5f]);

        Assert.Equal([1.8f, 0.2f, 0.05f, 0.45f], targets);
    }

    [Fact]
    public void Restrict_EmotionsThatACorpusLacks_LoseTheirShareOfTheTarget()
    {
        float[] targets = [0.9f, 0.05f, 0.05f, 0.1f, 0.8f, 0.1f, 0.4f, 0.4f, 0];

        Assert.Equal((float[])[1, 1, 0, 1, 1, 1, 0, 1, 1], TrainingBatch.Restrict(targets, [[1, 1, 0], null, [0, 1, 1]])!);
        Assert.Equal([0.947368f, 0.052632f, 0, 0.1f, 0.8f, 0.1f, 0, 0.8f, 0], targets.Select(target => MathF.Round(target, 6)));
        Assert.Null(TrainingBatch.Restrict(targets, [null, null, null]));
    }

    [Fact]
    public void Mix_Pairs_AreTheSameBlendOfFeaturesAndTargets()
    {
        const int examples = 5, length = 37;
        float[] features = [.. Enumerable.Range(0, examples * length).Select(i => (float)(i / length))]; // example e is all e
        float[] targets = [.. Enumerable.Range(0, examples).SelectMany(e => Enumerable.Range(0, examples).Select(label => label == e ? 1f : 0f))];

        float[][] rows = [features, targets];
        TrainingBatch.Mix(rows, examples, new SeededRandom(5));
        (float[] mixed, float[] mixedTargets) = (rows[0], rows[1]);

        bool anyMixed = false;
        for (int e = 0; e < examples; e++)
        {
            float[] target = mixedTargets[(e * examples)..((e + 1) * examples)];
            Assert.Equal(1, target.Sum(), 1e-6);
            Assert.True(target[e] >= 0.5f, "the example itself must prevail");
            float expected = target.Select((share, label) => share * label).Sum();
            Assert.All(mixed[(e * length)..((e + 1) * length)], value => Assert.Equal(expected, value, 1e-5));
            anyMixed |= target[e] < 1;
        }

        Assert.True(anyMixed);
        Assert.Equal(Enumerable.Range(0, examples * length).Select(i => (float)(i / length)), features); // the batch itself is left alone
    }

    [Fact]
    public void Mix_ManyShares_FollowTheBetaDistribution()
    {
        // λ from Beta(0.4, 0.4), folded to 1/2..1: its mean is 1/2 + E|λ - 1/2|, 0.8392 by numerical integration.
        SeededRandom random = new(9);
        float[] targets = [1, 0, 0, 1];
        double sum = 0;
        int mixed = 0;
        for (int i = 0; i < 4000; i++)
        {
            float[][] rows = [targets];
            TrainingBatch.Mix(rows, 2, random);
            float own = rows[0][0];
            mixed += own < 1 ? 1 : 0;
            sum += own < 1 ? own : 0;
        }

        Assert.InRange(mixed, 1700, 2300); // half of the shuffles of two change places
        Assert.Equal(0.8392, sum / mixed, 0.02);
    }
}
