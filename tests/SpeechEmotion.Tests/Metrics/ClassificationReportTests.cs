using System.Text.Json;
using SpeechEmotion.Metrics;
using Xunit;

namespace SpeechEmotion.Tests.Metrics;

public class ClassificationReportTests
{
    [Theory]
    [MemberData(nameof(MetricsReference.TextNames), MemberType = typeof(MetricsReference))]
    public void Format_ReferenceCase_IsScikitLearnsTextLetterForLetter(string name)
    {
        MetricsReference.Report expected = MetricsReference.Values.Named(name);

        ClassificationReport report = ClassificationReport.From(expected.Confusion, expected.Labels);

        Assert.Equal(expected.Text["2"], report.ToString());
        Assert.Equal(expected.Text["4"], report.Format(4));
    }

    [Theory]
    [MemberData(nameof(MetricsReference.ReportNames), MemberType = typeof(MetricsReference))]
    public void From_ReferenceCase_HasScikitLearnsAverages(string name)
    {
        MetricsReference.Report expected = MetricsReference.Values.Named(name);

        ClassificationReport report = ClassificationReport.From(expected.Confusion, expected.Labels);

        Assert.Equal(expected.Labels, report.Labels);
        AssertAverage(expected.Macro, report.Macro);
        AssertAverage(expected.Weighted, report.Weighted);
        Assert.Equal(expected.Truth.Length, report.Weighted.Support);
    }

    [Fact]
    public void Format_FractionsWithAndWithoutTies_RoundAsPythonDoes()
    {
        Assert.True(MetricsReference.Values.Rounding.Count > 500);
        foreach (JsonElement[] row in MetricsReference.Values.Rounding)
        {
            var line = new EmotionMetrics("sad", row[0].GetDouble(), 0, 0, 1);

            string text = new ClassificationReport([line], 0, line, line).Format(row[1].GetInt32());

            Assert.Contains($"sad  {row[2].GetString(),9} ", text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void From_TooFewLabels_Throws() =>
        Assert.Throws<ArgumentException>(() => ClassificationReport.From([[1, 0], [0, 1]], ["sad"]));

    private static void AssertAverage(double[] expected, EmotionMetrics actual)
    {
        Assert.Equal(expected[0], actual.Precision, 1e-14);
        Assert.Equal(expected[1], actual.Recall, 1e-14);
        Assert.Equal(expected[2], actual.F1, 1e-14);
    }
}
