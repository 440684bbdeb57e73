using SpeechEmotion.Metrics;
using Xunit;

namespace SpeechEmotion.Tests.Metrics;

public class TemperatureScalingTests
{
    [Fact]
    public void Fit_ThreeOfFourRightWithOneMargin_GivesThatProbability()
    {
        // Margin m, three of four right: the best p is 3/4, softmax([m, 0] / T) = 3/4 where T = m / ln 3.
        float[][] logits = [[5, 0], [5, 0], [5, 0], [5, 0]];

        double temperature = TemperatureScaling.Fit(logits, [0, 0, 0, 1]);

        Assert.Equal(5 / Math.Log(3), temperature, 1e-6);
        Assert.Equal(0.75f, TemperatureScaling.Apply(logits[0], temperature)[0], 1e-6f);
    }

    [Theory]
    [MemberData(nameof(MetricsReference.CalibrationNames), MemberType = typeof(MetricsReference))]
    public void Fit_ReferenceCase_IsSciPysMinimum(string name)
    {
        MetricsReference.CalibrationCase expected = MetricsReference.Values.Calibrations.Single(item => item.Name == name);

        double temperature = TemperatureScaling.Fit(expected.Logits, expected.Truth);

        // SciPy compares losses, which are flat at the minimum: it knows the place to about the square root of its precision.
        Assert.Equal(1, temperature / expected.Temperature, 1e-6);
    }

    [Fact]
    public void Fit_OverconfidentLogits_LowersLossAndCalibrationErrorAndKeepsPredictions()
    {
        MetricsReference.CalibrationCase item = MetricsReference.Values.Calibrations.Single(item => item.Name == "overconfident");

        double temperature = TemperatureScaling.Fit(item.Logits, item.Truth);
        float[][] scaled = [.. item.Logits.Select(row => TemperatureScaling.Apply(row, temperature))];

        Assert.True(temperature > 1);
        Assert.True(Calibration.LogLoss(scaled, item.Truth) < Calibration.LogLoss(item.Probabilities, item.Truth));
        Assert.True(Calibration.ExpectedError(scaled, item.Truth) < Calibration.ExpectedError(item.Probabilities, item.Truth));
        Assert.Equal(item.Logits.Select(row => Calibration.MostLikely(row)), scaled.Select(row => Calibration.MostLikely(row)));
    }

    [Fact]
    public void Fit_EverythingWrong_IsTheHighest() => Assert.Equal(TemperatureScaling.Highest, TemperatureScaling.Fit([[1, 0]], [1]));

    [Fact]
    public void Fit_EverythingRight_IsTheLowest() => Assert.Equal(TemperatureScaling.Lowest, TemperatureScaling.Fit([[1, 0]], [0]));

    [Fact]
    public void Apply_HugeLogits_DoesNotOverflow()
    {
        float[] probabilities = TemperatureScaling.Apply([1e30f, -1e30f, 1e30f], 1);

        Assert.Equal([0.5f, 0, 0.5f], probabilities);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    public void Apply_TemperatureNotAboveZero_Throws(double temperature) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => TemperatureScaling.Apply([1, 0], temperature));

    [Fact]
    public void Change_FromOneTemperatureToAnother_IsThatOfTheLogits()
    {
        float[] logits = [1.5f, -0.3f, 0.2f, -4];
        float[] expected = TemperatureScaling.Apply(logits, 1.7), actual = TemperatureScaling.Change(TemperatureScaling.Apply(logits, 0.6), 0.6, 1.7);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-6));
    }
}
