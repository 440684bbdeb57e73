using SpeechEmotion.Features;
using Xunit;

namespace SpeechEmotion.Tests.Features;

public class FeatureStatisticsTests
{
    [Fact]
    public void Names_KindsOfOneAndOfSeveralRows_TellRowAndNumber() =>
        Assert.Equal(
            ["rms_mean", "rms_std", "mfcc_0_mean", "mfcc_0_std", "mfcc_1_mean", "mfcc_1_std"],
            FeatureStatistics.Names(new FeatureConfig { Kinds = [FeatureKind.Rms, FeatureKind.Mfcc], MfccCoefficients = 2 }));

    [Fact]
    public void Of_Rows_AreMeanAndDeviationOverFrames()
    {
        FeatureConfig config = new() { Kinds = [FeatureKind.Rms, FeatureKind.Energy] };
        double[] statistics = FeatureStatistics.Of(config, new FeatureMatrix([1, 3, 5, 5, 5, 5], 2, 3));
        Assert.Equal(4, statistics.Length);
        Assert.Equal((3.0, 5.0, 0.0), (statistics[0], statistics[2], statistics[3]));
        Assert.Equal(Math.Sqrt(8.0 / 3), statistics[1], 1e-12);
    }

    [Fact]
    public void Of_Pitch_LeavesOutFramesWithoutOne()
    {
        FeatureConfig config = new() { Kinds = [FeatureKind.Pitch, FeatureKind.Voicing] };
        Assert.Equal([150, 50, 0.5, 0.5], FeatureStatistics.Of(config, new FeatureMatrix([0, 100, 200, 0, 0, 1, 1, 0], 2, 4)));
        Assert.Equal([double.NaN, double.NaN], FeatureStatistics.Of(config, new FeatureMatrix(new float[8], 2, 4))[..2]);
    }

    [Fact]
    public void Of_OtherNumberOfRows_Throws() =>
        Assert.Contains("3 rows are not the 1", Assert.Throws<ArgumentException>(() => FeatureStatistics.Of(new FeatureConfig { Kinds = [FeatureKind.Rms] }, new FeatureMatrix(new float[3], 3, 1))).Message, StringComparison.Ordinal);
}
