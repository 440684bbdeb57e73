using SpeechEmotion.Metrics;
using Xunit;

namespace SpeechEmotion.Tests.Metrics;

public class ConfusionMatrixTests
{
    [Fact]
    public void Count_OneErrorOfAngerTakenForSad_StandsInRowAngerColumnSad()
    {
        int[][] confusion = ConfusionMatrix.Count([0, 1, 1], [0, 1, 0], 2);

        Assert.Equal([[1, 0], [1, 1]], confusion);
    }

    [Theory]
    [MemberData(nameof(MetricsReference.ReportNames), MemberType = typeof(MetricsReference))]
    public void Count_ReferenceCase_IsScikitLearns(string name)
    {
        MetricsReference.Report expected = MetricsReference.Values.Named(name);

        Assert.Equal(expected.Confusion, ConfusionMatrix.Count(expected.Truth, expected.Predicted, expected.Labels.Length));
    }

    [Fact]
    public void MostConfused_PublishedExpoNet_IsFearTakenForSad()
    {
        int[][] confusion = MetricsReference.Values.Named("ExpoNet, published").Confusion;

        IReadOnlyList<ConfusedPair> pairs = ConfusionMatrix.MostConfused(confusion, 3);

        Assert.Equal([new ConfusedPair(4, 0, 103, 103 / 381.0), new ConfusedPair(5, 0, 76, 76 / 381.0), new ConfusedPair(4, 3, 53, 53 / 381.0)], pairs);
    }

    [Fact]
    public void MostConfused_EqualCounts_KeepsTheOrderOfTheLabels()
    {
        IReadOnlyList<ConfusedPair> pairs = ConfusionMatrix.MostConfused([[5, 2, 0], [0, 5, 2], [3, 0, 5]]);

        Assert.Equal([(2, 0), (0, 1), (1, 2)], pairs.Select(pair => (pair.Truth, pair.Predicted)));
    }

    [Fact]
    public void MostConfused_PerfectMatrix_IsEmpty() => Assert.Empty(ConfusionMatrix.MostConfused([[3, 0], [0, 4]]));

    [Fact]
    public void Count_IndexOutsideTheClasses_SaysWhichAndTheRule()
    {
        var error = Assert.Throws<ArgumentException>(() => ConfusionMatrix.Count([0, 1], [0, 2], 2));

        Assert.StartsWith("predicted[1] is 2; it must be 0 to 1.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Count_DifferentLengths_Throws() => Assert.Throws<ArgumentException>(() => ConfusionMatrix.Count([0, 1], [0], 2));

    [Fact]
    public void MostConfused_RaggedMatrix_Throws() => Assert.Throws<ArgumentException>(() => ConfusionMatrix.MostConfused([[1, 2], [3]]));
}
