using SpeechEmotion.Metrics;
using Xunit;

namespace SpeechEmotion.Tests.Metrics;

public class ReferenceStatisticsTests
{
    [Fact]
    public void Fit_TwoEmotions_IsTheClosedForm()
    {
        // ln p = [ln 8, ln 1] - ln 9: centred ±1.5 ln 2. The second emotion's clips: ln 2 apart the other way, centred ∓0.5 ln 2.
        ReferenceStatistics statistics = ReferenceStatistics.Fit([[8 / 9f, 1 / 9f], [1 / 3f, 2 / 3f]], [0, 1])!;

        Assert.Equal([0.5 * Math.Log(2), -0.5 * Math.Log(2)], statistics.Mean.Select(value => Math.Round(value, 12)), (a, b) => Math.Abs(a - b) < 1e-6);
        // First emotion: 1.5 ln 2 if intended, -0.5 ln 2 if not; the second: 0.5 ln 2 and -1.5 ln 2.
        Assert.Equal(2 * Math.Log(2), statistics.Contrast, 1e-6);
    }

    [Fact]
    public void Fit_OneEmotionTenTimesAsOften_CountsEveryEmotionAlike()
    {
        float[][] once = [[0.7f, 0.2f, 0.1f], [0.3f, 0.4f, 0.3f], [0.1f, 0.1f, 0.8f]];
        float[][] often = [.. Enumerable.Repeat(once[0], 10), once[1], once[2]];

        ReferenceStatistics expected = ReferenceStatistics.Fit(once, [0, 1, 2])!, actual = ReferenceStatistics.Fit(often, [.. Enumerable.Repeat(0, 10), 1, 2])!;

        Assert.Equal(expected.Contrast, actual.Contrast, 1e-9);
        Assert.All(expected.Mean.Zip(actual.Mean), pair => Assert.Equal(pair.First, pair.Second, 1e-9));
    }

    [Fact]
    public void Fit_EmotionWithoutClips_IsNull() => Assert.Null(ReferenceStatistics.Fit([[0.7f, 0.2f, 0.1f], [0.3f, 0.4f, 0.3f]], [0, 1]));

    [Fact]
    public void Fit_AnswersThatDoNotDependOnTheEmotion_IsNull() => Assert.Null(ReferenceStatistics.Fit([[0.6f, 0.4f], [0.6f, 0.4f]], [0, 1]));

    [Fact]
    public void CentredLog_ZeroProbability_IsFiniteAndSumsToZero()
    {
        double[] log = ReferenceStatistics.CentredLog([1, 0]);

        Assert.Equal(-ReferenceStatistics.Floor / 2, log[0], 1e-12);
        Assert.Equal(0, log.Sum(), 1e-12);
    }

    [Fact]
    public void Validate_Faults_NamesEach()
    {
        string[] faults = [.. new ReferenceStatistics([0, double.NaN], -1).Validate(3)];

        Assert.Equal(2, faults.Length);
        Assert.Contains("reference.mean is [0, NaN]; it must be a finite number for each of the 3 labels", faults[0], StringComparison.Ordinal);
        Assert.Contains("reference.contrast is -1; it must be above 0", faults[1], StringComparison.Ordinal);
        Assert.Empty(ReferenceStatistics.Neutral(3).Validate(3));
    }
}
