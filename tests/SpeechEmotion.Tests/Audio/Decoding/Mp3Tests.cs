using System.Buffers.Binary;
using SpeechEmotion.Audio;
using SpeechEmotion.Signal;
using Xunit;

namespace SpeechEmotion.Tests.Audio.Decoding;

public sealed class Mp3Tests
{
    /// <summary>One step of 16 bits. Both decoders compute in single precision and differ by less than 2e-5.</summary>
    private const float Tolerance = 1f / 32768;

    private static readonly AudioConfig NoProgram = new() { Ffmpeg = new FfmpegDecoder(Path.GetTempPath()), IsStrict = true };

    [Theory]
    [InlineData(16000, 1, "-b:a 64k")]
    [InlineData(24000, 2, "-b:a 32k")]
    [InlineData(22050, 1, "-b:a 48k -write_xing 0")]
    [InlineData(32000, 2, "-b:a 96k -joint_stereo 0")]
    [InlineData(44100, 2, "-b:a 128k -write_xing 0")]
    [InlineData(44100, 2, "-b:a 96k -id3v2_version 3 -metadata title=Speech -write_id3v1 1")]
    [InlineData(48000, 1, "-b:a 320k")]
    public void Read_Mp3_HasTheSamplesOfFfmpegAndAsMany(int rate, int channels, string options)
    {
        byte[] file = Encode(rate, channels, options);
        using TemporaryFolder folder = new(); // From a pipe, ffmpeg keeps what the encoder added at the end.
        File.WriteAllBytes(folder.File("a.mp3"), file);
        float[] expected = Ffmpeg.Decode([], "-i", folder.File("a.mp3"));
        for (int channel = 0; channel < channels; channel++)
        {
            AudioConfig config = NoProgram with { Channel = channel };
            AudioClip clip = AudioFile.Read(new MemoryStream(file), "a.mp3", config), piped = AudioFile.Read(new ForwardStream(file, 999), "a.mp3", config);
            Assert.Equal(rate, clip.SampleRate);
            Assert.Equal(expected.Length / channels, clip.Samples.Length);
            Assert.Equal(clip.Samples, piped.Samples);
            Assert.InRange(Distance([.. expected.Where((_, i) => i % channels == channel)], clip.Samples), 0, Tolerance);
        }
    }

    /// <summary>
    /// Encoders with a variable bit rate give the three windows of a short block gains of their own. NLayer takes the first window's for the
    /// highest band, which begins at 15.6 kHz (44.1 kHz), 10 kHz (22.05 kHz) or 7.25 kHz (16 kHz). Below, the samples are ffmpeg's.
    /// </summary>
    [Theory]
    [InlineData(44100, 1, 16000)]
    [InlineData(44100, 2, 16000)]
    [InlineData(22050, 1, 16000)]
    [InlineData(16000, 1, 12000)]
    public void Read_VariableBitRate_IsWhatFfmpegReadsBelowTheHighestBand(int rate, int channels, int comparedRate)
    {
        byte[] file = Encode(rate, channels, "-q:a 2", Clicks(rate, channels));
        using TemporaryFolder folder = new();
        File.WriteAllBytes(folder.File("a.mp3"), file);
        float[] expected = Ffmpeg.Decode([], "-i", folder.File("a.mp3"));
        AudioClip clip = AudioFile.Read(new MemoryStream(file), "a.mp3", NoProgram with { Channel = 0 });
        AudioClip reference = new([.. expected.Where((_, i) => i % channels == 0)], rate);
        Assert.Equal(reference.Samples.Length, clip.Samples.Length);
        Assert.InRange(Distance(reference.Resample(comparedRate).Samples, clip.Resample(comparedRate).Samples), 0, Tolerance);
    }

    [Fact]
    public void Read_LameTag_LeavesOutWhatTheEncoderAdded()
    {
        // 1.5 s went in, and 1.5 s come out, at the same place.
        byte[] file = Encode(44100, 1, "-b:a 192k");
        AudioClip clip = AudioFile.Read(new MemoryStream(file), "a.mp3", NoProgram);
        float[] original = Sound(44100, 1);
        Assert.Equal(original.Length, clip.Samples.Length);
        double distance = Enumerable.Range(0, original.Length).Average(i => Math.Abs(original[i] - clip.Samples[i]));
        Assert.InRange(distance, 0, 0.01);
    }

    [Theory]
    [InlineData(8000, "mp3")] // MPEG-2.5
    [InlineData(44100, "mp2")] // Layer II
    public void Read_OtherMpegAudio_IsLeftToFfmpeg(int rate, string codec)
    {
        byte[] file = Encode(rate, 1, $"-c:a {codec} -f {codec}");
        Assert.StartsWith(
            "a.mp3: only WAV, MP3 and Ogg Vorbis can be read without",
            Assert.Throws<InvalidDataException>(() => AudioFile.Read(new MemoryStream(file), "a.mp3", NoProgram)).Message,
            StringComparison.Ordinal);
        Assert.Equal(1.5, AudioFile.Read(new ForwardStream(file, 999), "a.mp3").DurationSeconds, 0.1);
    }

    [Fact]
    public void Read_CutOff_GivesWholeFramesAndWarns()
    {
        byte[] file = Encode(16000, 1, "-b:a 64k")[..^700];
        List<string> warnings = [];
        AudioClip clip = AudioFile.Read(new MemoryStream(file), "a.mp3", new AudioConfig { Warn = warnings.Add });
        Assert.InRange(clip.DurationSeconds, 1, 1.5);
        Assert.Equal(["a.mp3: ends before its last frame is complete; the file is truncated; read as far as it goes"], warnings);
        Assert.Throws<InvalidDataException>(() => AudioFile.Read(new MemoryStream(file), "a.mp3", NoProgram));
    }

    [Theory]
    [InlineData("-b:a 64k")] // with a header that says how long it is
    [InlineData("-b:a 64k -write_xing 0")]
    public void Read_DamagedInTheMiddle_SaysWhereAndHowMuch(string options)
    {
        byte[] whole = Encode(16000, 1, options + " -id3v2_version 0");
        int middle = whole.Length / 2, frame = 72 * 64000 / 16000;
        int at = (middle / frame * frame) + 100; // within a frame
        Assert.Equal(0xFF, whole[at - 100]);
        byte[] zeros = [.. whole[..at], .. new byte[1000], .. whole[(at + 1000)..]], inserted = [.. whole[..at], .. "junk"u8, .. whole[at..]], missing = [.. whole[..at], .. whole[(at + 100)..]];
        foreach ((byte[] file, int bytes) in new[] { (zeros, (4 * frame) - frame), (inserted, 4), (missing, frame - 100) })
        {
            List<string> warnings = [];
            AudioClip clip = AudioFile.Read(new MemoryStream(file), "a.mp3", new AudioConfig { Warn = warnings.Add });
            Assert.InRange(clip.DurationSeconds, 1.3, 1.7);
            string warning = Assert.Single(warnings);
            Assert.Matches($@"^a\.mp3: is damaged MP3, first at 0\.[678]\d? s \({bytes} bytes of no frame\); the rest is read$", warning);
            Assert.StartsWith(Assert.Throws<InvalidDataException>(() => AudioFile.Read(new ForwardStream(file, 999), "a.mp3", NoProgram)).Message + "; ", warning, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Read_TagsBetweenAndBehindFrames_AreNoDamage()
    {
        byte[] file = Encode(16000, 1, "-b:a 64k -write_xing 0 -write_id3v1 1 -metadata title=Speech"), ape = [.. "APETAGEX"u8, 0xD0, 7, 0, 0, 32, 0, 0, 0, .. new byte[16]];
        AudioClip once = AudioFile.Read(new MemoryStream(file), "a.mp3", NoProgram);
        AudioClip twice = AudioFile.Read(new MemoryStream([.. file, .. file, .. "LYRICSBEGIN"u8, .. ape, .. new byte[3000]]), "a.mp3", NoProgram);
        Assert.Equal(2 * once.Samples.Length, twice.Samples.Length);
    }

    [Fact]
    public void Read_NoFramesAtTheEnd_AreTold()
    {
        byte[] file = Encode(16000, 1, "-b:a 64k -write_xing 0 -id3v2_version 0");
        int half = file.Length / 2 / 288 * 288;
        List<string> warnings = [];
        AudioFile.Read(new MemoryStream([.. file[..half], .. Enumerable.Repeat((byte)0x55, 5000)]), "a.mp3", new AudioConfig { Warn = warnings.Add });
        Assert.Matches(@"^a\.mp3: is damaged MP3, first at 0\.\d+ s \(\d+ bytes of no frame\); the rest is read$", Assert.Single(warnings));
    }

    [Fact]
    public void Read_JunkBetweenFrames_IsPassedOver()
    {
        byte[] file = Encode(44100, 1, "-b:a 128k -write_xing 0 -id3v2_version 0");
        int frame = 0;
        for (int i = 0; i < 10; i++)
        {
            frame += 144 * 128000 / 44100 + ((file[frame + 2] >> 1) & 1); // to the header of the tenth frame
        }

        Assert.Equal(0xFF, file[frame]);
        AudioClip clip = AudioFile.Read(new MemoryStream(file), "a.mp3"), odd = AudioFile.Read(new MemoryStream([.. file[..frame], .. new byte[777], .. "TAG"u8, .. file[frame..]]), "a.mp3");
        Assert.Equal(clip.Samples, odd.Samples);
    }

    [Fact]
    public void Read_DamagedFiles_AreReadOrRefusedInBoundedTime()
    {
        byte[] whole = Encode(16000, 2, "-b:a 32k");
        SeededRandom random = new(11);
        int read = 0;
        for (int round = 0; round < 300; round++)
        {
            byte[] file = [.. whole];
            for (int change = random.NextInteger(1, 30); change > 0; change--)
            {
                file[random.NextInteger(0, round % 2 == 0 ? 300 : file.Length - 1)] = (byte)random.NextInteger(0, 255);
            }

            try
            {
                AudioClip clip = AudioFile.Read(new MemoryStream(file), "a.mp3", NoProgram with { IsStrict = false });
                Assert.All(clip.Samples, sample => Assert.True(float.IsFinite(sample)));
                read++;
            }
            catch (InvalidDataException e)
            {
                Assert.StartsWith("a.mp3: ", e.Message, StringComparison.Ordinal);
            }
        }

        Assert.InRange(read, 50, 300);
    }

    private static float Distance(float[] expected, float[] actual) => expected.Zip(actual, (a, b) => Math.Abs(a - b)).Max();

    private static byte[] Encode(int rate, int channels, string options) => Encode(rate, channels, options, Sound(rate, channels));

    private static byte[] Encode(int rate, int channels, string options, float[] sound)
    {
        Assert.SkipWhen(Ffmpeg.Program is null, "ffmpeg was not found.");
        byte[] samples = new byte[sound.Length * 4];
        foreach ((int i, float sample) in sound.Index())
        {
            BinaryPrimitives.WriteSingleLittleEndian(samples.AsSpan(4 * i), sample);
        }

        // The tag of an encoder is written last, which needs a file.
        using TemporaryFolder folder = new();
        string[] format = options.Contains("-f ", StringComparison.Ordinal) ? [] : ["-f", "mp3"];
        byte[]? done = Ffmpeg.TryRun(samples, ["-f", "f32le", "-ar", $"{rate}", "-ac", $"{channels}", "-i", "pipe:0", .. format, .. options.Split(' '), folder.File("a")]);
        Assert.SkipWhen(done is null, "This ffmpeg cannot write MP3.");
        return File.ReadAllBytes(folder.File("a"));
    }

    /// <summary>1.5 s of a voice-like buzz with noise, the channels of different loudness.</summary>
    private static float[] Sound(int rate, int channels)
    {
        SeededRandom random = new(3);
        return [.. Enumerable.Range(0, rate * 3 / 2).SelectMany(i =>
        {
            double sound = Enumerable.Range(1, 8).Sum(k => 0.1 / k * Math.Sin(2 * Math.PI * 140 * k * i / rate)) + (0.02 * random.NextGaussian());
            return Enumerable.Range(1, channels).Select(channel => (float)(sound / channel));
        })];
    }

    /// <summary>1.5 s of noise that begins anew ten times a second, which encoders write in short blocks.</summary>
    private static float[] Clicks(int rate, int channels)
    {
        SeededRandom random = new(3);
        return [.. Enumerable.Range(0, rate * 3 / 2).SelectMany(i =>
        {
            double sound = 0.3 * Math.Exp(-60.0 * (i % (rate / 10)) / rate) * random.NextGaussian();
            return Enumerable.Range(1, channels).Select(channel => (float)(sound / channel));
        })];
    }
}
