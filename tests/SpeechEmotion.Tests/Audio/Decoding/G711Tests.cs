using SpeechEmotion.Audio;
using Xunit;

namespace SpeechEmotion.Tests.Audio.Decoding;

public sealed class G711Tests
{
    [Theory]
    [InlineData(7, 0xFF, 0)] // the codes of zero, of the smallest and of the largest samples, from the tables of ITU-T G.711
    [InlineData(7, 0x7F, 0)]
    [InlineData(7, 0xFE, 8)]
    [InlineData(7, 0x80, 32124)]
    [InlineData(7, 0x00, -32124)]
    [InlineData(7, 0x9F, 8316)]
    [InlineData(6, 0xD5, 8)]
    [InlineData(6, 0x55, -8)]
    [InlineData(6, 0xAA, 32256)]
    [InlineData(6, 0x2A, -32256)]
    [InlineData(6, 0x80, 5504)]
    public void Read_Code_IsTheSampleOfTheStandard(int tag, int code, int expected)
    {
        byte[] file = new WavBuilder { Tag = tag, Bits = 8, SampleRate = 8000, Data = [(byte)code] }.Build();
        Assert.Equal([expected / 32768f], AudioFile.Read(new MemoryStream(file), "call.wav").Samples);
    }

    [Theory]
    [InlineData(6, "alaw")]
    [InlineData(7, "mulaw")]
    public void Read_EveryCode_IsWhatFfmpegReads(int tag, string codec)
    {
        Assert.SkipWhen(Ffmpeg.Program is null, "ffmpeg was not found.");
        byte[] codes = [.. Enumerable.Range(0, 256).Select(code => (byte)code)];
        byte[] file = new WavBuilder { Tag = tag, Bits = 8, SampleRate = 8000, Channels = 2, Data = codes }.Build();
        float[] expected = Ffmpeg.Decode(codes, "-f", codec, "-ar", "8000", "-ac", "2", "-i", "pipe:0");
        Assert.Equal(expected.Where((_, i) => i % 2 == 1), AudioFile.Read(new MemoryStream(file), "call.wav", new AudioConfig { Channel = 1 }).Samples);
    }
}
