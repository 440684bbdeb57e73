using SpeechEmotion.Augmentation;
using SpeechEmotion.Signal;
using Xunit;

namespace SpeechEmotion.Tests.Augmentation;

public sealed class NoiseInjectionTests
{
    [Theory]
    [InlineData(0.005)]
    [InlineData(0.05)]
    public void Apply_LongTone_NoiseHasTheDeviationAndSignalToNoiseRatioAskedFor(double deviation)
    {
        // A sine of amplitude 0.5 has power 1/8. With 160,000 samples the measured deviation is itself uncertain by 0.18 % (1 sigma).
        float[] tone = Sounds.Tone(440, 160000, 16000);
        float[] noisy = new NoiseInjection().Apply(tone, deviation, new SeededRandom(1));

        double[] noise = [.. noisy.Zip(tone, (y, x) => (double)y - x)];
        double power = noise.Average(value => value * value);
        Assert.Equal(deviation, Math.Sqrt(power), deviation * 0.01);
        Assert.Equal(0, noise.Average(), deviation * 0.01);
        double expectedRatio = 10 * Math.Log10(0.125 / (deviation * deviation));
        Assert.Equal(expectedRatio, 10 * Math.Log10(tone.Average(x => (double)x * x) / power), 0.1);
    }

    [Fact]
    public void Apply_LongSilence_NoiseIsGaussianAndWhite()
    {
        float[] noise = new NoiseInjection().Apply(new float[200000], 1, new SeededRandom(2));

        // Shares of a normal distribution within one and two standard deviations, and no likeness between neighbours.
        Assert.Equal(0.6827, noise.Count(value => Math.Abs(value) < 1) / 200000.0, 0.005);
        Assert.Equal(0.9545, noise.Count(value => Math.Abs(value) < 2) / 200000.0, 0.003);
        double neighbours = noise.Zip(noise.Skip(1), (a, b) => (double)a * b).Average();
        Assert.Equal(0, neighbours, 0.01);
    }

    [Fact]
    public void Apply_DeviationOfZero_GivesTheSignal()
    {
        float[] tone = Sounds.Tone(440, 1000, 16000);
        Assert.Equal(tone, new NoiseInjection().Apply(tone, 0, new SeededRandom(1)));
    }

    [Fact]
    public void Draw_Always_GivesTheConfiguredDeviation()
    {
        Assert.Equal(0.005, new NoiseInjection().Draw(new SeededRandom(1)));
        Assert.Equal(0.02, new NoiseInjection(0.02).Draw(new SeededRandom(1)));
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Constructor_ImpossibleDeviation_SaysWhatIsWrong(double deviation)
    {
        ArgumentOutOfRangeException error = Assert.Throws<ArgumentOutOfRangeException>(() => new NoiseInjection(deviation));
        Assert.Contains("standard deviation must be a number, 0 or more", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new NoiseInjection().Apply([0], deviation, new SeededRandom(1)));
    }
}
