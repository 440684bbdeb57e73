using SpeechEmotion.Audio;
using SpeechEmotion.Augmentation.Conditions;
using SpeechEmotion.Signal;
using Xunit;

namespace SpeechEmotion.Tests.Augmentation.Conditions;

public sealed class RecordingConditionTests
{
    private static readonly AudioClip s_clip = new([.. Enumerable.Range(0, 32000).Select(n => (float)(0.4 * Math.Sin(0.2 * n)))], 16000);

    [Theory]
    [InlineData("12 dB louder, cut off at full scale", 32000, 0.9)]
    [InlineData("12 dB quieter", 32000, 0.0710)]
    [InlineData("telephone band, 300 to 3,400 Hz", 32000, 0.2828)]
    [InlineData("0.5 s of silence before and after", 48000, 0.2309)]
    [InlineData("the middle 1 s", 16000, 0.2828)]
    [InlineData("repeated to 10 s", 160000, 0.2828)]
    [InlineData("silence added to 10 s", 160000, 0.1265)]
    public void Apply_Tone_HasTheLengthAndLevelItSays(string name, int samples, double level)
    {
        AudioClip altered = Single(name).Apply(s_clip, new SeededRandom(1));

        Assert.Equal(samples, altered.Samples.Length);
        Assert.Equal(level, Math.Sqrt(altered.Samples.Average(sample => (double)sample * sample)), 0.06 * level);
        Assert.All(altered.Samples, sample => Assert.InRange(sample, -1, 1));
    }

    [Fact]
    public void Apply_Mp3_GivesTheSoundBack()
    {
        Assert.SkipWhen(RecordingCondition.Mp3 is null, "ffmpeg is not installed");
        AudioClip altered = RecordingCondition.Mp3!.Apply(s_clip, new SeededRandom(1));

        Assert.InRange(altered.DurationSeconds, 2, 2.3); // The format works in blocks.
        Assert.Equal(0.2828, Math.Sqrt(altered.Samples.Skip(8000).Take(16000).Average(sample => (double)sample * sample)), 0.02);
    }

    private static RecordingCondition Single(string name) => RecordingCondition.All.Single(condition => condition.Name == name);
}
