using SpeechEmotion.Features;
using SpeechEmotion.Features.Encoders;
using SpeechEmotion.Signal;
using Xunit;

namespace SpeechEmotion.Tests.Features.Encoders;

public sealed class WhisperMelTests
{
    [Theory]
    [InlineData(80)]
    [InlineData(128)]
    public void Of_Noise_IsTheFormulaFrameByFrame(int bands)
    {
        SeededRandom random = new(7);
        float[] clip = [.. Enumerable.Range(0, WhisperMel.ClipLength + 500).Select(_ => (float)(0.1 * random.NextGaussian()))]; // what is beyond 30 s does not count
        FeatureMatrix mel = WhisperMel.Of(clip, bands);
        Assert.Equal((bands, 3000), (mel.Bands, mel.Frames));
        double[][] powers = [.. new[] { 0, 1, 2, 1234, 2998, 2999 }.Select(frame => LogPower(clip[..WhisperMel.ClipLength], frame, bands))];
        double greatest = Enumerable.Range(0, bands).Max(band => Enumerable.Range(0, 3000).Max(frame => (4 * mel[band, frame]) - 4));
        foreach ((int frame, double[] power) in new[] { 0, 1, 2, 1234, 2998, 2999 }.Zip(powers))
        {
            for (int band = 0; band < bands; band++)
            {
                Assert.Equal((Math.Max(power[band], greatest - 8) + 4) / 4, mel[band, frame], 1e-4);
            }
        }
    }

    [Fact]
    public void Of_ShortClip_IsPaddedWithSilenceAtTheFloor()
    {
        float[] clip = [.. Enumerable.Range(0, 16000).Select(n => MathF.Sin(2 * MathF.PI * 440 * n / 16000))];
        FeatureMatrix mel = WhisperMel.Of(clip);
        float greatest = mel.Values.Max(), least = mel.Values.Min();
        Assert.Equal(2, greatest - least, 1e-5); // 8 powers of ten, over 4
        Assert.All(Enumerable.Range(102, 2898), frame => Assert.Equal(least, mel[40, frame]));
    }

    [Fact]
    public void Of_Silence_IsConstant() => Assert.All(WhisperMel.Of(new float[1000]).Values, value => Assert.Equal(-1.5f, value, 1e-6f)); // (log10(1e-10) + 4) / 4

    private static double[] LogPower(float[] clip, int frame, int bands)
    {
        float[] weights = new MelFilterBank(16000, 400, bands, 0, 8000).ToMatrix();
        double[] power = new double[201];
        for (int bin = 0; bin < power.Length; bin++)
        {
            (double re, double im) = (0, 0);
            for (int m = 0; m < 400; m++)
            {
                int n = Math.Abs((160 * frame) + m - 200);
                n = n < clip.Length ? n : (2 * (clip.Length - 1)) - n;
                double x = clip[n] * (0.5 - (0.5 * Math.Cos(2 * Math.PI * m / 400))), angle = 2 * Math.PI * bin * m / 400;
                re += x * Math.Cos(angle);
                im -= x * Math.Sin(angle);
            }

            power[bin] = (re * re) + (im * im);
        }

        return [.. Enumerable.Range(0, bands).Select(band => Math.Log10(Math.Max(1e-10, Enumerable.Range(0, 201).Sum(bin => weights[(band * 201) + bin] * power[bin]))))];
    }
}
