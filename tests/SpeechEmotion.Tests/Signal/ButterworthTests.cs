using SpeechEmotion.Signal;
using Xunit;

namespace SpeechEmotion.Tests.Signal;

public sealed class ButterworthTests
{
    [Theory]
    [InlineData(1, 0.05, 0.05)]
    [InlineData(2, 0.05, 0.05)]
    [InlineData(1, 0.02, 0.1)]
    [InlineData(2, 0.02, 0.1)]
    [InlineData(2, 0.3, 0.05)]
    public void HighAndLowPass_Tone_HaveTheGainOfTheFormula(int order, double frequency, double cutoff)
    {
        // |H|² = 1 / (1 + r^(2 order)), r the ratio of tan(π f) and tan(π cutoff)
        double ratio = Math.Tan(Math.PI * frequency) / Math.Tan(Math.PI * cutoff);
        float[] tone = [.. Enumerable.Range(0, 4000).Select(i => (float)Math.Sin(2 * Math.PI * frequency * i))];
        Assert.Equal(1 / Math.Sqrt(1 + Math.Pow(ratio, 2 * order)), Gain(Butterworth.LowPass(tone, cutoff, order)), 1e-3);
        Assert.Equal(1 / Math.Sqrt(1 + Math.Pow(ratio, -2 * order)), Gain(Butterworth.HighPass(tone, cutoff, order)), 1e-3);
    }

    [Fact]
    public void Filters_Constant_KeepOrRemoveIt()
    {
        float[] constant = [.. Enumerable.Repeat(1f, 2000)];
        Assert.Equal(1, Butterworth.LowPass(constant, 0.1, 2)[^1], 1e-5);
        Assert.Equal(0, Butterworth.HighPass(constant, 0.1, 2)[^1], 1e-5);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(0.5, 1)]
    [InlineData(double.NaN, 1)]
    [InlineData(0.1, 3)]
    public void Filters_OutOfRange_Throw(double cutoff, int order)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Butterworth.LowPass([1], cutoff, order));
        Assert.Throws<ArgumentOutOfRangeException>(() => Butterworth.HighPass([1], cutoff, order));
    }

    private static double Gain(float[] settled) => Math.Sqrt(2 * settled.Skip(2000).Average(sample => (double)sample * sample));
}
