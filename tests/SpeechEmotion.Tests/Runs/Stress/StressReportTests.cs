using SpeechEmotion.Runs.Stress;
using Xunit;

namespace SpeechEmotion.Tests.Runs.Stress;

public sealed class StressReportTests
{
    private static readonly StressReport s_report = new("model.onnx", 1234,
    [
        new("correctness", "ravdess", "UAR", null, 0.62, 0.5, StressBound.AtLeast),
        new("correctness", "ravdess", "recall", "<fear>", 0.31, 0.5, StressBound.AtLeast),
        new("fairness: sex", "ravdess", "UAR, female", null, -0.09, 0.075, StressBound.Within),
        new("fairness: accent", "ravdess", "UAR", null, null, 0.1, StressBound.Within, "no accent is known"),
        new("robustness: other recordings", "ravdess", "12 dB quieter: same answer", null, 1, null, StressBound.AtLeast),
    ]);

    [Theory]
    [InlineData(0.5, StressBound.AtLeast, true)]
    [InlineData(0.49, StressBound.AtLeast, false)]
    [InlineData(0.5, StressBound.AtMost, true)]
    [InlineData(0.51, StressBound.AtMost, false)]
    [InlineData(-0.5, StressBound.Within, true)]
    [InlineData(-0.51, StressBound.Within, false)]
    [InlineData(0.51, StressBound.Within, false)]
    public void Passed_Value_DependsOnTheBound(double value, StressBound bound, bool passes)
    {
        StressResult result = new("g", "c", "t", null, value, 0.5, bound);
        Assert.Equal(passes, result.Passed);
        Assert.Equal(passes, result.Margin >= 0);
    }

    [Fact]
    public void Report_Tests_AreCounted()
    {
        Assert.Equal((1, 2, 1), (s_report.Passed, s_report.Failed, s_report.Skipped));
        string text = s_report.ToString();
        Assert.Contains("| correctness | ravdess | 1 | 1 | 0 |", text, StringComparison.Ordinal);
        Assert.Contains("| fairness: sex: UAR, female | ravdess | -0.090 | within ±0.075 | -0.015 | FAILED |", text, StringComparison.Ordinal);
        Assert.Contains("not made: no accent is known", text, StringComparison.Ordinal);
        Assert.EndsWith("model.onnx on 1,234 clips: 1 test passed, 2 failed, 1 not made\n", text, StringComparison.Ordinal);
        Assert.Contains("\"bound\": \"within\"", s_report.ToJson(), StringComparison.Ordinal);
    }

    [Fact]
    public void Page_Names_AreEscaped()
    {
        string page = StressPage.Render(s_report);
        Assert.Contains("recall, &lt;fear&gt;", page, StringComparison.Ordinal);
        Assert.Contains("1 of 2 passed", page, StringComparison.Ordinal);
        Assert.Contains("class=\"failed\">failed</td>", page, StringComparison.Ordinal);
    }
}
