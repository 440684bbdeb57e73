using System.Diagnostics;
using SpeechEmotion.Audio;
using Xunit;

namespace SpeechEmotion.Tests.Audio;

public sealed class AudioFileTests
{
    private static readonly byte[] Wav = new WavBuilder().WithSamples(0.5, -0.25).Build();

    private static string? Program => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Select(folder => Path.Combine(folder, OperatingSystem.IsWindows() ? "ffmpeg.exe" : "ffmpeg")).FirstOrDefault(File.Exists);

    [Fact]
    public void Read_Path_ReadsWavWhateverItsExtension()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.File("clip.mp3"), Wav);
        Assert.Equal([0.5f, -0.25f], AudioFile.Read(folder.File("clip.mp3")).Samples);
    }

    [Fact]
    public void Read_StreamNotAtItsStart_ReadsFromThere()
    {
        using var stream = new MemoryStream([9, 9, 9, .. Wav]) { Position = 3 };
        Assert.Equal([0.5f, -0.25f], AudioFile.Read(stream, "clip.wav").Samples);
        Assert.True(stream.CanRead);
    }

    [Fact]
    public void Read_WavFile_AllocatesItsSamplesOnce()
    {
        const int Samples = 1_000_000, Besides = 150_000; // a block of bytes, and what opens the file
        using var folder = new TemporaryFolder();
        string path = folder.File("long.wav");
        WavWriter.Write(path, new AudioClip(new float[Samples], 16000));
        AudioFile.Read(path);
        long before = GC.GetAllocatedBytesForCurrentThread();
        AudioFile.Read(path);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, sizeof(float) * Samples, (sizeof(float) * Samples) + Besides);
    }

    [Fact]
    public void Read_MissingFile_Throws() =>
        Assert.Throws<FileNotFoundException>(() => AudioFile.Read(Path.Combine(Path.GetTempPath(), "no-such-clip.wav")));

    [Fact]
    public void Read_CremaDClip_HasItsKnownRateAndIsFinite()
    {
        string? clip = CorpusFolders().Where(Directory.Exists)
            .SelectMany(folder => Directory.EnumerateFiles(folder, "10??_*.wav")).FirstOrDefault();
        Assert.SkipUnless(clip is not null, "CREMA-D was not found.");
        AudioClip read = AudioFile.Read(clip);
        Assert.Equal(16000, read.SampleRate);
        Assert.InRange(read.DurationSeconds, 1, 6);
        Assert.All(read.Samples, sample => Assert.InRange(sample, -1, 1));
    }

    [Theory]
    [InlineData("a/clip.wav", true)]
    [InlineData("CLIP.WAV", true)]
    [InlineData("clip.m4a", true)]
    [InlineData("clip.wav.txt", false)]
    [InlineData("wav", false)]
    public void HasAudioExtension_Path_LooksAtItsEnd(string path, bool expected) => Assert.Equal(expected, AudioFile.HasAudioExtension(path));

    // ffmpeg

    [Fact]
    public void Read_ProgramMissing_NamesItAndHowToInstallIt()
    {
        using var folder = new TemporaryFolder();
        var exception = Assert.Throws<InvalidDataException>(
            () => AudioFile.Read(new MemoryStream([.. "fLaC"u8, .. new byte[60]]), "clip.flac", new AudioConfig { Ffmpeg = new FfmpegDecoder(folder.Path) }));
        Assert.Equal(
            $"clip.flac: only WAV, MP3 and Ogg Vorbis can be read without the program 'ffmpeg', which was not found in '{folder.Path}'; "
            + "install it (Debian and Ubuntu: apt-get install ffmpeg, macOS: brew install ffmpeg, Windows: winget install ffmpeg) "
            + "or convert the file to WAV",
            exception.Message);
    }

    [Theory]
    [InlineData("flac", "-c:a flac", 1e-5)]
    [InlineData("wav", "-c:a pcm_mulaw", 0.02)]
    [InlineData("wav", "-c:a adpcm_ima_wav", 0.05)]
    [InlineData("aiff", "-c:a pcm_s16be", 1e-5)]
    [InlineData("mp3", "-c:a libmp3lame -b:a 192k", 0.02)]
    [InlineData("m4a", "-c:a aac -b:a 192k -movflags +faststart", 0.02)]
    [InlineData("ogg", "-c:a libvorbis -b:a 192k", 0.02)]
    public void Read_OtherFormats_GiveTheToneTheyWereMadeOf(string extension, string codec, double tolerance)
    {
        Assert.SkipWhen(Program is null, "ffmpeg was not found.");
        using var folder = new TemporaryFolder();
        string wav = folder.File("tone.wav"), other = folder.File($"a \"quoted\" name.{extension}");

        // Left and right differ, so that the mix to the mean shows.
        double[] tone = [.. Enumerable.Range(0, 44100).Select(i => 0.5 * Math.Sin(2 * Math.PI * 440 * i / 44100))];
        double[] stereo = [.. tone.SelectMany(x => new[] { x, x / 2 })];
        File.WriteAllBytes(wav, new WavBuilder { Channels = 2, SampleRate = 44100 }.WithSamples(stereo).Build());
        using (Process process = Process.Start(Program, ["-v", "error", "-i", wav, .. codec.Split(' '), other]))
        {
            process.WaitForExit();
            Assert.SkipWhen(process.ExitCode != 0, $"This ffmpeg cannot write {codec}.");
        }

        using FileStream stream = File.OpenRead(other);
        AudioClip[] clips =
            [AudioFile.Read(other), AudioFile.Read(stream, "upload"), AudioFile.Read(new ForwardStream(File.ReadAllBytes(other), 5000), "body")];
        foreach (AudioClip clip in clips)
        {
            Assert.Equal(44100, clip.SampleRate);
            Assert.InRange(clip.Samples.Length, 43900, 48000); // encoders pad, and some cut a block
            double error = BestError(clip.Samples, tone);
            Assert.True(error < tolerance, $"off by {error}");
        }
    }

    [Fact]
    public void Read_NotAudio_SaysSo()
    {
        Assert.SkipWhen(Program is null, "ffmpeg was not found.");
        byte[] text = [.. Enumerable.Repeat("Dear diary, today nothing was recorded.\n"u8.ToArray(), 50).SelectMany(line => line)];
        byte[] playlist = [.. "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nfile:/etc/hostname\n#EXT-X-ENDLIST\n"u8];
        byte[] video = [.. "RIFF"u8, 9, 0, 0, 0, .. "AVI "u8, 1];
        foreach (byte[] file in new[] { text, playlist, video, new byte[4000] })
        {
            var exception = Assert.Throws<InvalidDataException>(() => AudioFile.Read(new MemoryStream(file), "clip.mp3"));
            Assert.StartsWith("clip.mp3: is neither WAV, MP3, Ogg Vorbis nor audio that ffmpeg can decode (", exception.Message, StringComparison.Ordinal);
            Assert.DoesNotContain('\n', exception.Message);
        }
    }

    [Fact]
    public void Read_ProgramThatNeverEnds_IsStoppedAtTheTimeLimit()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The stand-in for ffmpeg is a shell script.");
        using var folder = new TemporaryFolder();
        string program = folder.File("ffmpeg");
        File.WriteAllText(program, "#!/bin/sh\ncase \"$1\" in -version) exit 0;; esac\nexec /bin/sleep 60\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        var clock = Stopwatch.StartNew();
        var exception = Assert.Throws<InvalidDataException>(
            () => AudioFile.Read(new MemoryStream(new byte[100]), "clip.mp3", new AudioConfig { Ffmpeg = new FfmpegDecoder(folder.Path, TimeSpan.FromSeconds(0.5)) }));
        Assert.Equal("clip.mp3: ffmpeg gave no samples for 0.5 s and was stopped", exception.Message);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(20), $"took {clock.Elapsed}");
    }

    [Fact]
    public void Constructor_NoTime_Throws() => Assert.Throws<ArgumentOutOfRangeException>(() => new FfmpegDecoder(timeLimit: TimeSpan.Zero));

    /// <summary>Mean distance from the mixed tone, at the delay (up to 50 ms, which encoders add) that fits best.</summary>
    private static double BestError(float[] samples, double[] tone) =>
        Enumerable.Range(0, 2205).Min(delay => Enumerable.Range(5000, 300).Average(i => Math.Abs(samples[i + delay] - (0.75 * tone[i]))));

    private static IEnumerable<string> CorpusFolders()
    {
        yield return Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache", "speech-emotion", "crema-d");
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            yield return Path.Combine(folder.FullName, "shared", "crema-d");
        }
    }
}
