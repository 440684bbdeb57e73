using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;
using SpeechEmotion.Audio;
using Xunit;

namespace SpeechEmotion.Tests.Audio;

public sealed class FfmpegDecoderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Read_FileThatCannotBeAnOptionOrAnAddress_IsAFile()
    {
        foreach (string name in new[] { "-version", "http:x", "a\\", "'q' \"d\"", "%d.flac" })
        {
            Assert.Equal(16000, AudioFile.Read(AddFlac(name, 1)).Samples.Length);
        }
    }

    [Fact]
    public void Read_LongRecording_WritesNothingToTheDisk()
    {
        string flac = AddFlac("a.flac", 60);
        string[] before = Directory.GetFileSystemEntries(Path.GetTempPath());
        using AudioReader reader = AudioReader.Open(flac);
        reader.Read(new float[1000]);
        Assert.DoesNotContain(Directory.GetFileSystemEntries(Path.GetTempPath()).Except(before), path => Path.GetFileName(path).Length > 40);
        Assert.Equal(60 * 16000 - 1000, reader.Read(new float[60 * 16000]));
    }

    [Fact]
    public void Dispose_WithinARecording_EndsTheProgram()
    {
        string wav = _folder.File("a.wav"), number = _folder.File("number");
        WavWriter.Write(wav, new AudioClip(new float[100_000], 16000));
        AddScript($"echo $$ > '{number}'; /bin/cat '{wav}'; exec /bin/sleep 60");
        using (AudioReader reader = AudioReader.Open(new MemoryStream(new byte[100]), "a.flac", new AudioConfig { Ffmpeg = new FfmpegDecoder(_folder.Path) }))
        {
            reader.Read(new float[1000]);
        }

        Assert.Throws<ArgumentException>(() => Process.GetProcessById(int.Parse(File.ReadAllText(number), CultureInfo.InvariantCulture)));
    }

    [Fact]
    public async Task Read_Cancelled_EndsTheProgramAtOnce()
    {
        AddScript("echo start >&2; exec /bin/sleep 60");
        using CancellationTokenSource source = new(200);
        var clock = Stopwatch.StartNew();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Task.Run(
            () => AudioFile.Read(new MemoryStream(new byte[100]), "a.flac", new AudioConfig { Ffmpeg = new FfmpegDecoder(_folder.Path) }, source.Token), TestContext.Current.CancellationToken));
        Assert.InRange(clock.Elapsed, TimeSpan.FromSeconds(0.1), TimeSpan.FromSeconds(0.9));
    }

    [Fact]
    public void Read_ProgramThatFailsWithin_SaysWhy()
    {
        string wav = _folder.File("a.wav");
        WavWriter.Write(wav, new AudioClip(new float[1000], 16000));
        AddScript($"/bin/cat '{wav}'; echo '[flac @ 0x55aa] it broke' >&2; exit 3");
        Assert.Equal(
            "a.flac: ffmpeg failed within the recording (it broke)",
            Assert.Throws<InvalidDataException>(() => AudioFile.Read(new MemoryStream(new byte[100]), "a.flac", new AudioConfig { Ffmpeg = new FfmpegDecoder(_folder.Path) })).Message);
    }

    [Fact]
    public void Read_ProgramThatComplainsAndGoesOn_IsAWarningAndAnErrorForCorpora()
    {
        string wav = _folder.File("a.wav");
        WavWriter.Write(wav, new AudioClip(new float[1000], 16000));
        AddScript($"/bin/cat '{wav}'; echo '[flac @ 0x55aa] invalid residual' >&2; echo more >&2");
        List<string> warnings = [];
        AudioConfig config = new() { Ffmpeg = new FfmpegDecoder(_folder.Path), Warn = warnings.Add };
        Assert.Equal(1000, AudioFile.Read(new MemoryStream(new byte[100]), "a.flac", config).Samples.Length);
        Assert.Equal(["a.flac: is damaged or truncated, as ffmpeg reads it (invalid residual); read as far as it goes"], warnings);
        Assert.Equal(
            "a.flac: is damaged or truncated, as ffmpeg reads it (invalid residual)",
            Assert.Throws<InvalidDataException>(() => AudioFile.Read(new MemoryStream(new byte[100]), "a.flac", config with { IsStrict = true })).Message);
    }

    [Fact]
    public void Read_FewerSamplesThanTheHeaderStates_Warns()
    {
        string wav = _folder.File("a.wav");
        WavWriter.Write(wav, new AudioClip(new float[1000], 16000));
        AddScript($"/bin/cat '{wav}'");
        byte[] flac = [.. "fLaC"u8, .. new byte[96]];
        BinaryPrimitives.WriteUInt64BigEndian(flac.AsSpan(18), (16000UL << 44) | 24_000);
        List<string> warnings = [];
        AudioConfig config = new() { Ffmpeg = new FfmpegDecoder(_folder.Path), Warn = warnings.Add };
        Assert.Equal(1000, AudioFile.Read(new MemoryStream(flac), "a.flac", config).Samples.Length);
        Assert.Equal(["a.flac: is damaged or truncated: its header states 1.5 s, and 0.06 s of it can be decoded; read as far as it goes"], warnings);

        BinaryPrimitives.WriteUInt64BigEndian(flac.AsSpan(18), (16000UL << 44) | 1000);
        Assert.Equal(1000, AudioFile.Read(new MemoryStream(flac), "a.flac", config with { IsStrict = true }).Samples.Length);
    }

    [Fact]
    public void Read_FaultOfWhatTheProgramHandsOver_IsNoneOfTheFilesOwnChunks()
    {
        string wav = _folder.File("a.wav");
        WavWriter.Write(wav, new AudioClip(new float[1000], 16000));
        byte[] bytes = File.ReadAllBytes(wav);
        bytes[22] = 0; // channels
        File.WriteAllBytes(wav, bytes);
        AddScript($"/bin/cat '{wav}'");
        Assert.StartsWith(
            "a.flac: as ffmpeg decodes it, chunk 'fmt ' at byte 12 declares 0 channels",
            Assert.Throws<InvalidDataException>(() => AudioFile.Read(new MemoryStream(new byte[100]), "a.flac", new AudioConfig { Ffmpeg = new FfmpegDecoder(_folder.Path) })).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Read_TruncatedFlac_Warns()
    {
        Assert.SkipWhen(Ffmpeg.Program is null, "ffmpeg was not found.");
        string flac = _folder.File("a.flac"), wav = _folder.File("noise.wav");
        Random random = new(1);
        WavWriter.Write(wav, new AudioClip([.. Enumerable.Range(0, 48_000).Select(_ => (float)(random.NextDouble() - 0.5))], 16000));
        Assert.SkipWhen(Ffmpeg.TryRun([], ["-i", $"file:{wav}", $"file:{flac}"]) is null, "This ffmpeg cannot write the format.");
        List<string> warnings = [];
        AudioConfig config = new() { Warn = warnings.Add };
        Assert.Equal(48_000, AudioFile.Read(flac, config).Samples.Length);
        Assert.Empty(warnings);

        byte[] bytes = File.ReadAllBytes(flac);
        Assert.InRange(AudioFile.Read(new MemoryStream(bytes[..(bytes.Length / 2)]), "a.flac", config).Samples.Length, 16_000, 28_000);
        Assert.StartsWith("a.flac: is damaged or truncated, as ffmpeg reads it (", Assert.Single(warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_TruncatedOgg_WarnsThoughFfmpegSaysNothing()
    {
        Assert.SkipWhen(Ffmpeg.Program is null, "ffmpeg was not found.");
        string opus = _folder.File("a.ogg"), wav = _folder.File("noise.wav");
        Random random = new(1);
        WavWriter.Write(wav, new AudioClip([.. Enumerable.Range(0, 96_000).Select(_ => (float)(random.NextDouble() - 0.5))], 16000));
        Assert.SkipWhen(Ffmpeg.TryRun([], ["-i", $"file:{wav}", "-c:a", "libopus", $"file:{opus}"]) is null, "This ffmpeg cannot write the format.");
        List<string> warnings = [];
        AudioConfig config = new() { Warn = warnings.Add };
        int whole = AudioFile.Read(opus, config).Samples.Length;
        Assert.Empty(warnings);

        byte[] bytes = File.ReadAllBytes(opus);
        File.WriteAllBytes(opus, bytes[..(bytes.Length * 3 / 4)]);
        Assert.InRange(AudioFile.Read(opus, config).Samples.Length, 1, whole - 1);
        Assert.Equal([$"{opus}: is cut off within a page of Ogg; read as far as it goes"], warnings);
        Assert.Throws<InvalidDataException>(() => AudioFile.Read(opus, config with { IsStrict = true }));
    }

    [Fact]
    public void Read_Mp4WithItsIndexLast_IsTheSameFromAnyStream()
    {
        Assert.SkipWhen(Ffmpeg.Program is null, "ffmpeg was not found.");
        string wav = _folder.File("sound.wav"), m4a = _folder.File("a.m4a");
        WavWriter.Write(wav, new AudioClip([.. Enumerable.Range(0, 160_000).Select(i => (float)(0.4 * Math.Sin(i * (0.05 + (i * 1e-6)))))], 16000));
        Assert.SkipWhen(Ffmpeg.TryRun([], ["-i", $"file:{wav}", "-c:a", "aac", $"file:{m4a}"]) is null, "This ffmpeg cannot write the format.");
        byte[] bytes = File.ReadAllBytes(m4a);
        Assert.True(bytes.AsSpan().IndexOf("moov"u8) > bytes.AsSpan().IndexOf("mdat"u8), "the index must be the last for this test");

        float[] expected = AudioFile.Read(m4a).Samples;
        Assert.Equal(10, expected.Length / 16000.0, 0.1);
        Assert.Equal(expected, AudioFile.Read(new MemoryStream(bytes), "upload").Samples);
        Assert.Equal(expected, AudioFile.Read(new ForwardStream(bytes, 999), "upload").Samples);
    }

    [Fact]
    public void Read_Mp4WithoutOrWithADamagedIndex_SaysSo()
    {
        string m4a = Encode("a.m4a", 1, "-c:a", "aac");
        byte[] bytes = File.ReadAllBytes(m4a), damaged = [.. bytes];
        int index = bytes.AsSpan().IndexOf("moov"u8), places = bytes.AsSpan().IndexOf("stco"u8);
        damaged[places + 8] = 0x7f; // more places than there are
        Assert.Contains("upload: is an MP4 file without the index", Assert.Throws<InvalidDataException>(() => AudioFile.Read(new MemoryStream(bytes[..(index - 4)]), "upload")).Message, StringComparison.Ordinal);
        Assert.Equal("upload: is an MP4 file with a damaged index", Assert.Throws<InvalidDataException>(() => AudioFile.Read(new ForwardStream(damaged, 999), "upload")).Message);
    }

    private string AddFlac(string name, int seconds) => Encode(name, seconds, "-c:a", "flac", "-f", "flac");

    private string Encode(string name, int seconds, params string[] options)
    {
        Assert.SkipWhen(Ffmpeg.Program is null, "ffmpeg was not found.");
        byte[]? done = Ffmpeg.TryRun(new byte[32000 * seconds], ["-f", "s16le", "-ar", "16000", "-ac", "1", "-i", "pipe:0", .. options, $"file:{_folder.File("temporary")}{Path.GetExtension(name)}"]);
        Assert.SkipWhen(done is null, "This ffmpeg cannot write the format.");
        File.Move($"{_folder.File("temporary")}{Path.GetExtension(name)}", _folder.File(name));
        return _folder.File(name);
    }

    private void AddScript(string text)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The stand-in for ffmpeg is a shell script.");
        File.WriteAllText(_folder.File("ffmpeg"), $"#!/bin/sh\n{text}\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(_folder.File("ffmpeg"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }
    }
}
