using SpeechEmotion.Augmentation;
using SpeechEmotion.Signal;
using Xunit;

namespace SpeechEmotion.Tests.Augmentation;

public sealed class TimeStretchTests
{
    private static readonly SeededRandom Unused = new(0);

    [Theory]
    [InlineData(0.9)]
    [InlineData(1.1)]
    [InlineData(0.5)]
    [InlineData(2)]
    public void Stretch_Harmonics_KeepsTheFundamentalWithinOnePercent(double rate)
    {
        foreach (double fundamental in (double[])[90, 150, 233, 400])
        {
            float[] stretched = TimeStretch.Stretch(Sounds.Harmonics(fundamental, 40000, 16000), rate);
            Assert.Equal(fundamental, Sounds.MedianFundamental(stretched, 16000), fundamental * 0.01);
        }
    }

    [Fact]
    public void Stretch_TwoTones_EachLastsAsLongAsTheRateSays()
    {
        // 440 Hz, then 880 Hz from one half on: the change moves to n / 2 / rate.
        float[] signal = [.. Sounds.Tone(440, 16000, 16000), .. Sounds.Tone(880, 16000, 16000)];
        float[] stretched = TimeStretch.Stretch(signal, 0.8);
        Assert.Equal(40000, stretched.Length);
        Assert.Equal(440, Sounds.Fundamental(stretched.AsSpan(20000 - 4000, 2048), 16000), 4.4);
        Assert.Equal(880, Sounds.Fundamental(stretched.AsSpan(20000 + 2000, 2048), 16000), 8.8);
    }

    [Theory]
    [MemberData(nameof(AugmentationReference.Signals), MemberType = typeof(AugmentationReference))]
    public void Stretch_ReferenceSignals_SoundsLikeLibrosa(string name, int sampleRate)
    {
        float[] signal = AugmentationReference.Input(name);
        foreach ((double rate, string file) in ((double, string)[])[(0.9, "0.9"), (1.1, "1.1")])
        {
            float[] expected = AugmentationReference.Altered($"{name}.stretch.{file}");
            float[] actual = TimeStretch.Stretch(signal, rate);
            Assert.Equal(expected.Length, actual.Length);
            double correlation = AugmentationReference.MelCorrelation(expected, actual, sampleRate);
            Assert.InRange(correlation, 0.98, 1);
        }
    }

    [Theory]
    [InlineData(0.9, "0.9")]
    [InlineData(1.1, "1.1")]
    public void Stretch_ReferenceSilence_IsSilenceOfLibrosasLength(double rate, string file) =>
        Assert.Equal(AugmentationReference.Altered($"silence16k.stretch.{file}"), TimeStretch.Stretch(AugmentationReference.Input("silence16k"), rate));

    [Theory]
    [InlineData(300, 0.9, 333)]
    [InlineData(300, 1.1, 273)]
    [InlineData(1, 0.9, 1)]
    [InlineData(5, 2, 2)] // 2.5, to even
    [InlineData(7, 2, 4)] // 3.5, to even
    [InlineData(0, 0.9, 0)]
    [InlineData(2048, 10, 205)]
    [InlineData(2049, 0.1, 20490)]
    public void Stretch_AnyLength_GivesTheRoundedQuotient(int length, double rate, int expected) =>
        Assert.Equal(expected, TimeStretch.Stretch(Sounds.Noise(length, 1), rate).Length);

    [Theory]
    [InlineData(0.9)]
    [InlineData(1.1)]
    public void Apply_AsAnAugmentation_IsTheStretchedSignalCutOrPadded(double rate)
    {
        float[] signal = Sounds.Harmonics(150, 16001, 16000);
        float[] whole = TimeStretch.Stretch(signal, rate);
        float[] applied = new TimeStretch().Apply(signal, rate, Unused);
        Assert.Equal(signal.Length, applied.Length);
        Assert.Equal(whole.Take(signal.Length).Concat(new float[signal.Length]).Take(signal.Length), applied);
    }

    [Fact]
    public void Draw_ManyTimes_CoversTheRangeEvenly()
    {
        TimeStretch stretch = new();
        SeededRandom random = new(8);
        double[] rates = [.. Enumerable.Range(0, 5000).Select(_ => stretch.Draw(random))];
        Assert.All(rates, rate => Assert.InRange(rate, 0.9, 1.1));
        Assert.InRange(rates.Min(), 0.9, 0.902);
        Assert.InRange(rates.Max(), 1.098, 1.1);
        Assert.Equal(1, rates.Average(), 0.005);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(11)]
    [InlineData(double.NaN)]
    public void Stretch_ImpossibleRate_SaysTheLimits(double rate)
    {
        ArgumentOutOfRangeException error = Assert.Throws<ArgumentOutOfRangeException>(() => TimeStretch.Stretch([1, 2, 3], rate));
        Assert.Contains("The rate must be a number, 0.1 to 10", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0.05, 1)]
    [InlineData(1, 20)]
    [InlineData(1.1, 0.9)]
    public void Constructor_ImpossibleRange_Throws(double minimum, double maximum) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new TimeStretch(minimum, maximum));
}
