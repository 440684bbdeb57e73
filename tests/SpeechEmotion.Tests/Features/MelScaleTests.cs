using SpeechEmotion.Features;
using Xunit;

namespace SpeechEmotion.Tests.Features;

public class MelScaleTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(200, 3)]
    [InlineData(1000, 15)]
    [InlineData(6400, 42)]
    public void FromFrequency_KnownPoints_AreOnTheScale(double frequency, double mel)
    {
        Assert.Equal(mel, MelScale.FromFrequency(frequency), 1e-12);
        Assert.Equal(frequency, MelScale.ToFrequency(mel), 1e-9);
    }

    [Fact]
    public void ToFrequency_OfFromFrequency_GivesTheFrequency()
    {
        double last = -1;
        for (double frequency = 0; frequency <= 24000; frequency += 37.5)
        {
            double mel = MelScale.FromFrequency(frequency);
            Assert.True(mel > last, $"{frequency} Hz is {mel} mel, not above {last}");
            Assert.Equal(frequency, MelScale.ToFrequency(mel), 1e-8);
            last = mel;
        }
    }
}
