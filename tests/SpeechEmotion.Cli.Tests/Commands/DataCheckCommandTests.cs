using System.Text.Json;
using SpeechEmotion.Audio;
using Xunit;

namespace SpeechEmotion.Cli.Tests.Commands;

public sealed class DataCheckCommandTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly Terminal _terminal = new();

    [Fact]
    public async Task Run_Faultless_Succeeds()
    {
        AddClips();
        Assert.Equal(Cli.Success, await _terminal.RunAsync("data", "check", _folder.Root));
        string expected = $"""
            crema-d  {_folder.Root}
            3 clips, 2 speakers, 2 s

            sad      ████████████████████                           1   33 %
            anger    ████████████████████████████████████████       2   67 %
            neutral                                                 0    0 %
            happy                                                   0    0 %
            fear                                                    0    0 %
            disgust                                                 0    0 %

            duration     0.50 to 0.50 s, median 0.50 s, mean 0.50 s
            sample rate  16,000 Hz

            no faults

            """;
        Assert.Equal(expected, _terminal.Shown, ignoreLineEndingDifferences: true);
    }

    [Fact]
    public async Task Run_Faults_AreGroupedAndEndWithOne()
    {
        AddFaults();
        Assert.Equal(Cli.Failure, await _terminal.RunAsync("data", "check", _folder.Root));
        Assert.Contains("silent 12\n", _terminal.Shown.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Contains("  1001_DFA_FEA_XX.wav  silent: every sample is 0\n", _terminal.Shown.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Contains("  … and 2 more\n", _terminal.Shown.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Contains("unknown name 1\n  other.wav", _terminal.Shown.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Contains("left out of training 1\n", _terminal.Shown.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Equal("", _terminal.Error);
    }

    [Fact]
    public async Task Run_NarrowTerminal_CutsNotesAtTheEdge()
    {
        _folder.AddClip("1001_DFA_ANG_XX.wav", 1);
        _folder.AddClip("1001_DFA_SAD_XX.wav", 2);
        File.Copy(_folder["1001_DFA_ANG_XX.wav"], _folder["1001_DFA_FEA_XX.wav"]);
        using Terminal terminal = new(60);
        Assert.Equal(Cli.Failure, await terminal.RunAsync("data", "check", _folder.Root));
        string[] notes = [.. terminal.Shown.ReplaceLineEndings("\n").Split('\n').Where(line => line.Contains("the same audio", StringComparison.Ordinal))];
        Assert.Equal(2, notes.Length);
        Assert.All(notes, note => Assert.Equal((60, '…'), (note.Length, note[^1])));
    }

    [Fact]
    public async Task Run_Json_IsOneDocumentWithEveryFault()
    {
        AddFaults();
        _terminal.ShowProgress();
        Assert.Equal(Cli.Failure, await _terminal.RunAsync("data", "check", _folder.Root, "--json"));
        JsonElement report = _terminal.ReadJson();
        Assert.Equal("crema-d", report.GetProperty("corpus").GetString());
        Assert.Equal(15, report.GetProperty("clips").GetInt32());
        Assert.False(report.GetProperty("passed").GetBoolean());
        Assert.Equal(2, report.GetProperty("emotions").GetProperty("anger").GetInt32());
        Assert.Equal(15, report.GetProperty("sampleRates").GetProperty("16000").GetInt32());
        Assert.Equal(0.5, report.GetProperty("durations").GetProperty("minimum").GetDouble());
        Assert.Equal(13, report.GetProperty("faults").GetArrayLength());
        Assert.Equal(12, report.GetProperty("faults").EnumerateArray().Count(fault => fault.GetProperty("kind").GetString() == "silent"));
        Assert.Equal("other.wav", report.GetProperty("leftOut")[0].GetProperty("name").GetString());
    }

    [Fact]
    public async Task Run_NoCorpus_IsOneLine()
    {
        Assert.Equal(Cli.UsageError, await _terminal.RunAsync("data", "check", _folder.Root));
        Assert.Matches(@"\Aser: .*: has no audio files .*\n\z", _terminal.Error);
    }

    [Fact]
    public async Task Run_UnknownCorpus_IsOneLine() => await _terminal.FailAsync(
        "Corpus 'timit' is not known; the names are crema-d, ravdess, emodb, tess, savee, emogator, nemo, emospeech, subesco, emovo, jl, shemo, urdu, turev, mesd, ased, iemocap, meld, msp-podcast, folders, manifest.",
        "data", "check", _folder.Root, "--corpus", "timit");

    [Fact]
    public async Task Run_Interrupted_EndsWith130()
    {
        AddClips();
        Assert.Equal(Cli.Interrupted, await _terminal.RunAsync(new CancellationToken(true), "data", "check", _folder.Root));
        Assert.Equal($"ser: interrupted; nothing was kept{Environment.NewLine}", _terminal.Error);
    }

    public void Dispose()
    {
        _terminal.Dispose();
        _folder.Dispose();
    }

    private void AddClips()
    {
        _folder.AddClip("1001_DFA_ANG_XX.wav", 1);
        _folder.AddClip("1001_DFA_SAD_XX.wav", 2);
        _folder.AddClip("1002_DFA_ANG_XX.wav", 3);
    }

    private void AddFaults()
    {
        AddClips();
        foreach (int i in Enumerable.Range(1001, 12))
        {
            _folder.AddClip($"{i}_DFA_FEA_XX.wav", new AudioClip(new float[8000 + ((i - 1001) * 10)], 16000));
        }

        _folder.AddClip("other.wav", 4);
    }
}
