using SpeechEmotion.Audio;
using Xunit;

namespace SpeechEmotion.Tests.Audio;

/// <summary>What recorders leave behind that are interrupted.</summary>
public sealed class WavInterruptedTests
{
    private static readonly WavBuilder Good = new WavBuilder { Channels = 2 }.WithSamples(0.5, 0.25, -0.5, -0.25, 0.125, 0.375);
    private static readonly float[] Samples = [0.375f, -0.375f, 0.25f];

    [Theory]
    [InlineData(0u, 36u, "clip.wav: chunk 'data' at byte 36 has no size, as after an interrupted recording; read to the end of the file")]
    [InlineData(0u, 0u, "clip.wav: chunk 'data' at byte 36 has no size, as after an interrupted recording; read to the end of the file")]
    [InlineData(0u, 4_000_000u, "clip.wav: chunk 'data' at byte 36 has no size, as after an interrupted recording; read to the end of the file")]
    [InlineData(uint.MaxValue, uint.MaxValue, "clip.wav: chunk 'data' at byte 36 has no size, as after an interrupted recording; read to the end of the file")]
    [InlineData(13u, 49u, "clip.wav: chunk 'data' at byte 36 declares 13 bytes, but only 12 follow; the file is truncated; read as far as it goes")]
    [InlineData(4_000_000u, 4_000_036u, "clip.wav: chunk 'data' at byte 36 declares 4000000 bytes, but only 12 follow; the file is truncated; read as far as it goes")]
    public void Read_SizeThatIsNotTheFiles_ReadsAsFarAsItGoesAndWarns(uint size, uint riffSize, string warning)
    {
        byte[] file = (Good with { DataSize = size, RiffSize = riffSize }).Build();
        List<string> warnings = [];
        Assert.Equal(Samples, AudioFile.Read(new MemoryStream(file), "clip.wav", new AudioConfig { Warn = warnings.Add }).Samples);
        Assert.Equal([warning], warnings);
        string refused = Assert.Throws<InvalidDataException>(() => AudioFile.Read(new MemoryStream(file), "clip.wav", AudioConfig.Strict)).Message;
        Assert.StartsWith($"{refused}; ", warning, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Read_BytesMissing_ReadsWholeFramesAndWarns(int missing)
    {
        byte[] file = Good.Build()[..^missing];
        foreach (Stream stream in new Stream[] { new MemoryStream(file), new ForwardStream(file) })
        {
            List<string> warnings = [];
            Assert.Equal(Samples[..2], AudioFile.Read(stream, "clip.wav", new AudioConfig { Warn = warnings.Add }).Samples);
            Assert.Equal([$"clip.wav: chunk 'data' at byte 36 declares 12 bytes, but only {12 - missing} follow; the file is truncated; read as far as it goes"], warnings);
        }
    }

    [Fact]
    public void Read_PlaceholderInAPipe_IsAsItShouldBe()
    {
        // A pipe has no end that is known before, so its writer had no better size.
        byte[] file = (Good with { DataSize = uint.MaxValue, RiffSize = uint.MaxValue }).Build();
        Assert.Equal(Samples, AudioFile.Read(new ForwardStream(file), "clip.wav", AudioConfig.Strict).Samples);
    }

    [Fact]
    public void Read_NoSizeButSamples_AreReadFromAPipeToo()
    {
        byte[] file = (Good with { DataSize = 0, RiffSize = 4_000_000 }).Build();
        Assert.Equal(Samples, AudioFile.Read(new ForwardStream(file), "clip.wav").Samples);
    }
}
