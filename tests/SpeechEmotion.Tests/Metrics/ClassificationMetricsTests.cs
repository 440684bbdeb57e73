using SpeechEmotion.Metrics;
using Xunit;

namespace SpeechEmotion.Tests.Metrics;

public class ClassificationMetricsTests
{
    // Sums of at most six quotients: the last bits differ with the order of summation.
    private const double Tolerance = 1e-14;

    [Fact]
    public void Uar_AlwaysTheFrequentEmotion_IsChanceWhileAccuracyIsHigh()
    {
        int[][] confusion = [[90, 0], [10, 0]];

        Assert.Equal(0.9, ClassificationMetrics.Accuracy(confusion));
        Assert.Equal(0.5, ClassificationMetrics.Uar(confusion));
    }

    [Fact]
    public void Figures_PublishedExpoNet_AreThePublishedOnes()
    {
        int[][] confusion = MetricsReference.Values.Named("ExpoNet, published").Confusion;

        Assert.Equal(0.5795, ClassificationMetrics.Accuracy(confusion), 0.00005);
        Assert.Equal(0.57, ClassificationMetrics.MacroF1(confusion), 0.005);
    }

    [Theory]
    [MemberData(nameof(MetricsReference.ReportNames), MemberType = typeof(MetricsReference))]
    public void Figures_ReferenceCase_AreScikitLearns(string name)
    {
        MetricsReference.Report expected = MetricsReference.Values.Named(name);
        int[][] confusion = expected.Confusion;

        Assert.Equal(expected.Accuracy, ClassificationMetrics.Accuracy(confusion), Tolerance);
        Assert.Equal(expected.Uar, ClassificationMetrics.Uar(confusion), Tolerance);
        Assert.Equal(expected.Macro[2], ClassificationMetrics.MacroF1(confusion), Tolerance);
        Assert.Equal(expected.Support, ClassificationMetrics.Support(confusion));
        AssertClose(expected.Precision, ClassificationMetrics.Precision(confusion));
        AssertClose(expected.Recall, ClassificationMetrics.Recall(confusion));
        AssertClose(expected.F1, ClassificationMetrics.F1(confusion));
    }

    [Fact]
    public void Figures_NoClip_AreZero()
    {
        int[][] confusion = [[0, 0], [0, 0]];

        Assert.Equal(0, ClassificationMetrics.Accuracy(confusion));
        Assert.Equal(0, ClassificationMetrics.Uar(confusion));
        Assert.Equal(0, ClassificationMetrics.MacroF1(confusion));
    }

    [Fact]
    public void Accuracy_EmptyMatrix_Throws() => Assert.Throws<ArgumentException>(() => ClassificationMetrics.Accuracy([]));

    [Fact]
    public void Accuracy_NegativeCount_Throws() => Assert.Throws<ArgumentException>(() => ClassificationMetrics.Accuracy([[1, -1], [0, 1]]));

    private static void AssertClose(double[] expected, double[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.True(Math.Abs(expected[i] - actual[i]) <= Tolerance, $"emotion {i}: {actual[i]} instead of {expected[i]}");
        }
    }
}
