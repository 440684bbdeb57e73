using SpeechEmotion.Audio;
using SpeechEmotion.Augmentation.Conditions;
using SpeechEmotion.Signal;
using Xunit;

namespace SpeechEmotion.Tests.Augmentation.Conditions;

public sealed class SpectralTiltsTests
{
    [Fact]
    public void Apply_TwoTones_TiltsTheirRatioInAStraightLineAndKeepsTheLevel()
    {
        // 1 kHz and 6 kHz of 8 kHz: gains of 7/8 and 2/8 downward, 1/8 and 6/8 upward.
        AudioClip clip = new([.. Enumerable.Range(0, 16000).Select(n => (float)(0.2 * (Math.Sin(2 * Math.PI * 1000 * n / 16000) + Math.Sin(2 * Math.PI * 6000 * n / 16000))))], 16000);
        foreach ((RecordingCondition tilt, double ratio) in new[] { (SpectralTilts.Downward, 3.5), (SpectralTilts.Upward, 1 / 6.0) })
        {
            AudioClip tilted = tilt.Apply(clip, new SeededRandom(1));
            Assert.Equal(16000, tilted.Samples.Length);
            Assert.Equal(ratio, Amplitude(tilted, 1000) / Amplitude(tilted, 6000), 0.02 * ratio);
            Assert.Equal(0.2, Math.Sqrt(tilted.Samples.Average(sample => (double)sample * sample)), 0.002);
        }
    }

    private static double Amplitude(AudioClip clip, double frequency)
    {
        double re = 0, im = 0;
        for (int n = 4000; n < 12000; n++)
        {
            double angle = 2 * Math.PI * frequency * n / clip.SampleRate;
            re += clip.Samples[n] * Math.Cos(angle);
            im += clip.Samples[n] * Math.Sin(angle);
        }

        return Math.Sqrt((re * re) + (im * im)) / 4000;
    }
}
