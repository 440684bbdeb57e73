using SpeechEmotion.Metrics;
using Xunit;

namespace SpeechEmotion.Tests.Metrics;

public sealed class RobustnessReportTests
{
    [Fact]
    public void Compare_FourClips_CountsAnswersAndMovedProbability()
    {
        float[][] before = [[0.9f, 0.1f], [0.6f, 0.4f], [0.2f, 0.8f], [0.3f, 0.7f]], after = [[0.8f, 0.2f], [0.3f, 0.7f], [0.2f, 0.8f], [0.3f, 0.7f]];

        RobustnessReport.Row row = RobustnessReport.Compare("noise", [0, 0, 1, 0], before, after);

        Assert.Equal(("noise", 0.5, 2.0 / 3, 0.75), (row.Condition, row.Accuracy, row.Uar, row.SameAnswer));
        Assert.Equal(0.1, row.Moved, 1e-6); // 0.1, 0.3, 0 and 0
    }

    [Fact]
    public void ToString_Rows_IsAMarkdownTable()
    {
        RobustnessReport report = new(4, [new("as it is", 0.5, 0.25, 1, 0), new("noise", 0.4, 0.2, 0.75, 0.125)]);

        Assert.Contains("| noise | 0.400 | 0.200 | 0.750 | 0.125 |\n", report.ToString(), StringComparison.Ordinal);
        Assert.Contains("\"sameAnswer\": 0.75", report.ToJson(), StringComparison.Ordinal);
    }

    [Fact]
    public void Compare_AnswersMissing_Throws() => Assert.Throws<ArgumentException>(() => RobustnessReport.Compare("x", [0, 1], [[1f, 0f]], [[1f, 0f]]));
}
