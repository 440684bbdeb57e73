using SpeechEmotion.Audio;
using SpeechEmotion.Augmentation.Conditions;
using Xunit;

namespace SpeechEmotion.Tests.Augmentation.Conditions;

public sealed class BandPassTests
{
    [Theory]
    [InlineData(150, 16000, false)]
    [InlineData(1000, 16000, true)]
    [InlineData(3000, 16000, true)]
    [InlineData(3700, 16000, false)]
    [InlineData(3000, 6400, true)] // the upper edge lies beyond what this rate holds
    public void Apply_Tone_PassesWithinTheBandOnly(double frequency, int rate, bool passes)
    {
        float[] tone = [.. Enumerable.Range(0, 8000).Select(n => (float)(0.5 * Math.Sin(2 * Math.PI * frequency * n / rate)))];
        AudioClip filtered = BandPass.Apply(new AudioClip(tone, rate), 300, 3400);

        Assert.Equal((8000, rate), (filtered.Samples.Length, filtered.SampleRate));
        double worst = Enumerable.Range(600, 6800).Max(n => Math.Abs(filtered.Samples[n] - (passes ? tone[n] : 0)));
        Assert.True(worst < 0.005, $"{worst} off"); // -40 dB
    }

    [Fact]
    public void Apply_EdgesOutOfOrder_Throws() => Assert.Throws<ArgumentOutOfRangeException>(() => BandPass.Apply(new AudioClip([0], 16000), 400, 300));
}
