using System.Buffers.Binary;
using Xunit;

namespace SpeechEmotion.Cli.Tests.Commands;

public sealed class PlotCommandTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly Terminal _terminal = new(400);

    [Theory]
    [InlineData("waveform")]
    [InlineData("spectrogram")]
    [InlineData("mel")]
    [InlineData("features")]
    [InlineData("saliency")]
    public async Task Run_Clip_DrawsAPicture(string plot)
    {
        await _terminal.SucceedAsync("plot", plot, _folder.AddClip("a.wav"), "--out", _folder["new/a.png"]);
        byte[] picture = File.ReadAllBytes(_folder["new/a.png"]);
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], picture[..4]);
        Assert.InRange(BinaryPrimitives.ReadInt32BigEndian(picture.AsSpan(16)), 1000, 4000);
        Assert.Equal(_folder["new/a.png"], _terminal.Shown.Trim());
        Assert.Equal(["a.wav", "new/a.png"], _folder.Names());
    }

    [Fact]
    public async Task Run_Svg_IsText()
    {
        await _terminal.SucceedAsync("plot", "waveform", _folder.AddClip("a.wav"), "--out", _folder["a.SVG"]);
        Assert.Contains("<svg", File.ReadAllText(_folder["a.SVG"]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_Balance_DrawsTheCorpus()
    {
        _folder.AddClip("c/1001_DFA_ANG_XX.wav", 1);
        _folder.AddClip("c/1001_DFA_SAD_XX.wav", 2);
        await _terminal.SucceedAsync("plot", "balance", _folder["c"], "--out", _folder["balance.png"]);
        Assert.True(new FileInfo(_folder["balance.png"]).Length > 1000);
    }

    [Fact]
    public async Task Run_ExistingPicture_IsReplaced()
    {
        _folder.AddText("a.png", "old");
        await _terminal.SucceedAsync("plot", "mel", _folder.AddClip("a.wav"), "--out", _folder["a.png"]);
        Assert.NotEqual(3, new FileInfo(_folder["a.png"]).Length);
    }

    [Fact]
    public async Task Run_SaliencyOfSilence_SaysThatItMeansNothing()
    {
        await _terminal.SucceedAsync("plot", "saliency", _folder.AddClip("silence.wav", new SpeechEmotion.Audio.AudioClip(new float[16000], 16000)), "--out", _folder["silence.svg"]);
        Assert.Contains("no speech, so this means nothing", File.ReadAllText(_folder["silence.svg"]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_SaliencyOfUnknownEmotion_SaysWhichThereAre()
    {
        Assert.Equal(Cli.UsageError, await _terminal.RunAsync("plot", "saliency", _folder.AddClip("a.wav"), "--emotion", "bliss", "--out", _folder["a.png"]));
        Assert.Contains("does not know 'bliss'; it knows", _terminal.Error, StringComparison.Ordinal);
        Assert.Equal(["a.wav"], _folder.Names());
    }

    [Fact]
    public async Task Run_ClipsOfARecording_AreRefused()
    {
        string clip = _folder.AddClip("a.wav");
        await _terminal.FailAsync($"--clips is for a corpus; {clip} is a recording, so leave it out", "plot", "saliency", clip, "--clips", "3", "--out", _folder["a.png"]);
    }

    [Fact]
    public async Task Run_NoFinishedRun_SaysSo()
    {
        Directory.CreateDirectory(_folder["r"]);
        await _terminal.FailAsync($"{_folder["r"]}: holds no report.json; it is no finished run; train it to its end first.", "plot", "runs", _folder["r"], "--out", _folder["r.png"]);
    }

    [Fact]
    public async Task Run_NoSuchCorpus_IsOneLine() =>
        await _terminal.FailAsync($"{_folder["c"]}: no such folder.", "plot", "balance", _folder["c"], "--out", _folder["b.png"]);

    public void Dispose()
    {
        _terminal.Dispose();
        _folder.Dispose();
    }
}
