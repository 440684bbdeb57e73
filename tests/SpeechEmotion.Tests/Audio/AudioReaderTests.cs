using System.Diagnostics;
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
        Assert.Contains("the file is truncated", Assert.Throws<InvalidDataException>(() => AudioReader.Open(new MemoryStream(file), "clip.wav", AudioConfig.Strict)).Message, StringComparison.Ordinal);
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

    [Theory]
    [InlineData(0, "left")]
    [InlineData(1, "right")]
    [InlineData(null, "both")]
    public void Read_Channel_IsTheOneThatIsWanted(int? channel, string which)
    {
        byte[] file = new WavBuilder { Channels = 2 }.WithSamples(0.5, 0.25, -0.5, 0.125).Build();
        float[] expected = which switch { "left" => [0.5f, -0.5f], "right" => [0.25f, 0.125f], _ => [0.375f, -0.1875f] };
        Assert.Equal(expected, AudioFile.Read(new MemoryStream(file), "clip.wav", new AudioConfig { Channel = channel }).Samples);
    }

    [Fact]
    public void Open_ChannelThatIsNotThere_SaysHowManyThereAre() => Assert.Equal(
        "clip.wav: has 2 channels, so there is none of number 2, counted from 0",
        Assert.Throws<InvalidDataException>(() => AudioReader.Open(new MemoryStream(Good.Build()), "clip.wav", new AudioConfig { Channel = 2 })).Message);

    [Fact]
    public void Read_LongerThanTheLimit_IsRefusedAsSoonAsItIsKnown()
    {
        AudioConfig config = new() { MaximumSeconds = 1 };
        const string message = "clip.wav: is longer than 1 s, the limit that was set; split the recording";
        Assert.Equal(message, Assert.Throws<InvalidDataException>(() => AudioReader.Open(new MemoryStream(Good.Build()), "clip.wav", config)).Message);
        using AudioReader reader = AudioReader.Open(new ForwardStream(Good.Build(), 4093), "clip.wav", config);
        Assert.Equal(message, Assert.Throws<InvalidDataException>(() => reader.Read(new float[30_000])).Message);
        Assert.Equal(22050, AudioFile.Read(new MemoryStream((Good with { Data = Good.Data[..(22050 * 6)] }).Build()), "clip.wav", config).Samples.Length);
    }

    [Fact]
    public async Task Read_StreamThatWaits_EndsWhenCancelled()
    {
        using CancellationTokenSource source = new();
        using WaitingStream stream = new(Good.Build()[..2000]);
        using AudioReader reader = AudioReader.Open(stream, "clip.wav", null, source.Token);
        Task<int> reading = Task.Run(() => reader.Read(new float[30_000]), TestContext.Current.CancellationToken);
        await Task.Delay(100, TestContext.Current.CancellationToken);
        Assert.False(reading.IsCompleted);
        var clock = Stopwatch.StartNew();
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(0.5));
    }

    [Fact]
    public void Open_StreamThatForbidsSynchronousReads_IsRead()
    {
        using WaitingStream stream = new(Good.Build(), endsThere: true);
        Assert.Equal(AudioFile.Read(new MemoryStream(Good.Build()), "a").Samples, AudioFile.Read(stream, "b").Samples);
    }

    [Fact]
    public async Task Open_NamedPipe_WaitsForItsWriterAndEndsWhenCancelled()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There are no named pipes in folders.");
        using TemporaryFolder folder = new();
        string pipe = folder.AddPipe("pipe.wav");
        using CancellationTokenSource source = new(200);
        var clock = Stopwatch.StartNew();
        Assert.ThrowsAny<OperationCanceledException>(() => AudioFile.Read(pipe, null, source.Token));
        Assert.InRange(clock.Elapsed, TimeSpan.FromSeconds(0.1), TimeSpan.FromSeconds(0.7));
        Task<AudioClip> reading = Task.Run(() => AudioFile.Read(pipe), TestContext.Current.CancellationToken);
        await using (FileStream writer = new(pipe, FileMode.Open, FileAccess.Write))
        {
            await writer.WriteAsync(Good.Build(), TestContext.Current.CancellationToken);
        }

        Assert.Equal(AudioFile.Read(new MemoryStream(Good.Build()), "a").Samples, (await reading).Samples);
    }

    [Fact]
    public void Open_DanglingLink_SaysSo()
    {
        using TemporaryFolder folder = new();
        File.CreateSymbolicLink(folder.File("link.wav"), folder.File("nowhere.wav"));
        Assert.Equal($"{folder.File("link.wav")}: is a link to a file that does not exist", Assert.Throws<FileNotFoundException>(() => AudioFile.Read(folder.File("link.wav"))).Message);
    }

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

    [Theory]
    [InlineData("opposite", null, true)]
    [InlineData("opposite", 0, false)] // one channel is read by itself
    [InlineData("same", null, false)]
    [InlineData("apart", null, false)]
    [InlineData("one side", null, false)]
    [InlineData("opposite offsets", null, false)]
    [InlineData("silence", null, false)]
    public void Read_ChannelsThatCancelEachOther_IsWarnedOf(string kind, int? channel, bool isWarned)
    {
        (double Left, double Right) Frame(int i)
        {
            double wave = 0.3 * Math.Sin(0.1 * i);
            return kind switch
            {
                "opposite" => (wave, -wave + (0.001 * Math.Sin(0.37 * i))),
                "same" => (wave, wave),
                "apart" => (wave, 0.3 * Math.Sin(0.37 * i)),
                "one side" => (0, wave),
                "opposite offsets" => (0.5 + wave, -0.5 + wave),
                _ => (0.0001, -0.0001),
            };
        }

        byte[] file = new WavBuilder { Channels = 2, Data = [.. Enumerable.Range(0, 40_000).SelectMany(i => new[] { Frame(i).Left, Frame(i).Right }).SelectMany(sample => WavBuilder.Encode(sample, 1, 16))] }.Build();
        List<string> warnings = [];
        using AudioReader reader = AudioReader.Open(new MemoryStream(file), "call.wav", new AudioConfig { Channel = channel, Warn = warnings.Add });
        float[] samples = new float[50_000];

        Assert.Equal((40_000, 0), (reader.Read(samples), reader.Read(samples)));

        string[] expected = isWarned ? ["call.wav: its 2 channels cancel each other (one has the wrong polarity); their mean is nearly silent, so read one of them by itself"] : [];
        Assert.Equal(expected, warnings);
    }
}
