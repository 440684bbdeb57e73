using SpeechEmotion.Metrics;
using Xunit;

namespace SpeechEmotion.Tests.Metrics;

public class CalibrationTests
{
    [Fact]
    public void ExpectedError_NinetyPercentSureAndHalfRight_IsTheDifference()
    {
        float[][] probabilities = [[0.9f, 0.1f], [0.9f, 0.1f], [0.9f, 0.1f], [0.9f, 0.1f]];

        Assert.Equal(0.4, Calibration.ExpectedError(probabilities, [0, 0, 1, 1]), 1e-7);
    }

    [Fact]
    public void ExpectedError_SureAndRight_IsZero() => Assert.Equal(0, Calibration.ExpectedError([[1, 0], [0, 1]], [0, 1]));

    [Fact]
    public void ExpectedError_TwoBinsThatWouldCancel_DoNotCancel()
    {
        // 0.6 but always right, 0.9 but always wrong… in one bin the two would partly cancel: |0.5 - 0.75| = 0.25.
        float[][] probabilities = [[0.6f, 0.4f], [0.9f, 0.1f]];

        Assert.Equal((0.4 + 0.9) / 2, Calibration.ExpectedError(probabilities, [0, 1]), 1e-7);
        Assert.Equal(0.25, Calibration.ExpectedError(probabilities, [0, 1], bins: 1), 1e-7);
    }

    [Fact]
    public void LogLoss_EqualProbabilities_IsTheLogarithmOfTheirNumber() =>
        Assert.Equal(Math.Log(4), Calibration.LogLoss([[0.25f, 0.25f, 0.25f, 0.25f]], [2]), 1e-12);

    [Fact]
    public void LogLoss_CertainAndWrong_IsFinite() => Assert.Equal(23 * Math.Log(2), Calibration.LogLoss([[1, 0]], [1]), 1e-12);

    [Theory]
    [MemberData(nameof(MetricsReference.CalibrationNames), MemberType = typeof(MetricsReference))]
    public void Figures_ReferenceCase_AreNumPysAndScikitLearns(string name)
    {
        MetricsReference.CalibrationCase expected = MetricsReference.Values.Calibrations.Single(item => item.Name == name);

        Assert.Equal(expected.Ece, Calibration.ExpectedError(expected.Probabilities, expected.Truth), 1e-12);

        // scikit-learn divides each row by its sum first, which differs from 1 by the rounding of floats.
        Assert.Equal(expected.LogLoss, Calibration.LogLoss(expected.Probabilities, expected.Truth), 1e-6);
    }

    [Fact]
    public void MostLikely_Tie_IsTheFirst() => Assert.Equal(1, Calibration.MostLikely([0.1f, 0.4f, 0.4f, 0.1f]));

    [Fact]
    public void ExpectedError_NotANumber_Throws() =>
        Assert.Throws<ArgumentException>(() => Calibration.ExpectedError([[float.NaN, 1]], [0]));

    [Fact]
    public void ExpectedError_NoClip_Throws() => Assert.Throws<ArgumentException>(() => Calibration.ExpectedError([], []));
}
