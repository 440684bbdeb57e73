using SpeechEmotion.Audio;
using SpeechEmotion.Signal;
using Xunit;

namespace SpeechEmotion.Tests.Audio;

public sealed class AudioReaderTests
{
    private static readonly WavBuilder Good =
        new WavBuilder { Channels = 2, Bits = 24, SampleRate = 22050 }.WithSamples([.. Enumerable.Range(0, 60_000).Select(i => ((i % 200) - 100) / 128.0)]);

    [Theory]
    [InlineData(1)]
    [InlineData(999)]
    [InlineData(16_384)]
    [InlineData(30_000)]
    [InlineData(100_000)]
    public async Task ReadBlocksAsync_AnyLength_GivesTheSamplesOfTheClip(int length)
    {
        byte[] file = Good.Build();
        AudioClip expected = AudioFile.Read(new MemoryStream(file), "clip.wav");
        foreach (Stream stream in new Stream[] { new MemoryStream(file), new ForwardStream(file, 4093) })
        {
            using AudioReader reader = AudioReader.Open(stream, "clip.wav");
            List<float[]> blocks = await reader.ReadBlocksAsync(length).ToListAsync();
            Assert.Equal(expected.SampleRate, reader.SampleRate);
            Assert.Equal(expected.Samples, blocks.SelectMany(block => block));
            Assert.All(blocks.SkipLast(1), block => Assert.Equal(length, block.Length));
            Assert.Equal(expected.DurationSeconds, reader.SecondsRead);
        }
    }

    [Fact]
    public void Read_AnyPortions_GivesTheSamplesOfTheClip()
    {
        using TemporaryFolder folder = new();
        File.WriteAllBytes(folder.File("clip.wav"), Good.Build());
        float[] expected = AudioFile.Read(folder.File("clip.wav")).Samples, samples = new float[40_000];
        SeededRandom random = new(5);
        using AudioReader reader = AudioReader.Open(folder.File("clip.wav"));
        int count = 0;
        while (count < expected.Length)
        {
            int wanted = random.NextInteger(0, 7000), got = reader.Read(samples.AsSpan(count, wanted));
            Assert.Equal(Math.Min(wanted, expected.Length - count), got);
            count += got;
        }

        Assert.Equal(expected, samples[..count]);
        Assert.Equal(0, reader.Read(samples));
    }

    [Fact]
    public async Task ReadBlocksAsync_LongRecording_KeepsLittle()
    {
        // Half an hour at 48 kHz from a stream of which nothing is stored: 165 MB of bytes, 330 MB of samples.
        byte[] head = new WavBuilder { SampleRate = 48000, DataSize = uint.MaxValue, RiffSize = uint.MaxValue }.Build();
        using RepeatedStream stream = new(head, 48000L * 1800 * 2);
        using AudioReader reader = AudioReader.Open(stream, "long.wav");
        long count = 0, most = 0, before = GC.GetTotalMemory(forceFullCollection: true);
        await foreach (float[] block in reader.ReadBlocksAsync(1 << 16))
        {
            count += block.Length;
            if (count % (1 << 24) == 0)
            {
                most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: true) - before);
            }
        }

        Assert.Equal(48000L * 1800, count);
        Assert.InRange(most, 0, 165_000_000); // half of all samples; other tests run at the same time
    }

    [Fact]
    public void Read_TruncatedInASeekableStream_FailsAtOnce()
    {
        byte[] file = Good.Build()[..^100];
        Assert.Contains("the file is truncated", Assert.Throws<InvalidDataException>(() => AudioReader.Open(new MemoryStream(file), "clip.wav")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReadBlocksAsync_SampleThatIsNotFinite_SaysWhichAfterGivingTheBlocksBefore()
    {
        double[] samples = new double[2500];
        samples[2222] = double.NaN;
        using AudioReader reader = AudioReader.Open(new MemoryStream(new WavBuilder { Tag = 3, Bits = 32 }.WithSamples(samples).Build()), "clip.wav");
        int blocks = 0;
        InvalidDataException error = await Assert.ThrowsAsync<InvalidDataException>(async () =>
        {
            await foreach (float[] block in reader.ReadBlocksAsync(1000))
            {
                Assert.Equal(1000, block.Length);
                blocks++;
            }
        });
        Assert.Equal(2, blocks);
        Assert.StartsWith("clip.wav: sample 2222 (at 0.139 s) is NaN", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReadBlocksAsync_Cancelled_Ends()
    {
        using AudioReader reader = AudioReader.Open(new MemoryStream(Good.Build()), "clip.wav");
        using CancellationTokenSource source = new();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (float[] _ in reader.ReadBlocksAsync(1000, source.Token))
            {
                source.Cancel();
            }
        });
        Assert.Equal(1000 / 22050.0, reader.SecondsRead);
    }

    [Fact]
    public void ReadBlocksAsync_NoLength_Throws()
    {
        using AudioReader reader = AudioReader.Open(new MemoryStream(Good.Build()), "clip.wav");
        Assert.Throws<ArgumentOutOfRangeException>(() => reader.ReadBlocksAsync(0));
    }

    [Fact]
    public void Open_StreamThatCannotSeek_LeavesNoFileBehind()
    {
        string[] before = Temporary();
        using (AudioReader reader = AudioReader.Open(new ForwardStream(Good.Build(), 5000), "clip.wav"))
        {
            reader.Read(new float[10]);
        }

        Assert.ThrowsAny<InvalidDataException>(() => AudioReader.Open(new ForwardStream([.. "fLaC"u8, .. new byte[60]]), "clip.flac"));
        Assert.DoesNotContain(Temporary().Except(before), file => new FileInfo(file).Length == Good.Build().Length);
    }

    private static string[] Temporary() => Directory.GetFiles(Path.GetTempPath(), "speech-emotion-*");

    /// <summary>A head, then zeros: as long a recording as is wanted.</summary>
    private sealed class RepeatedStream(byte[] head, long zeros) : Stream
    {
        private long _position;

        public override bool CanRead => true;

        public override bool CanSeek => true;

        public override bool CanWrite => false;

        public override long Length => head.Length + zeros;

        public override long Position { get => _position; set => _position = value; }

        public override int Read(byte[] buffer, int offset, int count)
        {
            int got = (int)Math.Min(count, Length - _position);
            for (int i = 0; i < got; i++)
            {
                buffer[offset + i] = _position + i < head.Length ? head[_position + i] : (byte)0;
            }

            _position += got;
            return got;
        }

        public override long Seek(long offset, SeekOrigin origin) =>
            _position = offset + (origin == SeekOrigin.Begin ? 0 : origin == SeekOrigin.Current ? _position : Length);

        public override void Flush()
        {
        }

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
