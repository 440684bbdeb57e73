using System.Text.RegularExpressions;
using SpeechEmotion.Audio;
using Xunit;

namespace SpeechEmotion.Tests.Audio.Decoding;

/// <summary>Ogg Vorbis files that are damaged, cut off, put together, or that state what they do not hold. The whole file has two pages of headers, five pages of 1.024 s and a last one.</summary>
public sealed class OggDamageTests
{
    private const int Rate = 16000, Seconds = 6, PageSamples = 16384;

    private const string Truncated = "a.ogg: ends before its last page; the file is truncated; read as far as it goes";

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);
    private static readonly Lazy<byte[]?> s_file = new(() => Encode(Rate, 1, Seconds, "libvorbis")), s_stereo = new(() => Encode(44100, 2, 2, "libvorbis")), s_opus = new(() => Encode(48000, 1, 2, "libopus"));

    /// <summary>Byte 300 of a page is within its packets.</summary>
    [Theory]
    [InlineData(300)]
    [InlineData(23)] // the checksum itself
    [InlineData(26)] // the number of segments
    [InlineData(0)] // the pattern that a page begins with
    public void Read_DamagedPage_IsLeftOutAndTold(int at)
    {
        List<byte[]> pages = Pages();
        pages[4][at] ^= 0x10;
        (float[] samples, string[] warnings) = Read(pages);
        Assert.Equal((Seconds * Rate) - PageSamples, samples.Length);
        Assert.Equal([$"a.ogg: is damaged Ogg Vorbis, first at 2.01 s ({pages[4].Length} bytes of no whole page, 1 page lost, 1.02 s of sound missing); the rest is read"], warnings);
        AssertWhole(samples, 0, 2 * PageSamples - 2048, 0);
        AssertWhole(samples, 2 * PageSamples + 2048, samples.Length, PageSamples);
    }

    [Theory]
    [InlineData(4, "2.01", PageSamples)]
    [InlineData(2, "0", 16256)] // the first one with sound, of which the first block gives nothing
    public void Read_MissingPage_IsTold(int page, string at, int lost)
    {
        List<byte[]> pages = Pages();
        pages.RemoveAt(page);
        (float[] samples, string[] warnings) = Read(pages);
        Assert.Equal((Seconds * Rate) - lost, samples.Length);
        Assert.Equal([$"a.ogg: is damaged Ogg Vorbis, first at {at} s (1 page lost, 1.02 s of sound missing); the rest is read"], warnings);
    }

    [Fact]
    public void Read_BytesBetweenPages_LoseNoSound()
    {
        List<byte[]> pages = Pages();
        pages.Insert(4, [.. "OggS"u8, .. new byte[996]]);
        (float[] samples, string[] warnings) = Read(pages);
        Assert.Equal(Read(Pages()).Samples, samples);
        Assert.Equal(["a.ogg: is damaged Ogg Vorbis, first at 2.01 s (1000 bytes of no whole page); the rest is read"], warnings);
    }

    [Fact]
    public void Read_BytesAfterTheLastPage_AreNoDamage()
    {
        (float[] samples, string[] warnings) = Read([.. Pages(), [.. "TAG"u8, .. new byte[125]]]);
        Assert.Equal(Seconds * Rate, samples.Length);
        Assert.Empty(warnings);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(20)]
    [InlineData(400)]
    public void Read_CutOff_IsReadAsFarAsItGoes(int bytesOfLastPage)
    {
        List<byte[]> pages = Pages();
        long end = OggFile.Position(pages[^2]);
        pages[^1] = pages[^1][..bytesOfLastPage];
        (float[] samples, string[] warnings) = Read(pages);
        Assert.Equal(end, samples.Length);
        Assert.Equal([Truncated], warnings);
        AssertWhole(samples, 0, samples.Length, 0);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Read_DamagedHeaders_AreRefused(int page)
    {
        List<byte[]> pages = Pages();
        pages[page][50] ^= 1;
        Assert.Equal("a.ogg: is damaged Ogg Vorbis (its headers are not whole)", Assert.Throws<InvalidDataException>(() => Read(pages)).Message);
    }

    [Fact]
    public void Read_Chained_GivesTheSoundOfEachStream()
    {
        float[] once = Read(Pages()).Samples;
        foreach (uint serial in new uint[] { 1, 2 }) // the second of them may have the serial number of the first
        {
            (float[] samples, string[] warnings) = Read([.. Pages().OfStream(1), .. Pages().OfStream(serial)]);
            Assert.Empty(warnings);
            Assert.Equal([.. once, .. once], samples);
        }
    }

    [Fact]
    public void Read_ChainedWithoutLastPage_GivesTheSoundOfBothAndWarns()
    {
        (float[] samples, string[] warnings) = Read([.. Pages().SkipLast(1), .. Pages().OfStream(2)]);
        Assert.Equal(OggFile.Position(Pages()[^2]) + (Seconds * Rate), samples.Length);
        Assert.Equal(["a.ogg: is damaged Ogg Vorbis, first at 5.08 s (1 stream without a last page); the rest is read"], warnings);
    }

    [Fact]
    public void Read_ChainedWithoutFirstPage_IsTold()
    {
        byte[][] second = [.. Pages().OfStream(2).Skip(1)];
        (float[] samples, string[] warnings) = Read([.. Pages(), .. second]);
        Assert.Equal(Seconds * Rate, samples.Length);
        Assert.Equal([$"a.ogg: is damaged Ogg Vorbis, first at 6 s ({second.Sum(page => page.Length)} bytes of no whole page); the rest is read"], warnings);
    }

    [Fact]
    public void Read_ChainedOfAnotherFormat_IsLeftOutAndTold()
    {
        (float[] samples, string[] warnings) = Read([.. Pages(), .. Pages(s_stereo).OfStream(2)]);
        Assert.Equal(Seconds * Rate, samples.Length);
        Assert.Equal(["a.ogg: goes on at 6 s with 2 channels at 44100 Hz, after 1 at 16000 Hz; split the file there; read as far as it goes"], warnings);
    }

    [Fact]
    public void Read_ChainedOpus_IsLeftOutAndTold()
    {
        (float[] samples, string[] warnings) = Read([.. Pages(), .. Pages(s_opus).OfStream(2)]);
        Assert.Equal(Seconds * Rate, samples.Length);
        Assert.Equal(["a.ogg: goes on at 6 s with a stream that is not Vorbis; read as far as it goes"], warnings);
    }

    [Fact]
    public void Read_ChainedWithDamagedHeaders_IsLeftOutAndTold()
    {
        byte[][] second = [.. Pages().OfStream(2)];
        (float[] samples, string[] warnings) = Read([.. Pages(), second[0], .. second[2..]]);
        Assert.Equal(Seconds * Rate, samples.Length);
        Assert.Equal("a.ogg: goes on at 6 s with damaged Ogg Vorbis (its headers are not whole); read as far as it goes", warnings[^1]);
    }

    [Fact]
    public void Read_Multiplexed_GivesTheFirstStream()
    {
        byte[][] pages = [.. Pages()], others = [.. Pages(s_opus).OfStream(2)];
        (float[] samples, string[] warnings) = Read([pages[0], others[0], pages[1], others[1], .. pages[2..4], others[2], .. pages[4..], .. others[3..]]);
        Assert.Empty(warnings);
        Assert.Equal(Read(Pages()).Samples, samples);
    }

    [Theory]
    [InlineData(0, "1 page with a wrong position")]
    [InlineData(40_000, "1 page with a wrong position")]
    [InlineData(-5, "1 page with a wrong position")]
    [InlineData(36_000 * Rate, "35993.99 s of sound missing")]
    public void Read_LyingLastPosition_IsReadToItsEnd(long position, string fault)
    {
        List<byte[]> pages = Pages();
        pages[^1] = OggFile.With(pages[^1], position);
        (float[] samples, string[] warnings) = Read(pages);
        Assert.InRange(samples.Length, Seconds * Rate, (Seconds * Rate) + 1024);
        Assert.Equal([$"a.ogg: is damaged Ogg Vorbis, first at 6.01 s ({fault}); the rest is read"], warnings);
    }

    [Theory]
    [InlineData(-1, 96128)]
    [InlineData(95_999, 95_999)]
    [InlineData(95_500, 95_500)]
    [InlineData(81_280, 81_280)] // nothing of the last page
    public void Read_LastPosition_CutsTheEndOffThere(long position, int length)
    {
        List<byte[]> pages = Pages();
        pages[^1] = OggFile.With(pages[^1], position);
        (float[] samples, string[] warnings) = Read(pages);
        Assert.Empty(warnings);
        Assert.Equal(length, samples.Length);
        AssertWhole(samples, 0, Math.Min(length, Seconds * Rate), 0);
    }

    [Theory]
    [InlineData(10_000_000, 0)]
    [InlineData(10_000_000, 500)]
    [InlineData(-1000, 0)]
    [InlineData(-15_000, 0)]
    public void Read_OtherFirstPosition_IsNoDamage(long shift, uint pagesBefore)
    {
        // A recording of a live stream begins at any position and page; one that was cut begins with samples to leave out.
        byte[][] shifted = [.. Pages().Select((page, i) => i < 2 ? page : OggFile.With(page, OggFile.Position(page) + shift, sequence: (uint)i + pagesBefore))];
        (float[] samples, string[] warnings) = Read(shifted);
        Assert.Empty(warnings);
        int trimmed = (int)Math.Max(0, -shift);
        Assert.Equal((Seconds * Rate) - trimmed, samples.Length);
        AssertWhole(samples, 0, samples.Length, trimmed);
    }

    [Fact]
    public void Read_LiveStream_IsAsLongAsItsSound()
    {
        // What counts for the longest recording is what was recorded, not how long the stream had been running.
        byte[] file = [.. Pages().SelectMany((page, i) => i < 2 ? page : OggFile.With(page, OggFile.Position(page) + 10_000_000))];
        Assert.Equal(Seconds * Rate, AudioFile.Read(new MemoryStream(file), "a.ogg", new AudioConfig { MaximumSeconds = Seconds }).Samples.Length);
        Assert.EndsWith("the limit that was set; split the recording", Assert.Throws<InvalidDataException>(() => AudioFile.Read(new MemoryStream(file), "a.ogg", new AudioConfig { MaximumSeconds = Seconds - 2 })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_OnePageWithAnEarlyEnd_IsCutOffThere()
    {
        // The first and last page with sound: its position cuts off the end, not the beginning.
        byte[][] pages = [.. Pages().Take(3)];
        pages[2] = OggFile.With(pages[2], 15_000, isLast: true);
        (float[] samples, string[] warnings) = Read(pages);
        Assert.Empty(warnings);
        Assert.Equal(15_000, samples.Length);
        AssertWhole(samples, 0, samples.Length, 0);
    }

    [Fact]
    public void Read_ManyFalseBeginnings_TakesBoundedTime()
    {
        // Each claims to be a long page, and none has the right checksum.
        byte[] claim = [.. "OggS\0"u8, .. new byte[21], 255, .. Enumerable.Repeat((byte)255, 37)];
        byte[] noise = [.. Enumerable.Repeat(claim, 1 << 17).SelectMany(bytes => bytes)];
        (float[] samples, string[] warnings) = Read([.. Pages().Take(4), noise, .. Pages().Skip(4)], isStrictToo: false);
        Assert.InRange(samples.Length, OggFile.Position(Pages()[3]), Seconds * Rate);
        Assert.NotEmpty(warnings);
    }

    /// <summary>Whether samples are those of the whole file further on.</summary>
    private static void AssertWhole(float[] samples, int from, int to, int shift)
    {
        float[] whole = Read(Pages()).Samples;
        Assert.Equal(whole[(from + shift)..(to + shift)], samples[from..to]);
    }

    /// <summary>Reads from memory and from a pipe, which must agree, and as for a corpus, where the first warning is an error.</summary>
    private static (float[] Samples, string[] Warnings) Read(IEnumerable<byte[]> pages, bool isStrictToo = true)
    {
        byte[] file = [.. pages.SelectMany(page => page)];
        (float[] samples, string[] warnings) = InTime(new MemoryStream(file));
        (float[] piped, string[] told) = InTime(new ForwardStream(file, 999));
        Assert.Equal(samples, piped);
        Assert.Equal(warnings, told);
        Assert.All(samples, sample => Assert.True(float.IsFinite(sample)));
        if (isStrictToo)
        {
            Exception? refused = Record.Exception(() => AudioFile.Read(new MemoryStream(file), "a.ogg", AudioConfig.Strict));
            Assert.Equal(warnings.FirstOrDefault(), refused is null ? null : warnings.FirstOrDefault(line => Regex.IsMatch(line, $"^{Regex.Escape(Assert.IsType<InvalidDataException>(refused).Message)}; ")) ?? refused.Message);
        }

        return (samples, warnings);
    }

    private static (float[] Samples, string[] Warnings) InTime(Stream stream)
    {
        List<string> warnings = [];
        Task<AudioClip> reading = Task.Run(() => AudioFile.Read(stream, "a.ogg", new AudioConfig { Warn = warnings.Add }));
        return (reading.WaitAsync(s_patience).GetAwaiter().GetResult().Samples, [.. warnings]);
    }

    private static List<byte[]> Pages() => Pages(s_file);

    private static List<byte[]> Pages(Lazy<byte[]?> file)
    {
        Assert.SkipWhen(Ffmpeg.Program is null, "ffmpeg was not found.");
        Assert.SkipWhen(file.Value is null, "This ffmpeg cannot write the codec.");
        return OggFile.Pages(file.Value);
    }

    private static byte[]? Encode(int rate, int channels, int seconds, string codec) =>
        Ffmpeg.TryRun([], "-f", "lavfi", "-i", $"sine=frequency=300:sample_rate={rate}:duration={seconds}", "-ac", $"{channels}", "-c:a", codec, "-f", "ogg", "pipe:1");
}
