using SpeechEmotion.Features;
using SpeechEmotion.Signal;
using Xunit;

namespace SpeechEmotion.Tests.Features.Pitch;

/// <summary>
/// Signals of known pitch, through the extractor: tones within 0.1 %, a sweep of an octave per half second and voices made of pulses within 1.5 %, of which half is that pulses stand on whole
/// samples; what has no pitch gets none.
/// </summary>
public class PitchTrackerTests
{
    private const int Hop = 160;

    [Theory]
    [InlineData(65, 16000)]
    [InlineData(110, 16000)]
    [InlineData(220, 16000)]
    [InlineData(313, 16000)]
    [InlineData(440, 16000)]
    [InlineData(590, 16000)]
    [InlineData(123.4, 8000)]
    [InlineData(250, 44100)]
    public void Extract_Tone_HasItsFrequency(double frequency, int rate)
    {
        (float[] pitch, float[] voicing) = Track([.. Enumerable.Range(0, rate).Select(i => (float)(0.3 * Math.Sin(2 * Math.PI * frequency * i / rate)))], rate);
        for (int t = 5; t < pitch.Length - 5; t++)
        {
            Assert.Equal(frequency, pitch[t], 0.001 * frequency);
            Assert.InRange(voicing[t], 0.99, 1);
        }
    }

    [Fact]
    public void Extract_Sweep_IsFollowed()
    {
        const int rate = 16000;
        (float[] pitch, _) = Track(Sum(rate, rate, t => 100 * Math.Pow(4, t), phase => 0.5 * Math.Sin(2 * Math.PI * phase)), rate);
        for (int t = 5; t < pitch.Length - 5; t++)
        {
            double expected = 100 * Math.Pow(4, (double)t * Hop / rate);
            Assert.Equal(expected, pitch[t], 0.015 * expected);
        }
    }

    [Theory]
    [InlineData(80, 0)]
    [InlineData(120, 0)]
    [InlineData(120, 0.005)]
    [InlineData(220, 0.005)]
    [InlineData(350, 0)]
    public void Extract_PulsesThroughFormants_HaveThePitchOfTheVoice(double mean, double noise)
    {
        // A melody of ±5 % around the mean, three formants of an open vowel.
        const int rate = 16000;
        double Pitch(double t) => mean * (1 + (0.05 * Math.Sin(2 * Math.PI * t)));
        int pulses = 0;
        float[] voice = Sum(rate, rate, Pitch, phase =>
        {
            bool begins = phase >= pulses;
            pulses += begins ? 1 : 0;
            return begins ? 1 : 0;
        });
        foreach ((double frequency, double width) in (ReadOnlySpan<(double, double)>)[(700, 110), (1220, 120), (2600, 160)])
        {
            voice = Resonate(voice, frequency, width, rate);
        }

        float loudest = voice.Max(Math.Abs);
        var random = new SeededRandom(4);
        voice = [.. voice.Select(x => (0.5f * x / loudest) + (float)random.NextUniform(-noise, noise))];
        (float[] pitch, _) = Track(voice, rate);
        int voiced = 0;
        for (int t = 5; t < pitch.Length - 5; t++)
        {
            double expected = Pitch((double)t * Hop / rate);
            if (pitch[t] > 0)
            {
                voiced++;
                Assert.Equal(expected, pitch[t], 0.015 * expected);
            }
        }

        Assert.True(voiced >= 0.85 * (pitch.Length - 10), $"{voiced} of {pitch.Length - 10} frames are voiced");
    }

    [Fact]
    public void Extract_Noise_HasNoPitch()
    {
        var random = new SeededRandom(9);
        (float[] pitch, float[] voicing) = Track([.. Enumerable.Range(0, 48000).Select(_ => (float)random.NextUniform(-0.5, 0.5))], 16000);
        Assert.All(pitch, value => Assert.Equal(0, value));
        Assert.InRange(voicing.Max(), 0, 0.6);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.3f)]
    public void Extract_SilenceOrAConstant_HasNoPitchAndNoVoicing(float value)
    {
        (float[] pitch, float[] voicing) = Track([.. Enumerable.Repeat(value, 8000)], 16000);
        Assert.All(pitch[5..^5].Concat(voicing[5..^5]), x => Assert.Equal(0, x));
    }

    [Theory]
    [InlineData(40)]
    [InlineData(1000)]
    [InlineData(3000)]
    public void Extract_ToneBeyondVoices_HasNoPitch(double frequency)
    {
        (float[] pitch, _) = Track([.. Enumerable.Range(0, 16000).Select(i => (float)(0.3 * Math.Sin(2 * Math.PI * frequency * i / 16000)))], 16000);
        Assert.All(pitch[5..^5], value => Assert.Equal(0, value));
    }

    [Theory]
    [InlineData(0.01f)]
    [InlineData(2f)]
    public void Extract_LouderOrSofterWithAnOffset_KeepsThePitch(float gain)
    {
        float[] tone = [.. Enumerable.Range(0, 8000).Select(i => (float)(0.3 * Math.Sin(2 * Math.PI * 200 * i / 16000)))];
        (float[] before, _) = Track(tone, 16000);
        (float[] after, _) = Track([.. tone.Select(x => (gain * x) + 0.01f)], 16000);
        for (int t = 5; t < before.Length - 5; t++)
        {
            Assert.Equal(before[t], after[t], 0.1);
        }
    }

    [Fact]
    public void Validate_LowRate_IsAFault() =>
        Assert.Equal(
            ["features.sampleRate is 2000; f0, voicing, hnr, jitter and shimmer need at least 4000 Hz"],
            new FeatureConfig { SampleRate = 2000, Kinds = [FeatureKind.Voicing] }.Validate());

    private static (float[] Pitch, float[] Voicing) Track(float[] samples, int rate)
    {
        FeatureMatrix features = new FeatureExtractor(new FeatureConfig { Kinds = [FeatureKind.Pitch, FeatureKind.Voicing], SampleRate = rate, HopLength = Hop }).Extract(samples);
        return (features.Band(0).ToArray(), features.Band(1).ToArray());
    }

    private static float[] Sum(int length, int rate, Func<double, double> frequency, Func<double, double> wave)
    {
        float[] samples = new float[length];
        double phase = 0;
        for (int i = 0; i < length; i++)
        {
            samples[i] = (float)wave(phase);
            phase += frequency((double)i / rate) / rate;
        }

        return samples;
    }

    private static float[] Resonate(float[] samples, double frequency, double width, int rate)
    {
        double radius = Math.Exp(-Math.PI * width / rate), a = 2 * radius * Math.Cos(2 * Math.PI * frequency / rate), b = -radius * radius;
        float[] result = new float[samples.Length];
        double one = 0, two = 0;
        for (int i = 0; i < samples.Length; i++)
        {
            (one, two) = (samples[i] + (a * one) + (b * two), one);
            result[i] = (float)one;
        }

        return result;
    }
}
