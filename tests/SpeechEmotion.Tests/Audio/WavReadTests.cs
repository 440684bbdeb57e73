using FsCheck;
using FsCheck.Fluent;
using SpeechEmotion.Audio;
using Xunit;

namespace SpeechEmotion.Tests.Audio;

public sealed class WavReadTests
{
    /// <summary>Every width: tag, bits.</summary>
    public static TheoryData<int, int> Widths => new() { { 1, 8 }, { 1, 16 }, { 1, 24 }, { 1, 32 }, { 3, 32 }, { 3, 64 } };

    // Closed form

    [Theory]
    [MemberData(nameof(Widths))]
    public void Read_Ramp_GivesTheSamplesExactly(int tag, int bits)
    {
        // Steps of 1/128 are exact in every width; enough of them to pass through whole vectors and a remainder.
        double[] ramp = [.. Enumerable.Range(-128, 256).Select(i => i / 128.0), 0.25, -0.25, 0.5];
        foreach (bool extensible in new[] { false, true })
        {
            AudioClip clip = Read(new WavBuilder { Tag = tag, Bits = bits, SampleRate = 11025, Extensible = extensible }.WithSamples(ramp));
            Assert.Equal(11025, clip.SampleRate);
            Assert.Equal(ramp.Select(x => (float)x), clip.Samples);
        }
    }

    [Theory]
    [InlineData(8)]
    [InlineData(16)]
    [InlineData(24)]
    [InlineData(32)]
    public void Read_FullScaleIntegers_ReachMinusOneAndStayBelowOne(int bits)
    {
        double top = 1 - Math.Pow(2, 1 - bits);
        AudioClip clip = Read(new WavBuilder { Bits = bits }.WithSamples(-1, top, 0));
        Assert.Equal([-1f, (float)top, 0f], clip.Samples);
    }

    [Fact]
    public void Read_SixteenBitSteps_AreOne32768th()
    {
        AudioClip clip = Read(new WavBuilder { Data = [1, 0, 0xFF, 0xFF, 0xFF, 0x7F, 0, 0x80] });
        Assert.Equal([1 / 32768f, -1 / 32768f, 32767 / 32768f, -1f], clip.Samples);
    }

    [Fact]
    public void Read_TwentyFourBitSteps_AreOne8388608th()
    {
        AudioClip clip = Read(new WavBuilder { Bits = 24, Data = [1, 0, 0, 0xFF, 0xFF, 0xFF, 0, 0, 0x80] });
        Assert.Equal([1 / 8388608f, -1 / 8388608f, -1f], clip.Samples);
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void Read_SeveralChannels_AreMixedToTheirMean(int tag, int bits)
    {
        var builder = new WavBuilder { Tag = tag, Bits = bits };
        Assert.Equal([0.25f, -0.5f], Read((builder with { Channels = 2 }).WithSamples(0.5, 0, -0.25, -0.75)).Samples);
        Assert.Equal([0.125f], Read((builder with { Channels = 6 }).WithSamples(0.75, 0, 0, 0, 0, 0)).Samples);
        Assert.Equal([0.5f], Read((builder with { Channels = 256 }).WithSamples([.. Enumerable.Repeat(0.5, 256)])).Samples);
    }

    [Fact]
    public void Read_LargeFloatChannels_DoNotOverflowWhenMixed() =>
        Assert.Equal(
            [float.MaxValue],
            Read(new WavBuilder { Tag = 3, Bits = 32, Channels = 2 }.WithSamples(float.MaxValue, float.MaxValue)).Samples);

    [Fact]
    public void Read_FewerValidBits_KeepsTheScale() =>
        Assert.Equal([0.5f], Read(new WavBuilder { Bits = 24, ValidBits = 20, Extensible = true }.WithSamples(0.5)).Samples);

    // Layout

    [Fact]
    public void Read_OtherChunks_AreSkippedWithTheirPadding()
    {
        var builder = new WavBuilder
        {
            First = [.. WavBuilder.Chunk("JUNK", new byte[28]), .. WavBuilder.Chunk("bext", new byte[603])],
            Middle =
            [
                .. WavBuilder.Chunk("LIST", [.. "INFOISFT"u8, 3, 0, 0, 0, 65, 66, 0, 0]),
                .. WavBuilder.Chunk("odd ", [1, 2, 3]),
                .. WavBuilder.Chunk("none", []),
            ],
            Last = WavBuilder.Chunk("LIST", new byte[9]),
        };
        Assert.Equal([0.5f, -0.5f], Read(builder.WithSamples(0.5, -0.5)).Samples);
    }

    [Fact]
    public void Read_LongerFormatChunk_IsAccepted() =>
        Assert.Equal([0.5f], Read(new WavBuilder { FormatLength = 18 }.WithSamples(0.5)).Samples);

    [Theory]
    [InlineData(2, 1)]
    [InlineData(3, 1)]
    [InlineData(5, 2)]
    public void Read_DataShorterThanTheRest_EndsWithItsLastWholeFrame(uint size, int samples)
    {
        AudioClip clip = Read(new WavBuilder { DataSize = size }.WithSamples(0.5, 0.25, 0.125, 0.125));
        Assert.Equal(new[] { 0.5f, 0.25f }.Take(samples), clip.Samples);
    }

    [Fact]
    public void Read_OddDataWithoutPaddingAtTheEnd_IsAccepted()
    {
        byte[] file = new WavBuilder { Bits = 8, Data = [128, 192, 64] }.Build();
        Assert.Equal([0f, 0.5f, -0.5f], Read(file[..^1]).Samples);
    }

    [Theory]
    [InlineData(uint.MaxValue, uint.MaxValue)]
    [InlineData(0u, 0u)]
    [InlineData(36u, 0u)]
    [InlineData(0x7FFFF024u, 0x7FFFF000u)]
    [InlineData(0x80000024u, 0x80000000u)]
    public void Read_SizesOfAStreamedFile_ReadsToTheEnd(uint riffSize, uint dataSize) =>
        Assert.Equal([0.5f, 0.25f], Read(new WavBuilder { RiffSize = riffSize, DataSize = dataSize }.WithSamples(0.5, 0.25)).Samples);

    [Theory]
    [InlineData("RF64")]
    [InlineData("BW64")]
    public void Read_SixtyFourBitSizes_AreTakenFromTheirChunk(string form)
    {
        byte[] sizes = [.. BitConverter.GetBytes(100L), .. BitConverter.GetBytes(4L), .. BitConverter.GetBytes(2L), 0, 0, 0, 0];
        var builder = new WavBuilder
        {
            Form = form,
            RiffSize = uint.MaxValue,
            DataSize = uint.MaxValue,
            First = WavBuilder.Chunk("ds64", sizes),
            Last = WavBuilder.Chunk("LIST", new byte[4]),
        };
        Assert.Equal([0.5f, 0.25f], Read(builder.WithSamples(0.5, 0.25)).Samples);
    }

    [Fact]
    public void Read_LongerThanABlock_JoinsTheBlocks()
    {
        double[] ramp = [.. Enumerable.Range(0, 3 * 70_001).Select(i => ((i % 200) - 100) / 128.0)];
        AudioClip clip = Read(new WavBuilder { Channels = 3, Bits = 24 }.WithSamples(ramp));
        Assert.Equal(70_001, clip.Samples.Length);
        Assert.All(Enumerable.Range(0, 70_001), i => Assert.Equal((float)ramp.Skip(3 * i).Take(3).Average(), clip.Samples[i], 1e-7f));
    }

    // Properties

    [Fact]
    public void Read_AnySamplesWidthAndChannels_GivesTheMeansOfWhatWasWritten()
    {
        (int Tag, int Bits)[] widths = [(1, 8), (1, 16), (1, 24), (1, 32), (3, 32), (3, 64)];
        Arbitrary<(int Width, int Channels, int[] Values)> any = Gen.Choose(0, widths.Length - 1)
            .SelectMany(width => Gen.Choose(1, 9).SelectMany(channels => Gen.Choose(1, 50).SelectMany(frames =>
                Gen.Choose(-128, 127).ArrayOf(frames * channels).Select(values => (width, channels, values)))))
            .ToArbitrary();
        Prop.ForAll(any, file =>
        {
            (int tag, int bits) = widths[file.Width];
            double[] values = [.. file.Values.Select(value => value / 128.0)];
            AudioClip clip = Read(new WavBuilder { Tag = tag, Bits = bits, Channels = file.Channels }.WithSamples(values));
            float[] means = [.. values.Chunk(file.Channels).Select(frame => (float)frame.Average())];
            return clip.Samples.Length == means.Length && clip.Samples.Zip(means).All(pair => Math.Abs(pair.First - pair.Second) < 1e-7);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(200).WithReplay(5, 4711));
    }

    /// <summary>Reads the same bytes in place and through a stream that cannot seek, which must agree.</summary>
    private static AudioClip Read(WavBuilder builder) => Read(builder.Build());

    private static AudioClip Read(byte[] file)
    {
        AudioClip clip = AudioFile.Read(new MemoryStream(file), "clip.wav");
        AudioClip forward = AudioFile.Read(new ForwardStream(file, 4093), "clip.wav");
        Assert.Equal(clip.Samples, forward.Samples);
        Assert.Equal(clip.SampleRate, forward.SampleRate);
        return clip;
    }
}
