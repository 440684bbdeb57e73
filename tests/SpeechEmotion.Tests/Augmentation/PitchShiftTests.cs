using SpeechEmotion.Augmentation;
using SpeechEmotion.Signal;
using Xunit;

namespace SpeechEmotion.Tests.Augmentation;

public sealed class PitchShiftTests
{
    private static readonly SeededRandom Unused = new(0);

    [Theory]
    [InlineData(-12)]
    [InlineData(-3)]
    [InlineData(-1)]
    [InlineData(0.5)]
    [InlineData(2)]
    [InlineData(7)]
    public void Apply_Harmonics_MovesTheFundamentalByTheSemitonesWithinOnePercent(double semitones)
    {
        foreach (double fundamental in (double[])[130, 233, 400])
        {
            float[] signal = Sounds.Harmonics(fundamental, 40001, 16000);
            float[] shifted = new PitchShift().Apply(signal, semitones, Unused);
            double expected = fundamental * Math.Pow(2, semitones / 12);
            Assert.Equal(signal.Length, shifted.Length);
            Assert.Equal(expected, Sounds.MedianFundamental(shifted, 16000), expected * 0.01);
        }
    }

    [Fact]
    public void Apply_TwoTones_KeepsTheirTimes()
    {
        float[] signal = [.. Sounds.Tone(300, 16000, 16000), .. Sounds.Tone(500, 16000, 16000)];
        float[] shifted = new PitchShift().Apply(signal, 4, Unused);
        double ratio = Math.Pow(2, 4 / 12.0);
        Assert.Equal(300 * ratio, Sounds.Fundamental(shifted.AsSpan(16000 - 3500, 2048), 16000), 3.0);
        Assert.Equal(500 * ratio, Sounds.Fundamental(shifted.AsSpan(16000 + 1500, 2048), 16000), 5.0);
    }

    [Theory]
    [MemberData(nameof(AugmentationReference.Signals), MemberType = typeof(AugmentationReference))]
    public void Apply_ReferenceSignals_SoundsLikeLibrosa(string name, int sampleRate)
    {
        float[] signal = AugmentationReference.Input(name);
        foreach (int semitones in (int[])[-2, 2])
        {
            float[] expected = AugmentationReference.Altered($"{name}.pitch.{semitones}");
            float[] actual = new PitchShift().Apply(signal, semitones, Unused);
            Assert.Equal(expected.Length, actual.Length);
            double correlation = AugmentationReference.MelCorrelation(expected, actual, sampleRate);
            Assert.InRange(correlation, 0.98, 1);
        }
    }

    [Theory]
    [InlineData(-2)]
    [InlineData(2)]
    public void Apply_ReferenceSilence_IsSilence(int semitones) => Assert.Equal(
        AugmentationReference.Altered($"silence16k.pitch.{semitones}"),
        new PitchShift().Apply(AugmentationReference.Input("silence16k"), semitones, Unused));

    [Fact]
    public void Apply_NoSemitones_GivesTheSignal()
    {
        float[] signal = Sounds.Noise(5000, 2);
        Assert.Equal(signal, new PitchShift().Apply(signal, 0, Unused));
    }

    [Theory]
    [InlineData(-36)]
    [InlineData(-1e-7)]
    [InlineData(0.003)]
    [InlineData(36)]
    public void Apply_ExtremeShift_KeepsLengthAndIsFinite(double semitones)
    {
        float[] shifted = new PitchShift().Apply(Sounds.Noise(5001, 2), semitones, Unused);
        Assert.Equal(5001, shifted.Length);
        Assert.All(shifted, value => Assert.True(float.IsFinite(value)));
    }

    [Fact]
    public void Draw_ManyTimes_GivesEachWholeSemitoneAsOften()
    {
        PitchShift pitch = new();
        SeededRandom random = new(8);
        ILookup<double, double> drawn = Enumerable.Range(0, 6000).Select(_ => pitch.Draw(random)).ToLookup(amount => amount);
        Assert.Equal([-3, -2, -1, 0, 1, 2], drawn.Select(group => group.Key).Order());
        Assert.All(drawn, group => Assert.InRange(group.Count(), 870, 1130));
    }

    [Theory]
    [InlineData(37)]
    [InlineData(-36.5)]
    [InlineData(double.PositiveInfinity)]
    public void Apply_TooFar_SaysTheLimits(double semitones)
    {
        ArgumentOutOfRangeException error = Assert.Throws<ArgumentOutOfRangeException>(() => new PitchShift().Apply([1, 2, 3], semitones, Unused));
        Assert.Contains("The shift in semitones must be a number, -36 to 36", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, -3)]
    [InlineData(-37, 2)]
    [InlineData(0, 37)]
    public void Constructor_ImpossibleRange_Throws(int minimum, int maximum) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new PitchShift(minimum, maximum));
}
