using SpeechEmotion.Augmentation;
using Xunit;

namespace SpeechEmotion.Tests.Augmentation;

public sealed class PhaseVocoderTests
{
    [Theory]
    [InlineData(2048, 512)]
    [InlineData(1024, 256)]
    [InlineData(512, 100)]
    [InlineData(64, 16)]
    public void Stretch_RateOfOne_GivesTheSignal(int frameLength, int hopLength)
    {
        // Every step of the vocoder is then undone by a later one; single precision leaves some 1e-6.
        float[] signal = Sounds.Noise(10001, 4);
        float[] same = new PhaseVocoder(frameLength, hopLength).Stretch(signal, 1);
        Assert.Equal(signal.Length, same.Length);
        Assert.All(signal.Zip(same), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
    }

    [Theory]
    [InlineData(0.9)]
    [InlineData(1.1)]
    public void Stretch_Tone_KeepsASteadyLevelNearItsOwn(double rate)
    {
        // A sine of amplitude 0.5 has a mean square of 1/8. The bins beside its own keep the phases of the first, half empty frame, which costs
        // up to a fifth of the power; the cost must be the same all along.
        float[] stretched = new PhaseVocoder().Stretch(Sounds.Tone(437, 40000, 16000), rate);
        List<double> powers = [];
        for (int start = 4096; start + 6144 < stretched.Length; start += 2048)
        {
            powers.Add(stretched.Skip(start).Take(2048).Average(value => (double)value * value));
        }

        Assert.InRange(powers.Average(), 0.1, 0.13);
        Assert.All(powers, power => Assert.Equal(powers.Average(), power, 0.002));
    }

    [Fact]
    public void Stretch_ShorterFrames_KeepThePitchToo()
    {
        float[] stretched = new PhaseVocoder(1024, 256).Stretch(Sounds.Harmonics(200, 30000, 16000), 0.85);
        Assert.Equal(35294, stretched.Length);
        Assert.Equal(200, Sounds.MedianFundamental(stretched, 16000), 2.0);
    }

    [Fact]
    public void Stretch_SoundAfterDigitalSilence_DoesNotReachBackBeyondOneFrame()
    {
        float[] signal = [.. new float[20000], .. Sounds.Noise(20000, 9)];
        float[] stretched = new PhaseVocoder().Stretch(signal, 0.9);
        Assert.All(stretched.Take(22222 - 2800), value => Assert.Equal(0, value, 1e-6f));
        Assert.InRange(stretched.Skip(22222).Average(value => (double)value * value), 0.02, 0.2);
    }

    [Fact]
    public void Stretch_LongSignal_StaysFiniteAndKeepsItsLevel()
    {
        // 25,000 frames: what rounding does to the phasors must not add up.
        float[] stretched = new PhaseVocoder(64, 16).Stretch(Sounds.Tone(1000, 400000, 16000), 1.05);
        double power = stretched.Skip(370000).Take(8192).Average(value => (double)value * value);
        Assert.Equal(0.125, power, 0.01);
    }

    [Theory]
    [InlineData(1000, 250)]
    [InlineData(32, 8)]
    [InlineData(0, 1)]
    [InlineData(2048, 513)]
    [InlineData(2048, 0)]
    public void Constructor_ImpossibleLengths_Throws(int frameLength, int hopLength) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new PhaseVocoder(frameLength, hopLength));
}
