using SpeechEmotion.Features;
using SpeechEmotion.Signal;
using Xunit;

namespace SpeechEmotion.Tests.Features.Spectral;

/// <summary>Signals whose spectra are known in closed form, through the extractor.</summary>
public class SpectralShapeTests
{
    private const int Rate = 16000;
    private const double BinWidth = Rate / 512.0;

    [Theory]
    [InlineData(20)]
    [InlineData(48)]
    [InlineData(200)]
    public void Extract_ToneOnABin_HasItsCentroidSpreadAndRollOff(int bin)
    {
        // Under a Hann window its magnitudes are 1/2, 1, 1/2 on three bins: mean bin, variance 1/2; 1/2 + 1 of 2 is less than 0.85, so that the roll-off is the third.
        float[] tone = Tone(bin * BinWidth);
        Assert.Equal(bin * BinWidth, Middle(FeatureKind.SpectralCentroid, tone)[0], 2.0);
        Assert.Equal(Math.Sqrt(0.5) * BinWidth, Middle(FeatureKind.SpectralBandwidth, tone)[0], 2.0);
        Assert.Equal((bin + 1) * BinWidth, Middle(FeatureKind.SpectralRollOff, tone)[0], 1e-3);
    }

    [Fact]
    public void Extract_TwoEqualTones_HaveTheirMeanAndHalfTheirDistance()
    {
        float[] tones = [.. Tone(50 * BinWidth).Zip(Tone(150 * BinWidth), (a, b) => (a + b) / 2)];
        Assert.Equal(100 * BinWidth, Middle(FeatureKind.SpectralCentroid, tones)[0], 5.0);
        Assert.Equal(Math.Sqrt((50 * 50) + 0.5) * BinWidth, Middle(FeatureKind.SpectralBandwidth, tones)[0], 5.0);
    }

    [Fact]
    public void Extract_WhiteNoise_IsAsFlatAsNoiseIs()
    {
        // Powers of noise are exponentially distributed: the geometric mean over the arithmetic one is e^-0.5772 = 0.561. The spectrum reaches 0.85 of its sum at 0.85 of its width.
        float[] noise = Noise(10 * Rate);
        Assert.Equal(0.561, Mean(FeatureKind.SpectralFlatness, noise), 0.01);
        Assert.Equal(0.5 * Rate / 2, Mean(FeatureKind.SpectralCentroid, noise), 50.0);
        Assert.Equal(0.85 * Rate / 2, Mean(FeatureKind.SpectralRollOff, noise), 50.0);
        Assert.Equal(Rate / 2 / Math.Sqrt(12), Mean(FeatureKind.SpectralBandwidth, noise), 50.0);
    }

    [Fact]
    public void Extract_Impulse_IsFlat()
    {
        float[] impulse = new float[Rate];
        impulse[64 * 128] = 0.5f;
        Assert.Equal(1, new FeatureExtractor(new FeatureConfig { Kinds = [FeatureKind.SpectralFlatness] }).Extract(impulse)[0, 64], 1e-5);
    }

    [Fact]
    public void Extract_Tone_IsNotFlat() => Assert.InRange(Middle(FeatureKind.SpectralFlatness, Tone(1000))[0], 0, 1e-3);

    [Theory]
    [InlineData(261.63, 0)] // C4
    [InlineData(523.25, 0)]
    [InlineData(587.33, 2)] // D5
    [InlineData(440, 9)]    // A4
    [InlineData(880, 9)]
    [InlineData(987.77, 11)]
    public void Extract_Note_IsItsPitchClass(double frequency, int expected)
    {
        float[] chroma = Middle(FeatureKind.Chroma, Tone(frequency), frameLength: 4096);
        Assert.Equal(12, chroma.Length);
        Assert.Equal(1, chroma[expected], 1e-6);
        Assert.All(chroma.Where((_, i) => i != expected), value => Assert.InRange(value, 0, 0.7));
    }

    [Theory]
    [InlineData(FeatureKind.SpectralCentroid)]
    [InlineData(FeatureKind.SpectralBandwidth)]
    [InlineData(FeatureKind.SpectralRollOff)]
    [InlineData(FeatureKind.Chroma)]
    public void Extract_FourTimesAsLoud_IsTheSame(FeatureKind kind)
    {
        float[] samples = Noise(8000), louder = [.. samples.Select(x => 4 * x)]; // a power of 2, so that nothing rounds differently
        FeatureConfig config = new() { Kinds = [kind] };
        Assert.Equal(new FeatureExtractor(config).Extract(samples).Values, new FeatureExtractor(config).Extract(louder).Values);
    }

    private static float[] Middle(FeatureKind kind, float[] samples, int frameLength = 512)
    {
        FeatureMatrix features = new FeatureExtractor(new FeatureConfig { Kinds = [kind], FrameLength = frameLength }).Extract(samples);
        return [.. Enumerable.Range(0, features.Bands).Select(row => features[row, features.Frames / 2])];
    }

    private static double Mean(FeatureKind kind, float[] samples)
    {
        float[] values = new FeatureExtractor(new FeatureConfig { Kinds = [kind] }).Extract(samples).Values;
        return values[4..^4].Average();
    }

    private static float[] Tone(double frequency) => [.. Enumerable.Range(0, Rate).Select(i => (float)(0.5 * Math.Sin(2 * Math.PI * frequency * i / Rate)))];

    private static float[] Noise(int length)
    {
        var random = new SeededRandom(5);
        return [.. Enumerable.Range(0, length).Select(_ => (float)random.NextUniform(-0.5, 0.5))];
    }
}
