using FsCheck;
using FsCheck.Fluent;
using SpeechEmotion.Audio;
using Xunit;

namespace SpeechEmotion.Tests.Audio;

public sealed class WavWriterTests
{
    // Closed form

    [Fact]
    public void Write_Integer16_RoundsHalfToEvenAndClips()
    {
        const float step = 1f / 32768;
        float[] samples = [0, 0.25f, 0.4f * step, 0.5f * step, 1.5f * step, -1.5f * step, 1, 1.7f, -1, -42, 32767 * step, 32767.4f * step];
        float[] expected = [0, 0.25f, 0, 0, 2 * step, -2 * step, 32767 * step, 32767 * step, -1, -1, 32767 * step, 32767 * step];
        Assert.Equal(expected, RoundTrip(samples, WavEncoding.Integer16));
    }

    [Fact]
    public void Write_Float32_KeepsWhatIsLoud() =>
        Assert.Equal([1.5f, -1000, float.Epsilon, float.MaxValue], RoundTrip([1.5f, -1000, float.Epsilon, float.MaxValue], WavEncoding.Float32));

    [Theory]
    [InlineData(WavEncoding.Integer16)]
    [InlineData(WavEncoding.Float32)]
    public void Write_AnyClip_IsTheFileOfTheDefinition(WavEncoding encoding)
    {
        double[] samples = [0.5, -0.25, 0.125];
        bool isFloat = encoding == WavEncoding.Float32;
        var builder = new WavBuilder { SampleRate = 22050, Tag = isFloat ? 3 : 1, Bits = isFloat ? 32 : 16 };
        if (isFloat)
        {
            builder = builder with { FormatLength = 18, Middle = WavBuilder.Chunk("fact", BitConverter.GetBytes(samples.Length)) };
        }

        using var stream = new MemoryStream();
        WavWriter.Write(stream, new AudioClip([.. samples.Select(x => (float)x)], 22050), encoding);
        Assert.Equal(builder.WithSamples(samples).Build(), stream.ToArray());
    }

    // Properties

    [Fact]
    public void Write_AnyFiniteSamples_ReadsBackAsDocumented() =>
        Prop.ForAll(
            Gen.Choose(-70_000_000, 70_000_000).Select(value => value / 67_108_864f).NonEmptyListOf().ToArbitrary(),
            list =>
            {
                float[] samples = [.. list];
                IEnumerable<float> rounded = samples.Select(x => Math.Clamp(MathF.Round(x * 32768), -32768, 32767) / 32768);
                return RoundTrip(samples, WavEncoding.Float32).SequenceEqual(samples) && RoundTrip(samples, WavEncoding.Integer16).SequenceEqual(rounded);
            }).Check(Config.QuickThrowOnFailure.WithMaxTest(200).WithReplay(9, 1234567));

    [Fact]
    public void Write_LongerThanABlock_WritesEverySample()
    {
        float[] samples = [.. Enumerable.Range(0, 100_001).Select(i => (i % 999) / 1024f)];
        Assert.Equal(samples, RoundTrip(samples, WavEncoding.Integer16));
        Assert.Equal(samples, RoundTrip(samples, WavEncoding.Float32));
    }

    // Edges

    [Fact]
    public void Write_Path_ReplacesTheFileAndLeavesNothingElse()
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("clip.wav");
        WavWriter.Write(path, new AudioClip([0.5f, 0.5f], 8000));
        WavWriter.Write(path, new AudioClip([0.25f], 16000));
        Assert.Equal([0.25f], AudioFile.Read(path).Samples);
        Assert.Equal([path], Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void Write_SampleThatIsNotFinite_ThrowsAndWritesNothing()
    {
        using var folder = new TemporaryFolder();
        var exception = Assert.Throws<ArgumentException>(() => WavWriter.Write(folder.File("clip.wav"), new AudioClip([0, float.NaN], 8000)));
        Assert.Contains("Sample 1 of the clip is NaN", exception.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void Write_UnknownEncoding_Throws() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => WavWriter.Write(new MemoryStream(), new AudioClip([0], 8000), (WavEncoding)7));

    private static float[] RoundTrip(float[] samples, WavEncoding encoding)
    {
        using var stream = new MemoryStream();
        WavWriter.Write(stream, new AudioClip(samples, 16000), encoding);
        stream.Position = 0;
        AudioClip clip = AudioFile.Read(stream, "clip.wav");
        Assert.Equal(16000, clip.SampleRate);
        return clip.Samples;
    }
}
