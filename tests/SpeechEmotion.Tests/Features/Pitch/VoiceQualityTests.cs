using SpeechEmotion.Features;
using SpeechEmotion.Signal;
using Xunit;

namespace SpeechEmotion.Tests.Features.Pitch;

/// <summary>
/// Voices that are made of periods of known lengths and amplitudes, through the extractor: what the definitions give for these periods, mean absolute difference of neighbours over the mean,
/// is what the means over the voiced frames say, within 5 %; and the noise that was added to a tone is the noise that is found, within 0.6 dB.
/// </summary>
public class VoiceQualityTests
{
    private const int Rate = 16000;

    [Theory]
    [InlineData(100, 0.000, 0.000)]
    [InlineData(100, 0.010, 0.000)]
    [InlineData(100, 0.005, 0.000)]
    [InlineData(180, 0.010, 0.000)]
    [InlineData(180, 0.000, 0.050)]
    [InlineData(180, 0.010, 0.100)]
    [InlineData(260, 0.005, 0.050)]
    [InlineData(260, 0.020, 0.150)]
    public void Extract_PeriodsOfKnownLengthsAndAmplitudes_HaveTheirJitterAndShimmer(double frequency, double jitter, double shimmer)
    {
        (float[] voice, double trueJitter, double trueShimmer) = Voice(frequency, jitter, shimmer);
        double[] means = Means(voice);
        Assert.Equal(trueJitter, means[1], 0.0005 + (0.05 * trueJitter));
        Assert.Equal(trueShimmer, means[2], 0.002 + (0.05 * trueShimmer));
    }

    [Theory]
    [InlineData(10)]
    [InlineData(15)]
    [InlineData(20)]
    [InlineData(30)]
    public void Extract_ToneWithHarmonicsInNoise_HasTheRatioOfTheirPowers(double ratio)
    {
        SeededRandom random = new(3);
        double deviation = Math.Sqrt(((0.3 * 0.3) + (0.2 * 0.2) + (0.1 * 0.1)) / 2 * Math.Pow(10, -ratio / 10));
        double[] means = Means([.. Enumerable.Range(0, 3 * Rate).Select(i =>
        {
            double phase = 2 * Math.PI * 153.7 * i / Rate;
            return (float)((0.3 * Math.Sin(phase)) + (0.2 * Math.Sin(2 * phase)) + (0.1 * Math.Sin(3 * phase)) + (deviation * random.NextGaussian()));
        })]);
        Assert.Equal(ratio, means[0], 0.6);
    }

    [Fact]
    public void Extract_FramesWithoutAPitch_AreZeroAndBesideThePitchOnesThatHaveOneAreNot()
    {
        SeededRandom random = new(9);
        float[] noise = [.. Enumerable.Range(0, Rate).Select(_ => (float)random.NextUniform(-0.5, 0.5))];
        FeatureMatrix features = Extract([.. noise, .. Voice(150, 0.01, 0.05).Samples], FeatureKind.Pitch, FeatureKind.HarmonicsToNoise, FeatureKind.Jitter, FeatureKind.Shimmer);
        for (int t = 0; t < features.Frames; t++)
        {
            Assert.Equal(features.Band(0)[t] > 0, features.Band(1)[t] > 0);
            Assert.True(features.Band(0)[t] > 0 || (features.Band(2)[t] == 0 && features.Band(3)[t] == 0));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.3f)]
    public void Extract_SilenceOrAConstant_IsZero(float value) =>
        Assert.All(Extract([.. Enumerable.Repeat(value, 8000)], FeatureKind.HarmonicsToNoise, FeatureKind.Jitter, FeatureKind.Shimmer).Values.Where((_, i) => (i % 51) is > 4 and < 46), x => Assert.Equal(0, x));

    [Fact]
    public void Extract_LouderWithAnOffset_StaysTheSame()
    {
        float[] voice = Voice(150, 0.01, 0.05).Samples;
        double[] before = Means(voice), after = Means([.. voice.Select(x => (1.7f * x) + 0.01f)]);
        for (int i = 0; i < before.Length; i++)
        {
            Assert.Equal(before[i], after[i], 0.02 * before[i]);
        }
    }

    private static double[] Means(float[] samples)
    {
        FeatureConfig config = Config(FeatureKind.HarmonicsToNoise, FeatureKind.Jitter, FeatureKind.Shimmer);
        double[] statistics = FeatureStatistics.Of(config, Extract(samples, [.. config.Kinds]));
        return [statistics[0], statistics[2], statistics[4]];
    }

    private static FeatureMatrix Extract(float[] samples, params FeatureKind[] kinds) => new FeatureExtractor(Config(kinds)).Extract(samples);

    private static FeatureConfig Config(params FeatureKind[] kinds) => new() { Kinds = kinds, SampleRate = Rate, HopLength = 160 };

    /// <summary>Three seconds of pulses that ring in three formants, each beginning where it begins, between samples too; and the jitter and shimmer of these pulses by definition.</summary>
    private static (float[] Samples, double Jitter, double Shimmer) Voice(double frequency, double jitter, double shimmer)
    {
        SeededRandom random = new(7);
        List<(double Time, double Amplitude)> pulses = [];
        for (double time = 0.01; time < 3; time += (1 + (jitter * random.NextGaussian())) / frequency)
        {
            pulses.Add((time, 0.1 * (1 + (shimmer * random.NextGaussian()))));
        }

        float[] samples = new float[3 * Rate];
        foreach ((double time, double amplitude) in pulses)
        {
            for (int i = (int)Math.Ceiling(time * Rate); i < Math.Min(samples.Length, (time + 0.02) * Rate); i++)
            {
                double passed = ((double)i / Rate) - time;
                foreach ((double formant, double width, double share) in (ReadOnlySpan<(double, double, double)>)[(350, 250, 1), (900, 300, 0.4), (1600, 400, 0.1)])
                {
                    samples[i] += (float)(amplitude * share * Math.Exp(-Math.PI * width * passed) * Math.Sin(2 * Math.PI * formant * passed));
                }
            }
        }

        double[] periods = [.. pulses.Zip(pulses.Skip(1), (a, b) => b.Time - a.Time)], amplitudes = [.. pulses.Select(pulse => pulse.Amplitude)];
        return (samples, Local(periods), Local(amplitudes));

        static double Local(double[] values) => values.Zip(values.Skip(1), (a, b) => Math.Abs(a - b)).Average() / values.Average();
    }
}
