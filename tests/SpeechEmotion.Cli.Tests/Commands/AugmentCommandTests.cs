using SpeechEmotion.Audio;
using Xunit;

namespace SpeechEmotion.Cli.Tests.Commands;

public sealed class AugmentCommandTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly Terminal _terminal = new(400);

    [Theory]
    [InlineData("noise", "0.01", "noise of standard deviation 0.01, seed 1")]
    [InlineData("shift", "-300", "shift by -300 samples")]
    [InlineData("pitch", "-2.5", "pitch by -2.5 semitones")]
    [InlineData("stretch", "1.25", "stretch at rate 1.25")]
    [InlineData("volume", "0.5", "volume by gain 0.5")]
    public async Task Run_Amount_KeepsRateAndLength(string with, string amount, string said)
    {
        string from = _folder.AddClip("a.wav", rate: 11025);
        await _terminal.SucceedAsync("augment", from, "--with", with, "--amount", amount, "--out", _folder["b.wav"]);
        AudioClip before = AudioFile.Read(from), after = AudioFile.Read(_folder["b.wav"]);
        Assert.Equal(11025, after.SampleRate);
        Assert.Equal(before.Samples.Length, after.Samples.Length);
        Assert.NotEqual(before.Samples, after.Samples);
        Assert.Equal($"{_folder["b.wav"]}  {said}", _terminal.Shown.Trim());
    }

    [Fact]
    public async Task Run_Shift_RotatesBySamples()
    {
        string from = _folder.AddClip("a.wav");
        await _terminal.SucceedAsync("augment", from, "--with", "shift", "--amount", "-300", "--out", _folder["b.wav"]);
        float[] before = AudioFile.Read(from).Samples;
        Assert.Equal([.. before[300..], .. before[..300]], AudioFile.Read(_folder["b.wav"]).Samples);
    }

    [Fact]
    public async Task Run_Seed_GivesTheSameBytes()
    {
        string from = _folder.AddClip("a.wav");
        await _terminal.SucceedAsync("augment", from, "--with", "pitch", "--out", _folder["default.wav"]);
        await _terminal.SucceedAsync("augment", from, "--with", "pitch", "--seed", "1", "--out", _folder["1.wav"]);
        await _terminal.SucceedAsync("augment", from, "--with", "noise", "--seed", "1", "--out", _folder["noise1.wav"]);
        await _terminal.SucceedAsync("augment", from, "--with", "noise", "--seed", "2", "--out", _folder["noise2.wav"]);
        Assert.Equal(File.ReadAllBytes(_folder["default.wav"]), File.ReadAllBytes(_folder["1.wav"]));
        Assert.NotEqual(File.ReadAllBytes(_folder["noise1.wav"]), File.ReadAllBytes(_folder["noise2.wav"]));
        Assert.Matches("pitch by -?[0-3] semitones, seed 1", _terminal.Shown);
    }

    [Fact]
    public async Task Run_BeyondFullScale_IsWrittenAsFloats()
    {
        string from = _folder.AddClip("a.wav", new AudioClip([0.5f, -0.75f, 0.25f], 16000));
        await _terminal.SucceedAsync("augment", from, "--with", "volume", "--amount", "2", "--out", _folder["b.wav"]);
        Assert.Equal([1f, -1.5f, 0.5f], AudioFile.Read(_folder["b.wav"]).Samples);
        Assert.Contains("volume by gain 2, 32-bit float", _terminal.Shown, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("stretch", "0", "The rate must be a number,")]
    [InlineData("shift", "0.5", "The shift must be a whole number of samples. It is 0.5.")]
    [InlineData("volume", "-1", "The gain must be a number, 0 or more. It is -1.")]
    public async Task Run_WrongAmount_IsOneLine(string with, string amount, string expected)
    {
        string from = _folder.AddClip("a.wav");
        Assert.Equal(Cli.UsageError, await _terminal.RunAsync("augment", from, "--with", with, "--amount", amount, "--out", _folder["b.wav"]));
        Assert.StartsWith($"ser: {expected}", _terminal.Error, StringComparison.Ordinal);
        Assert.Single(_terminal.Error.Trim().Split('\n'));
        Assert.False(File.Exists(_folder["b.wav"]));
    }

    [Fact]
    public async Task Run_NoSuchFile_IsOneLine() =>
        await _terminal.FailAsync("nowhere.wav: no such file", "augment", "nowhere.wav", "--with", "noise", "--out", _folder["b.wav"]);

    [Fact]
    public async Task Run_LongRecording_IsRefused()
    {
        string hour = _folder.AddClip("hour.wav", new AudioClip(new float[601 * 8000], 8000));
        await _terminal.FailAsync($"{hour}: is longer than 600 s, the limit that was set; split the recording", "augment", hour, "--with", "noise", "--out", _folder["b.wav"]);
    }

    public void Dispose()
    {
        _terminal.Dispose();
        _folder.Dispose();
    }
}
