using SpeechEmotion.Audio;
using Xunit;

namespace SpeechEmotion.Tests.Audio;

public sealed class AudioClipTests
{
    [Fact]
    public void FromInterleaved_Channels_AreMixedToTheirMean()
    {
        AudioClip clip = AudioClip.FromInterleaved([0.5f, -0.5f, 1, 0, float.MaxValue, float.MaxValue], 2, 44100);
        Assert.Equal([0, 0.5f, float.MaxValue], clip.Samples);
        Assert.Equal(44100, clip.SampleRate);
        Assert.Equal([1, 2], AudioClip.FromInterleaved([1, 2], 1, 8000).Samples);
        Assert.Empty(AudioClip.FromInterleaved([], 6, 8000).Samples);
    }

    [Fact]
    public void FromInterleaved_HalfAFrameOrNoChannel_SaysSo()
    {
        Assert.Contains("3 samples are no multiple of 2 channels", Assert.Throws<ArgumentException>(() => AudioClip.FromInterleaved([1, 2, 3], 2, 8000)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => AudioClip.FromInterleaved([1], 0, 8000));
    }

    [Fact]
    public void Resample_OtherRate_KeepsTheDuration()
    {
        AudioClip clip = new AudioClip(new float[22050], 22050).Resample(16000);
        Assert.Equal(16000, clip.SampleRate);
        Assert.Equal(16000, clip.Samples.Length);
        Assert.Equal(1, clip.DurationSeconds);
    }

    [Fact]
    public void Resample_SameRate_ReturnsTheClipItself()
    {
        var clip = new AudioClip([1, 2], 16000);
        Assert.Same(clip, clip.Resample(16000));
    }

    [Fact]
    public void Resample_ImpossibleRate_Throws() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new AudioClip([1], 16000).Resample(0));

    [Fact]
    public void WithLength_Longer_AddsSilenceAtTheEnd()
    {
        float[] samples = [1, 2];
        AudioClip clip = new AudioClip(samples, 8000).WithLength(4);
        Assert.Equal([1, 2, 0, 0], clip.Samples);
        Assert.Equal(8000, clip.SampleRate);
        Assert.Equal([1, 2], samples);
    }

    [Fact]
    public void WithLength_Shorter_CutsTheEnd()
    {
        Assert.Equal([1, 2], new AudioClip([1, 2, 3], 8000).WithLength(2).Samples);
        Assert.Empty(new AudioClip([1, 2, 3], 8000).WithLength(0).Samples);
    }

    [Fact]
    public void WithLength_Same_ReturnsTheClipItself()
    {
        var clip = new AudioClip([1, 2], 16000);
        Assert.Same(clip, clip.WithLength(2));
    }

    [Fact]
    public void WithLength_Negative_Throws() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new AudioClip([1], 16000).WithLength(-1));
}
