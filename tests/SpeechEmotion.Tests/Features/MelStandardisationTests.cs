using SpeechEmotion.Features;
using SpeechEmotion.Signal;
using Xunit;

namespace SpeechEmotion.Tests.Features;

public sealed class MelStandardisationTests
{
    private static readonly FeatureConfig s_config = new() { Kinds = [FeatureKind.MelStandardised], WindowLength = 400, HopLength = 160, MelBands = 64 };

    [Fact]
    public void Apply_Random_EqualsTheDefinition()
    {
        const int bands = 5, frames = 43;
        SeededRandom random = new(3);
        float[] power = [.. Enumerable.Range(0, bands * frames).Select(i => (float)Math.Pow(10, i % frames < 9 ? random.NextUniform(-9, -7) : random.NextUniform(-2, 0)))];
        double floor = (10 * Math.Log10(power.Max())) - 80;
        float[] actual = [.. power, .. new float[power.Length + frames]];
        MelStandardisation.Apply(actual, bands, frames);

        double level = Enumerable.Range(0, bands * frames).Where(i => i % frames >= 9).Average(i => Math.Max(10 * Math.Log10(power[i]), floor));
        for (int band = 0; band < bands; band++)
        {
            double[] decibels = [.. Enumerable.Range(0, frames).Select(t => Math.Max(10 * Math.Log10(power[(band * frames) + t]), floor))];
            double[] active = decibels[9..]; // the first nine frames are 50 dB and more below the others
            double mean = active.Average(), deviation = Math.Sqrt(active.Average(x => (x - mean) * (x - mean)));
            for (int t = 0; t < frames; t++)
            {
                Assert.Equal(Math.Max((decibels[t] - mean) / (deviation + 1), -3), actual[(band * frames) + t], 1e-3);
                Assert.Equal(t < 9 ? 0 : 1, actual[(2 * bands * frames) + t]);
                Assert.Equal(Math.Clamp((decibels[t] - level) / 12, -4, 4), actual[((bands + band) * frames) + t], 1e-3);
            }
        }
    }

    [Fact]
    public void Extract_LouderOrWithSilenceAround_IsTheSame()
    {
        FeatureExtractor extractor = new(s_config);
        float[] voice = Voice(16000), louder = [.. voice.Select(sample => 4 * sample)], padded = [.. new float[8000], .. voice, .. new float[8000]];

        FeatureMatrix plain = extractor.Extract(voice), loud = extractor.Extract(louder), silenceAround = extractor.Extract(padded);

        double difference = 0;
        for (int band = 0; band < plain.Bands; band++)
        {
            for (int t = 5; t < plain.Frames - 5; t++)
            {
                Assert.Equal(plain[band, t], loud[band, t], 1e-3);
                difference += Math.Abs(plain[band, t] - silenceAround[band, t + 50]) / plain.Bands / (plain.Frames - 10);
            }
        }

        Assert.True(difference < 0.1, $"silence moved the values by {difference} on average"); // two frames more, which fade in and out, count
    }

    [Fact]
    public void Extract_Silence_IsAllZeroAndActive()
    {
        FeatureMatrix features = new FeatureExtractor(s_config).Extract(new float[4000]);
        Assert.All(features.Values.SkipLast(features.Frames), value => Assert.Equal(0, value, 1e-5));
        Assert.All(features.Band(features.Bands - 1).ToArray(), value => Assert.Equal(1, value));
    }

    [Fact]
    public void Extract_ShorterThanTheMinimum_IsPaddedToIt()
    {
        FeatureExtractor extractor = new(s_config with { MinimumLength = 16000 });

        Assert.Equal(101, extractor.Extract(Voice(300)).Frames);
        Assert.Equal(126, extractor.Extract(Voice(20000)).Frames);
    }

    [Fact]
    public void Apply_WrongRoom_Throws() => Assert.Throws<ArgumentException>(() => MelStandardisation.Apply(new float[7], 2, 3));

    private static float[] Voice(int length)
    {
        SeededRandom random = new(8);
        return [.. Enumerable.Range(0, length).Select(i => (float)(0.2 * Math.Sin(0.05 * i) * Math.Sin(0.0007 * i) + (0.01 * random.NextGaussian())))];
    }
}
