using SpeechEmotion.Audio;
using SpeechEmotion.Augmentation.Conditions;
using SpeechEmotion.Signal;
using Xunit;

namespace SpeechEmotion.Tests.Augmentation.Conditions;

public sealed class SmallChangesTests
{
    private static readonly AudioClip s_clip = new([.. Enumerable.Range(0, 16000).Select(n => (float)(0.4 * Math.Sin(0.2 * n)))], 16000);

    [Fact]
    public void All_Changes_AreReproducibleAndSmall()
    {
        float[] before = [.. s_clip.Samples];
        foreach (RecordingCondition change in SmallChanges.All)
        {
            AudioClip once = change.Apply(s_clip, new SeededRandom(5)), again = change.Apply(s_clip, new SeededRandom(5));
            Assert.Equal(once.Samples, again.Samples);
            Assert.Equal(before, s_clip.Samples);
            Assert.InRange(once.Samples.Length, 15000, 17000);
            Assert.InRange(20 * Math.Log10(Rms(once.Samples) / Rms(before)), -2.2, 2.2);
            Assert.NotEqual(before, once.Samples);
        }
    }

    [Fact]
    public void WhiteNoise_IsAsFarBelowAsItSays()
    {
        AudioClip noisy = Single("white noise").Apply(s_clip, new SeededRandom(1));
        double ratio = 20 * Math.Log10(Rms(s_clip.Samples) / Rms(noisy.Samples.Zip(s_clip.Samples, (a, b) => a - b)));
        Assert.Contains(new[] { 35, 40, 45 }, decibels => Math.Abs(decibels - ratio) < 0.3);
    }

    [Fact]
    public void Tone_IsAsFarBelowThePeakAsItSays()
    {
        AudioClip changed = Single("tone").Apply(s_clip, new SeededRandom(1));
        double ratio = 20 * Math.Log10(0.4 / changed.Samples.Zip(s_clip.Samples, (a, b) => Math.Abs(a - b)).Max());
        Assert.Contains(new[] { 40, 45, 50 }, decibels => Math.Abs(decibels - ratio) < 0.2);
    }

    [Fact]
    public void CutOff_CutsAsManySamplesAsItSays()
    {
        SeededRandom random = new(3);
        AudioClip noise = new([.. Enumerable.Range(0, 20000).Select(_ => (float)random.NextGaussian())], 16000);
        AudioClip changed = Single("0.1 to 0.3 %").Apply(noise, new SeededRandom(1));
        int cut = changed.Samples.Zip(noise.Samples, (a, b) => a != b).Count(different => different);
        Assert.Contains(cut, new[] { 20, 40, 60 });
    }

    private static double Rms(IEnumerable<float> samples) => Math.Sqrt(samples.Average(sample => (double)sample * sample));

    private static RecordingCondition Single(string name) => SmallChanges.All.Single(condition => condition.Name.StartsWith(name, StringComparison.Ordinal));
}
