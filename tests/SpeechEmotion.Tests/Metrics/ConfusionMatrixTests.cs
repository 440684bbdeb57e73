using SpeechEmotion.Metrics;
using Xunit;

namespace SpeechEmotion.Tests.Metrics;

public class ConfusionMatrixTests
{
    // Sums of at most six quotients: the last bits differ with the order of summation.
    private const double Tolerance = 1e-14;

    [Fact]
    public void Count_OneErrorOfAngerTakenForSad_StandsInRowAngerColumnSad()
    {
        ConfusionMatrix confusion = ConfusionMatrix.Count([0, 1, 1], [0, 1, 0], 2);

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
        ConfusionMatrix confusion = MetricsReference.Values.Named("ExpoNet, published").Confusion;

        IReadOnlyList<ConfusedPair> pairs = confusion.MostConfused(3);

        Assert.Equal([new ConfusedPair(4, 0, 103, 103 / 381.0), new ConfusedPair(5, 0, 76, 76 / 381.0), new ConfusedPair(4, 3, 53, 53 / 381.0)], pairs);
    }

    [Fact]
    public void MostConfused_EqualCounts_KeepsTheOrderOfTheLabels()
    {
        IReadOnlyList<ConfusedPair> pairs = ConfusionMatrix.Of([[5, 2, 0], [0, 5, 2], [3, 0, 5]]).MostConfused();

        Assert.Equal([(2, 0), (0, 1), (1, 2)], pairs.Select(pair => (pair.Truth, pair.Predicted)));
    }

    [Fact]
    public void MostConfused_PerfectMatrix_IsEmpty() => Assert.Empty(ConfusionMatrix.Of([[3, 0], [0, 4]]).MostConfused());

    [Fact]
    public void Count_IndexOutsideTheClasses_SaysWhichAndTheRule()
    {
        var error = Assert.Throws<ArgumentException>(() => ConfusionMatrix.Count([0, 1], [0, 2], 2));

        Assert.StartsWith("predicted[1] is 2; it must be 0 to 1.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Count_DifferentLengths_Throws() => Assert.Throws<ArgumentException>(() => ConfusionMatrix.Count([0, 1], [0], 2));

    [Fact]
    public void MostConfused_RaggedMatrix_Throws() => Assert.Throws<ArgumentException>(() => ConfusionMatrix.Of([[1, 2], [3]]).MostConfused());

    [Fact]
    public void Uar_AlwaysTheFrequentEmotion_IsChanceWhileAccuracyIsHigh()
    {
        ConfusionMatrix confusion = [[90, 0], [10, 0]];

        Assert.Equal(0.9, confusion.Accuracy);
        Assert.Equal(0.5, confusion.Uar);
    }

    [Fact]
    public void Figures_PublishedExpoNet_AreThePublishedOnes()
    {
        ConfusionMatrix confusion = MetricsReference.Values.Named("ExpoNet, published").Confusion;

        Assert.Equal(0.5795, confusion.Accuracy, 0.00005);
        Assert.Equal(0.57, confusion.MacroF1, 0.005);
    }

    [Theory]
    [MemberData(nameof(MetricsReference.ReportNames), MemberType = typeof(MetricsReference))]
    public void Figures_ReferenceCase_AreScikitLearns(string name)
    {
        MetricsReference.Report expected = MetricsReference.Values.Named(name);
        ConfusionMatrix confusion = expected.Confusion;

        Assert.Equal(expected.Accuracy, confusion.Accuracy, Tolerance);
        Assert.Equal(expected.Uar, confusion.Uar, Tolerance);
        Assert.Equal(expected.Macro[2], confusion.MacroF1, Tolerance);
        Assert.Equal(expected.Support, confusion.Support());
        AssertClose(expected.Precision, confusion.Precision());
        AssertClose(expected.Recall, confusion.Recall());
        AssertClose(expected.F1, confusion.F1());
    }

    [Fact]
    public void Figures_NoClip_AreZero()
    {
        ConfusionMatrix confusion = [[0, 0], [0, 0]];

        Assert.Equal(0, confusion.Accuracy);
        Assert.Equal(0, confusion.Uar);
        Assert.Equal(0, confusion.MacroF1);
    }

    [Fact]
    public void Accuracy_EmptyMatrix_Throws() => Assert.Throws<ArgumentException>(() => ConfusionMatrix.Of([]).Accuracy);

    [Fact]
    public void Accuracy_NegativeCount_Throws() => Assert.Throws<ArgumentException>(() => ConfusionMatrix.Of([[1, -1], [0, 1]]).Accuracy);

    private static void AssertClose(double[] expected, double[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.True(Math.Abs(expected[i] - actual[i]) <= Tolerance, $"emotion {i}: {actual[i]} instead of {expected[i]}");
        }
    }
}
