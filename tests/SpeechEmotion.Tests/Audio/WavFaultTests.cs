using System.Diagnostics;
using SpeechEmotion.Audio;
using SpeechEmotion.Signal;
using Xunit;

namespace SpeechEmotion.Tests.Audio;

public sealed class WavFaultTests
{
    private static readonly WavBuilder Good = new WavBuilder().WithSamples(0.5, 0.25, 0.125);

    /// <summary>As a corpus is checked, on a machine without ffmpeg.</summary>
    private static readonly AudioConfig NoProgram = new() { Ffmpeg = new FfmpegDecoder(folder: Path.GetTempPath()), IsStrict = true };

    [Fact]
    public void Read_NoChannels_SaysSo() =>
        Refused(Good with { Channels = 0 }, "clip.wav: chunk 'fmt ' at byte 12 declares 0 channels; at least 1 is needed");

    [Fact]
    public void Read_TooManyChannels_SaysSo() =>
        Refused(Good with { Channels = 65535, FrameBytes = 65534 }, "clip.wav: chunk 'fmt ' at byte 12 declares 65535 channels; at most 256 are possible");

    [Theory]
    [InlineData(0u)]
    [InlineData(1u)]
    [InlineData(63u)]
    [InlineData(3_999u)]
    [InlineData(768_001u)]
    [InlineData(uint.MaxValue)]
    public void Read_ImpossibleSampleRate_SaysSo(uint rate) =>
        Refused(Good with { SampleRate = rate }, $"clip.wav: chunk 'fmt ' at byte 12 declares a sample rate of {rate} Hz; 4000 to 768000 Hz can be read");

    [Theory]
    [InlineData(0)]
    [InlineData(12)]
    [InlineData(64)]
    public void Read_ImpossibleIntegers_SaysSo(int bits) =>
        Refused(Good with { Bits = bits }, $"clip.wav: chunk 'fmt ' at byte 12 declares integers of {bits} bits; 8, 16, 24 or 32 can be read");

    [Fact]
    public void Read_ImpossibleFloats_SaysSo() =>
        Refused(Good with { Tag = 3, Bits = 16 }, "clip.wav: chunk 'fmt ' at byte 12 declares floats of 16 bits; 32 or 64 can be read");

    [Fact]
    public void Read_FrameSizeThatDisagrees_SaysSo() =>
        Refused(Good with { FrameBytes = 3 }, "clip.wav: chunk 'fmt ' at byte 12 declares frames of 3 bytes; 1 channel of 16 bits makes 2");

    [Fact]
    public void Read_TooManyValidBits_SaysSo() =>
        Refused(Good with { Extensible = true, ValidBits = 24 }, "clip.wav: chunk 'fmt ' at byte 12 declares 24 valid bits in samples of 16 bits");

    [Fact]
    public void Read_ShortFormatChunk_SaysSo()
    {
        Refused(Good with { FormatLength = 14 }, "clip.wav: chunk 'fmt ' at byte 12 holds 14 bytes; at least 16 are needed");
        Refused(Good with { Extensible = true, FormatLength = 26 }, "clip.wav: chunk 'fmt ' at byte 12 is extensible, but holds 26 bytes; 40 are needed");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Read_NoSamples_SaysSo(int channels)
    {
        Refused(Good with { Data = [] }, "clip.wav: chunk 'data' at byte 36 holds no samples; at least 1 is needed");
        Refused(Good with { Data = [7], Channels = channels }, "clip.wav: chunk 'data' at byte 36 holds no samples; at least 1 is needed");
        Refused(
            Good with { Data = [], DataSize = uint.MaxValue, RiffSize = uint.MaxValue },
            "clip.wav: chunk 'data' at byte 36 holds no samples; at least 1 is needed");
    }

    [Fact]
    public void Read_EmptyDataBeforeAnotherChunk_IsNotTakenForAStreamedFile() =>
        Refused(
            Good with { Data = [], Last = WavBuilder.Chunk("LIST", new byte[20]) },
            "clip.wav: chunk 'data' at byte 36 holds no samples; at least 1 is needed");

    [Theory]
    [InlineData(7u)]
    [InlineData(32000u)]
    [InlineData(0x7FFFFFFFu)]
    [InlineData(0xFFFFFFF0u)]
    public void Read_DataLongerThanTheFile_SaysTruncated(uint size) =>
        Refused(Good with { DataSize = size }, $"clip.wav: chunk 'data' at byte 36 declares {size} bytes, but only 6 follow; the file is truncated");

    [Fact]
    public void Read_OtherChunkLongerThanTheFile_SaysTruncated() =>
        Refused(
            Good with { First = WavBuilder.Chunk("LIST", new byte[10], 4_000_000_000) },
            "clip.wav: chunk 'LIST' at byte 12 declares 4000000000 bytes, but only 48 follow; the file is truncated");

    [Fact]
    public void Read_LongSizeBeyondTheFile_SaysTruncated()
    {
        byte[] sizes = [.. BitConverter.GetBytes(-1L), .. BitConverter.GetBytes(long.MaxValue), .. BitConverter.GetBytes(1L), 0, 0, 0, 0];
        Refused(
            Good with { Form = "RF64", RiffSize = uint.MaxValue, DataSize = uint.MaxValue, First = WavBuilder.Chunk("ds64", sizes) },
            $"clip.wav: chunk 'data' at byte 72 declares {long.MaxValue} bytes, but only 6 follow; the file is truncated");
    }

    [Fact]
    public void Read_NoDataChunk_SaysSo()
    {
        Refused(Good.Build()[..36], "clip.wav: ends at byte 36 without a chunk 'data'; it holds no samples");
        Refused(Good.Build()[..40], "clip.wav: ends within a chunk's header at byte 36; the file is truncated");
    }

    [Fact]
    public void Read_DataBeforeFormat_SaysSo() =>
        Refused(
            Good with { First = WavBuilder.Chunk("data", [1, 2]) },
            "clip.wav: chunk 'data' at byte 12 comes before any chunk 'fmt ', so its samples cannot be understood");

    [Theory]
    [InlineData(double.NaN, "NaN")]
    [InlineData(double.PositiveInfinity, "Infinity")]
    [InlineData(double.NegativeInfinity, "-Infinity")]
    public void Read_SampleThatIsNotFinite_SaysWhichAndWhen(double value, string text)
    {
        double[] samples = new double[20_001];
        samples[20_000] = value;
        foreach (int bits in new[] { 32, 64 })
        {
            Refused(
                new WavBuilder { Tag = 3, Bits = bits }.WithSamples(samples),
                $"clip.wav: sample 20000 (at 1.25 s) is {text}; samples must be finite");
        }

        Refused(
            new WavBuilder { Tag = 3, Bits = 32, Channels = 2 }.WithSamples(0, 0, 0.5, value),
            $"clip.wav: sample 1 (at 0 s) is {text}; samples must be finite");
    }

    [Fact]
    public void Read_EmptyOrTinyFile_SaysSo()
    {
        Refused([], "clip.wav: is empty");
        Refused([.. "RIFF"u8, 0, 0, 0], "clip.wav: holds 7 bytes, too few for any audio file");
    }

    [Theory]
    [InlineData(2)]
    [InlineData(0x55)]
    [InlineData(0)]
    public void Read_CompressedSamples_NeedsFfmpeg(int tag)
    {
        byte[] file = (Good with { Tag = tag }).Build();
        var exception = Assert.Throws<InvalidDataException>(() => AudioFile.Read(new MemoryStream(file), "clip.wav", NoProgram));
        Assert.StartsWith("clip.wav: only WAV, MP3 and Ogg Vorbis can be read without", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_DamagedFiles_AreReadOrRefusedInBoundedTimeAndMemory()
    {
        var random = new SeededRandom(2024);
        byte[] junk = WavBuilder.Chunk("LIST", new byte[33]);
        WavBuilder[] builders =
        [
            Good, Good with { Middle = junk },
            new WavBuilder { Tag = 3, Bits = 32, Channels = 2 }.WithSamples(new double[40]),
            new WavBuilder { Bits = 24, Extensible = true }.WithSamples(new double[9]),
            Good with { Form = "RF64", First = WavBuilder.Chunk("ds64", new byte[28]) },
            new WavBuilder { Bits = 8, RiffSize = 0, DataSize = 0 }.WithSamples(new double[15]),
        ];
        int read = 0, refused = 0;
        var clock = Stopwatch.StartNew();
        for (int round = 0; round < 6_000; round++)
        {
            byte[] file = Damage(builders[round % builders.Length].Build(), random);
            long before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                AudioClip clip = AudioFile.Read(new MemoryStream(file), "clip.wav", NoProgram);
                Assert.InRange(clip.Samples.Length, 1, file.Length);
                Assert.All(clip.Samples, sample => Assert.True(float.IsFinite(sample)));
                read++;
            }
            catch (InvalidDataException exception)
            {
                Assert.StartsWith("clip.wav: ", exception.Message, StringComparison.Ordinal);
                Assert.DoesNotContain('\n', exception.Message);
                refused++;
            }

            // One block of bytes, one of samples of up to 256 channels, and the exception: whatever the header declares.
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 600_000);
        }

        Assert.InRange(read, 500, 5_500);
        Assert.InRange(refused, 500, 5_500);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(60), $"took {clock.Elapsed}");
    }

    private static byte[] Damage(byte[] file, SeededRandom random)
    {
        for (int change = random.NextInteger(1, 4); change > 0; change--)
        {
            int at = random.NextInteger(0, Math.Min(file.Length - 1, 70));
            file[at] = random.NextInteger(0, 3) switch
            {
                0 => 0,
                1 => 0xFF,
                2 => (byte)(file[at] + 1),
                _ => (byte)random.NextInteger(0, 255),
            };
        }

        return random.NextInteger(0, 2) == 0 ? file[..random.NextInteger(0, file.Length)] : file;
    }

    private static void Refused(WavBuilder builder, params string[] messages) => Refused(builder.Build(), messages);

    private static void Refused(byte[] file, params string[] messages)
    {
        foreach (Stream stream in new Stream[] { new MemoryStream(file), new ForwardStream(file, 4093) })
        {
            Assert.Contains(Assert.Throws<InvalidDataException>(() => AudioFile.Read(stream, "clip.wav", NoProgram)).Message, messages);
        }
    }
}
