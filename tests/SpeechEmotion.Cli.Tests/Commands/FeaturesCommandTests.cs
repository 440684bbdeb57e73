using System.Globalization;
using Parquet;
using Parquet.Schema;
using SpeechEmotion.Audio;
using SpeechEmotion.Features;
using Xunit;

namespace SpeechEmotion.Cli.Tests.Commands;

public sealed class FeaturesCommandTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly Terminal _terminal = new();

    [Theory]
    [InlineData("zcr", FeatureKind.ZeroCrossingRate)]
    [InlineData("energy", FeatureKind.Energy)]
    [InlineData("mel", FeatureKind.MelPower)]
    [InlineData("mel-db", FeatureKind.MelDecibels)]
    [InlineData("mel-scaled", FeatureKind.MelScaled)]
    [InlineData("rms", FeatureKind.Rms)]
    [InlineData("centroid", FeatureKind.SpectralCentroid)]
    public async Task Run_File_WritesTheExtractorsNumbers(string kind, FeatureKind expected)
    {
        string clip = _folder.AddClip("a.wav", rate: 22050);
        await _terminal.SucceedAsync(["features", clip, "--kind", kind, "--out", _folder["new/a.npy"], "--frame-length", "256", "--hop-length", "100", .. kind[..3] is "mel" ? ["--mel-bands", "24"] : (string[])[]]);
        (float[] values, int[] shape) = NpyFile.Read(_folder["new/a.npy"]);
        FeatureConfig config = new() { Kinds = [expected], SampleRate = 22050, MelBands = 24, FrameLength = 256, HopLength = 100 };
        Assert.Equal(new FeatureExtractor(config).Extract(AudioFile.Read(clip)).Values, values);
        Assert.Equal(kind[..3] is not "mel" ? [81] : [24, 81], shape);
        Assert.Contains($"[{string.Join(", ", shape)}]", _terminal.Shown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_OneMelBand_KeepsTwoDimensions()
    {
        await _terminal.SucceedAsync("features", _folder.AddClip("a.wav"), "--kind", "mel", "--mel-bands", "1", "--out", _folder["a.npy"]);
        Assert.Equal([1, 63], NpyFile.Read(_folder["a.npy"]).Shape);
    }

    [Fact]
    public async Task Run_SeveralKinds_StandBelowOneAnother()
    {
        string clip = _folder.AddClip("a.wav", rate: 16000);
        await _terminal.SucceedAsync("features", clip, "--kind", "mfcc, mfcc-delta,chroma,rms", "--mfcc-coefficients", "13", "--out", _folder["a.npy"]);
        (float[] values, int[] shape) = NpyFile.Read(_folder["a.npy"]);
        FeatureConfig config = new() { Kinds = [FeatureKind.Mfcc, FeatureKind.MfccDelta, FeatureKind.Chroma, FeatureKind.Rms], MfccCoefficients = 13 };
        Assert.Equal([39, 63], shape);
        Assert.Equal(new FeatureExtractor(config).Extract(AudioFile.Read(clip)).Values, values);
    }

    [Theory]
    [InlineData("--mel-bands", "rms,f0", "rms, f0", "mel, mel-db, mel-scaled, mel-standardised, mfcc, mfcc-delta, mfcc-delta2")]
    [InlineData("--mfcc-coefficients", "mel", "mel", "mfcc, mfcc-delta, mfcc-delta2")]
    public async Task Run_OptionThatChangesNothing_IsRefused(string option, string kinds, string named, string of) => await _terminal.FailAsync(
        $"{option} changes nothing of {named}; leave it out, or add one of {of} to --kind",
        "features", _folder.AddClip("a.wav"), "--kind", kinds, option, "20", "--out", _folder["a.npy"]);

    [Fact]
    public async Task Run_ClipTooShortForADelta_IsOneLine()
    {
        string clip = _folder.AddClip("a.wav", length: 1000, rate: 16000);
        await _terminal.FailAsync(
            $"{clip}: 1000 samples make 8 frames; mfcc-delta and mfcc-delta2 need at least 9. Take a longer clip or a shorter hopLength.",
            "features", clip, "--kind", "mfcc-delta", "--out", _folder["a.npy"]);
        Assert.False(File.Exists(_folder["a.npy"]));
    }

    [Fact]
    public async Task Run_FolderIntoATable_WritesARowPerClip()
    {
        string first = _folder.AddClip("in/a.wav");
        _folder.AddClip("in/deep/b.wav", seed: 2);
        await _terminal.SucceedAsync("features", _folder["in"], "--kind", "rms,f0", "--out", _folder["out/f.csv"]);
        string[] lines = File.ReadAllLines(_folder["out/f.csv"]);
        Assert.Equal("name,rms_mean,rms_std,f0_mean,f0_std", lines[0]);
        Assert.Equal(["a.wav", "deep/b.wav"], lines[1..].Select(line => line.Split(',')[0]));
        AudioClip clip = AudioFile.Read(first);
        float[] rms = new FeatureExtractor(new FeatureConfig { Kinds = [FeatureKind.Rms], SampleRate = clip.SampleRate }).Extract(clip).Values;
        Assert.Equal(rms.Average(), float.Parse(lines[1].Split(',')[1], CultureInfo.InvariantCulture), 1e-6f);
        Assert.Contains("2 of 2 clips", _terminal.Shown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_FolderWithABadFileIntoATable_WritesTheOthersAndFails()
    {
        _folder.AddClip("in/a.wav");
        _folder.AddText("in/b.wav", "");
        Assert.Equal(Cli.UsageError, await _terminal.RunAsync("features", _folder["in"], "--kind", "zcr", "--out", _folder["f.csv"]));
        Assert.Equal($"ser: {_folder["in/b.wav"]}: is empty{Environment.NewLine}", _terminal.Error);
        Assert.Equal(2, File.ReadAllLines(_folder["f.csv"]).Length);
    }

    [Fact]
    public async Task Run_FolderIntoParquet_HasTheNumbersOfTheCsv()
    {
        _folder.AddClip("in/a.wav");
        WavWriter.Write(_folder["in/b.wav"], new AudioClip(new float[16000], 16000)); // silent: no pitch
        await _terminal.SucceedAsync("features", _folder["in"], "--kind", "rms,f0", "--out", _folder["f.csv"]);
        await _terminal.SucceedAsync("features", _folder["in"], "--kind", "rms,f0", "--out", _folder["f.parquet"]);
        string[][] lines = [.. File.ReadAllLines(_folder["f.csv"]).Select(line => line.Split(','))];
        await using ParquetReader reader = await ParquetReader.CreateAsync(_folder["f.parquet"], cancellationToken: TestContext.Current.CancellationToken);
        using ParquetRowGroupReader group = reader.OpenRowGroupReader(0);
        DataField[] fields = reader.Schema.GetDataFields();
        Assert.Equal(lines[0], fields.Select(field => field.Name));
        for (int column = 1; column < fields.Length; column++)
        {
            double?[] values = new double?[2];
            await group.ReadAsync<double>(fields[column], values.AsMemory());
            Assert.Equal(lines[1..].Select(line => line[column]), values.Select(value => value is { } number ? $"{number:G9}" : ""));
        }
    }

    [Fact]
    public async Task Run_SamplesFarTooLarge_AreSaidAndNotWritten()
    {
        string clip = _folder["loud.wav"];
        WavWriter.Write(clip, new AudioClip([.. Enumerable.Repeat(1e37f, 16000)], 16000), WavEncoding.Float32);
        await _terminal.FailAsync($"{clip}: its samples are too large for these features (they are in -1..1 in a recording)", "features", clip, "--kind", "energy", "--out", _folder["a.npy"]);
        Assert.Equal(["loud.wav"], _folder.Names());
    }

    [Fact]
    public async Task Run_OutputOfAnotherKind_IsRefused()
    {
        string clip = _folder.AddClip("in/a.wav");
        await _terminal.FailAsync($"--out is '{_folder["a.json"]}'; it must end in .npy, or for a table in .csv or .parquet", "features", clip, "--kind", "mel", "--out", _folder["a.json"]);
        using Terminal other = new();
        await other.FailAsync($"--out is '{_folder["a.npy"]}'; for a folder of recordings it must be a folder, or a table that ends in .csv or .parquet", "features", _folder["in"], "--kind", "mel", "--out", _folder["a.npy"]);
        Assert.Equal(["in/a.wav"], _folder.Names());
    }

    [Theory]
    [InlineData("0")]
    [InlineData("100")]
    [InlineData("800000")]
    public async Task Features_RateThatNoRecordingHas_IsOneLine(string rate) =>
        await _terminal.FailAsync($"--sample-rate is {rate}; it must be 4000 to 768000 Hz", "features", _folder.AddClip("a.wav"), "--kind", "energy", "--sample-rate", rate, "--out", _folder["a.npy"]);

    [Fact]
    public async Task Run_SampleRate_ResamplesFirst()
    {
        string clip = _folder.AddClip("a.wav", length: 8000, rate: 16000);
        await _terminal.SucceedAsync("features", clip, "--kind", "energy", "--sample-rate", "8000", "--out", _folder["a.npy"]);
        Assert.Equal([1 + (4000 / 128)], NpyFile.Read(_folder["a.npy"]).Shape);
    }

    [Fact]
    public async Task Run_Folder_WritesAFileAClipUnderItsName()
    {
        _folder.AddClip("in/a.wav");
        _folder.AddClip("in/deep/b.wav", seed: 2, rate: 8000);
        _folder.AddText("in/notes.txt", "no audio");
        await _terminal.SucceedAsync("features", _folder["in"], "--kind", "mel", "--out", _folder["out"]);
        Assert.Equal(["in/a.wav", "in/deep/b.wav", "in/notes.txt", "out/a.npy", "out/deep/b.npy"], _folder.Names());
        Assert.Contains("2 of 2 files written", _terminal.Shown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_FolderWithABadFile_WritesTheOthersAndFails()
    {
        _folder.AddClip("in/a.wav");
        _folder.AddText("in/b.wav", "");
        Assert.Equal(Cli.UsageError, await _terminal.RunAsync("features", _folder["in"], "--kind", "zcr", "--out", _folder["out"]));
        Assert.Equal($"ser: {_folder["in/b.wav"]}: is empty{Environment.NewLine}", _terminal.Error);
        Assert.True(File.Exists(_folder["out/a.npy"]));
    }

    [Fact]
    public async Task Run_FoldersWithABadFileBesideAGoodOne_KeepTheFolderForTheGoodOne()
    {
        const int folders = 100;
        for (int i = 0; i < folders; i++)
        {
            _folder.AddText($"in/{i}/a.wav", "");
            _folder.AddClip($"in/{i}/b.wav");
        }

        Assert.Equal(Cli.UsageError, await _terminal.RunAsync("features", _folder["in"], "--kind", "zcr", "--out", _folder["out"]));
        Assert.Equal(folders, _folder.Names().Count(name => name.StartsWith("out/", StringComparison.Ordinal)));
        Assert.Equal(folders, _terminal.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Fact]
    public async Task Run_TwoFilesForOneName_FailsBeforeWriting()
    {
        _folder.AddClip("in/a.wav");
        _folder.AddText("in/a.mp3", "x");
        await _terminal.FailAsync(
            $"a.mp3 and a.wav would all be written to {Path.Combine(_folder["out"], "a.npy")}; rename all but one",
            "features", _folder["in"], "--kind", "zcr", "--out", _folder["out"]);
        Assert.False(Directory.Exists(_folder["out"]));
    }

    [Fact]
    public async Task Run_FolderInterruptedWhileSearched_SaysThatNothingWasKept()
    {
        _folder.AddClip("in/a.wav");
        Assert.Equal(Cli.Interrupted, await _terminal.RunAsync(new CancellationToken(true), "features", _folder["in"], "--kind", "zcr", "--out", _folder["out"]));
        Assert.Equal($"ser: interrupted; nothing was kept{Environment.NewLine}", _terminal.Error);
        Assert.False(Directory.Exists(_folder["out"]));
    }

    [Theory]
    [InlineData("--hop-length is 900; it must be 1 to --frame-length (512) samples", "--hop-length", "900")]
    [InlineData("--frame-length is 0; it must be an even number of samples, 16 to 65536; --hop-length is 128; it must be 1 to --frame-length (0) samples", "--frame-length", "0")]
    [InlineData("--mel-bands is 0; it must be 1 to 512", "--mel-bands", "0")]
    [InlineData("--mfcc-coefficients is 513; it must be 1 to --mel-bands (40)", "--mfcc-coefficients", "513")]
    public async Task Run_WrongNumbers_AreNamed(string expected, string option, string value)
    {
        string clip = _folder.AddClip("a.wav");
        await _terminal.FailAsync(expected, "features", clip, "--kind", "mel", "--out", _folder["a.npy"], option, value);
        Assert.False(File.Exists(_folder["a.npy"]));
    }

    [Fact]
    public async Task Run_OutputIsAFolder_IsOneLine()
    {
        string clip = _folder.AddClip("a.wav");
        await _terminal.FailAsync($"{_folder.Root}: is a folder; name a file", "features", clip, "--kind", "mel", "--out", _folder.Root);
    }

    public void Dispose()
    {
        _terminal.Dispose();
        _folder.Dispose();
    }
}
