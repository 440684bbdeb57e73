using SpeechEmotion.Audio;
using SpeechEmotion.Augmentation.Conditions;
using SpeechEmotion.Signal;
using Xunit;

namespace SpeechEmotion.Tests.Augmentation.Conditions;

public sealed class BackgroundNoisesTests
{
    private static readonly AudioClip s_clip = new([.. Enumerable.Range(0, 48000).Select(n => (float)(0.4 * Math.Sin(0.2 * n)))], 16000);
    private static readonly IReadOnlyList<RecordingCondition> s_noises = BackgroundNoises.All(random => new AudioClip([.. Enumerable.Range(0, 8000).Select(_ => (float)random.NextGaussian())], 8000));

    [Theory]
    [InlineData("babble", 20)]
    [InlineData("environmental noise", 20)]
    [InlineData("music", 20)]
    [InlineData("white noise", 20)]
    public void Apply_NoiseThatGoesOn_IsAsFarBelowAsItSays(string name, double ratio)
    {
        for (ulong seed = 0; seed < 20; seed++)
        {
            float[] noise = Noise(name, seed);
            Assert.Equal(ratio, 20 * Math.Log10(0.4 / Math.Sqrt(2) / Rms(noise)), 0.5);
        }
    }

    [Theory]
    [InlineData("coughing")]
    [InlineData("sneezing")]
    public void Apply_OneBurst_IsTenDecibelsBelowWhereItSounds(string name)
    {
        for (ulong seed = 0; seed < 20; seed++)
        {
            float[] noise = Noise(name, seed);
            int first = Array.FindIndex(noise, sample => sample != 0), last = Array.FindLastIndex(noise, sample => sample != 0);
            Assert.InRange(last - first, 3000, 16000);
            Assert.Equal(10, 20 * Math.Log10(0.4 / Math.Sqrt(2) / Rms(noise[first..(last + 1)])), 0.5);
        }
    }

    [Fact]
    public void Apply_SilenceOrOneSample_StaysFinite()
    {
        foreach (RecordingCondition noise in s_noises)
        {
            Assert.All(noise.Apply(new AudioClip(new float[100], 16000), new SeededRandom(1)).Samples, sample => Assert.Equal(0, sample));
            Assert.True(float.IsFinite(Assert.Single(noise.Apply(new AudioClip([0.5f], 16000), new SeededRandom(1)).Samples)));
        }
    }

    private static float[] Noise(string name, ulong seed)
    {
        RecordingCondition condition = s_noises.Single(noise => noise.Name.StartsWith(name, StringComparison.Ordinal));
        AudioClip noisy = condition.Apply(s_clip, new SeededRandom(seed));
        Assert.Equal(noisy.Samples, condition.Apply(s_clip, new SeededRandom(seed)).Samples);
        return [.. noisy.Samples.Zip(s_clip.Samples, (a, b) => a - b)];
    }

    private static double Rms(float[] samples) => Math.Sqrt(samples.Average(sample => (double)sample * sample));
}
