using SpeechEmotion.Augmentation;
using SpeechEmotion.Signal;
using Xunit;

namespace SpeechEmotion.Tests.Augmentation;

public sealed class VolumeScalingTests
{
    private static readonly SeededRandom Unused = new(0);

    [Theory]
    [InlineData(0)]
    [InlineData(0.5)]
    [InlineData(1)]
    [InlineData(1.5)]
    [InlineData(20)]
    public void Apply_AnyGain_MultipliesEachSample(double gain)
    {
        float[] signal = Sounds.Noise(1001, 6);
        Assert.Equal(signal.Select(value => (float)gain * value), new VolumeScaling().Apply(signal, gain, Unused));
    }

    [Fact]
    public void Draw_ManyTimes_CoversTheRangeEvenly()
    {
        VolumeScaling volume = new();
        SeededRandom random = new(7);
        double[] gains = [.. Enumerable.Range(0, 5000).Select(_ => volume.Draw(random))];

        Assert.All(gains, gain => Assert.InRange(gain, 0.5, 1.5));
        Assert.InRange(gains.Min(), 0.5, 0.51);
        Assert.InRange(gains.Max(), 1.49, 1.5);
        Assert.Equal(1, gains.Average(), 0.02);
    }

    [Theory]
    [InlineData(-0.5, 1)]
    [InlineData(1.5, 0.5)]
    [InlineData(0.5, double.PositiveInfinity)]
    [InlineData(double.NaN, 1)]
    public void Constructor_ImpossibleRange_Throws(double minimum, double maximum) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new VolumeScaling(minimum, maximum));

    [Fact]
    public void Apply_NegativeGain_SaysTheRule()
    {
        ArgumentOutOfRangeException error = Assert.Throws<ArgumentOutOfRangeException>(() => new VolumeScaling().Apply([1], -1, Unused));
        Assert.Contains("The gain must be a number, 0 or more", error.Message, StringComparison.Ordinal);
        Assert.Equal(-1.0, error.ActualValue);
    }
}
