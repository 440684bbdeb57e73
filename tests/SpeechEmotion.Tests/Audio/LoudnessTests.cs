using SpeechEmotion.Audio;
using Xunit;

namespace SpeechEmotion.Tests.Audio;

public sealed class LoudnessTests
{
    private const int Rate = 8000;

    [Theory]
    [InlineData(1, -20, 1)]
    [InlineData(0.24, -20, 0.24)]
    [InlineData(1, -64, 1)]
    [InlineData(1, -66, 0)]
    public void SecondsOfSound_Tone_IsItsDurationUnlessSilent(double seconds, double level, double expected) =>
        Assert.Equal(expected, Loudness.SecondsOfSound(Tone(seconds, level), Rate), 0.001);

    [Fact]
    public void SecondsOfSound_SoftRoomAroundASound_IsTheSoundAlone()
    {
        float[] clip = [.. Tone(1, -55), .. Tone(0.5, -10), .. Tone(1, -55)];
        Assert.Equal(0.5, Loudness.SecondsOfSound(clip, Rate), 0.001);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.5f)]
    public void SecondsOfSound_Constant_IsNone(float value) => Assert.Equal(0, Loudness.SecondsOfSound(Enumerable.Repeat(value, Rate).ToArray(), Rate));

    [Fact]
    public void SecondsOfSound_OffsetOfASound_ChangesNothing()
    {
        float[] moved = [.. Tone(1, -40).Select(sample => sample + 0.5f)];
        Assert.Equal(1, Loudness.SecondsOfSound(moved, Rate), 0.001);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(159)]
    public void SecondsOfSound_LessThanAFrame_IsNone(int length) => Assert.Equal(0, Loudness.SecondsOfSound(Tone(1, -20).AsSpan(0, length), Rate));

    /// <summary>A tone whose root mean square has this level.</summary>
    private static float[] Tone(double seconds, double level) =>
        [.. Enumerable.Range(0, (int)(seconds * Rate)).Select(i => (float)(Math.Sqrt(2) * Math.Pow(10, level / 20) * Math.Sin(2 * Math.PI * 400 * i / Rate)))];
}
