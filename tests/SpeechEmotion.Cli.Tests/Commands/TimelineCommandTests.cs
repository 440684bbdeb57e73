using System.Text.Json;
using SpeechEmotion.Audio;
using SpeechEmotion.Recognition;
using Xunit;

namespace SpeechEmotion.Cli.Tests.Commands;

/// <summary><c>ser predict --timeline</c>.</summary>
public sealed class TimelineCommandTests(TestModel model) : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly Terminal _terminal = new();

    [Fact]
    public async Task Run_File_ShowsARowASegmentAndAStrip()
    {
        string clip = AddSounds("a.wav");
        await _terminal.SucceedAsync("predict", clip, "--timeline", "--model", model.File);
        EmotionSegment[] segments = await RecognizeAsync(clip);
        string[] lines = _terminal.Shown.TrimEnd().ReplaceLineEndings("\n").Split('\n');
        Assert.Equal(clip, lines[0]);
        Assert.Equal(segments.Select(segment => segment.Emotion), lines[1..(segments.Length + 1)].Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[3].TrimEnd('?')));
        Assert.Contains("0:01.00 - ", lines[1], StringComparison.Ordinal);
        Assert.Contains("0:05.50", lines[segments.Length + 2], StringComparison.Ordinal);
        Assert.EndsWith("silence 45 %", lines[segments.Length + 3], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_Json_HasTheSegmentsOfTheLibrary()
    {
        string clip = AddSounds("a.wav");
        await _terminal.SucceedAsync("predict", clip, clip, "--timeline", "--window", "0.5", "--step", "0.2", "--json", "--model", model.File);
        JsonElement results = _terminal.ReadJson().GetProperty("results");
        EmotionSegment[] expected = await RecognizeAsync(clip, new TimelineConfig { WindowSeconds = 0.5, StepSeconds = 0.2 });
        Assert.Equal(2, results.GetArrayLength());
        Assert.Equal(5.5, results[1].GetProperty("seconds").GetDouble());
        JsonElement[] segments = [.. results[1].GetProperty("segments").EnumerateArray()];
        Assert.Equal(expected.Select(segment => (Math.Round(segment.Start, 3), Math.Round(segment.End, 3), segment.Emotion)), segments.Select(segment =>
            (segment.GetProperty("start").GetDouble(), segment.GetProperty("end").GetDouble(), segment.GetProperty("emotion").GetString()!)));
        Assert.Equal(1, segments[0].GetProperty("probabilities").EnumerateObject().Sum(p => p.Value.GetDouble()), 1e-5);
    }

    [Theory]
    [InlineData("--csv", ",")]
    [InlineData("--audacity", "\t")]
    [InlineData("--webvtt", " --> ")]
    public async Task Run_OtherFormats_HaveTheSegmentsOfTheLibrary(string format, string separator)
    {
        string clip = AddSounds("a.wav");
        await _terminal.SucceedAsync("predict", clip, "--timeline", format, "--model", model.File);
        EmotionSegment[] expected = await RecognizeAsync(clip);
        string[] lines = [.. _terminal.Output.TrimEnd().Split('\n').Where(line => line.Contains(separator, StringComparison.Ordinal)).Skip(format == "--csv" ? 1 : 0)];
        Assert.Equal(expected.Length, lines.Length);
        Assert.Equal("", _terminal.Shown);
    }

    [Theory]
    [InlineData("--json and --webvtt exclude each other; choose one", "--timeline", "--webvtt", "--json")]
    [InlineData("--audacity and --webvtt exclude each other; choose one", "--timeline", "--audacity", "--webvtt")]
    [InlineData("--window needs --timeline", "--window", "2")]
    [InlineData("--step needs --timeline", "--step", "2", "--csv")]
    [InlineData("--audacity needs --timeline", "--audacity")]
    [InlineData("--webvtt needs --timeline", "--webvtt")]
    [InlineData("--window is 0; it must be 0.5 to 60 s", "--timeline", "--window", "0")]
    [InlineData("--step is 4; it must be 0.05 s to --window (3 s)", "--timeline", "--step", "4")]
    public async Task Run_WrongOptions_SaysSo(string expected, params string[] options) =>
        await _terminal.FailAsync($"{expected}; see 'ser predict --help'", ["predict", "a.wav", .. options]);

    [Fact]
    public async Task Run_FormatForOneRecording_RefusesTwo()
    {
        string clip = AddSounds("a.wav");
        await _terminal.FailAsync(
            "--audacity holds one recording, but 2 are named; take them one by one", "predict", clip, clip, "--timeline", "--audacity", "--model", model.File);
    }

    [Fact]
    public async Task Run_BadFiles_GoOnAndFailAtTheEnd()
    {
        string bad = _folder.AddText("bad.wav", ""), good = AddSounds("good.wav"), missing = _folder["missing.wav"];
        Assert.Equal(Cli.UsageError, await _terminal.RunAsync("predict", bad, good, missing, "--timeline", "--json", "--model", model.File));
        Assert.Equal($"ser: {bad}: is empty\nser: {missing}: no such file\n", _terminal.Error.ReplaceLineEndings("\n"));
        JsonElement results = _terminal.ReadJson().GetProperty("results");
        Assert.Equal($"{bad}: is empty", results[0].GetProperty("error").GetString());
        Assert.False(results[1].TryGetProperty("error", out _));
        Assert.Equal(0, results[2].GetProperty("segments").GetArrayLength());
    }

    [Fact]
    public async Task Run_Silence_HasNoSegments()
    {
        string clip = _folder.AddClip("silence.wav", new AudioClip(new float[3 * TestFolder.Rate], TestFolder.Rate));
        await _terminal.SucceedAsync("predict", clip, "--timeline", "--model", model.File);
        Assert.Contains("silence 100 %", _terminal.Shown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_Interrupted_ClosesTheDocument()
    {
        string clip = AddSounds("a.wav");
        Assert.Equal(Cli.Interrupted, await _terminal.RunAsync(new CancellationToken(true), "predict", clip, "--timeline", "--json", "--model", model.File));
        Assert.Equal($"ser: interrupted; 0 of 1 file printed, and part of the next{Environment.NewLine}", _terminal.Error);
        Assert.Equal("interrupted", _terminal.ReadJson().GetProperty("results")[0].GetProperty("error").GetString());
    }

    public void Dispose()
    {
        _terminal.Dispose();
        _folder.Dispose();
    }

    /// <summary>A second of silence, two of a tone, one of silence, one of another tone, half a second of silence.</summary>
    private string AddSounds(string name) => _folder.AddClip(
        name,
        new AudioClip(
            [
                .. Enumerable.Range(0, 88_000).Select(i => (i / 16_000.0) is (>= 1 and < 3) or (>= 4 and < 5) ? (float)(0.3 * Math.Sin((i < 60_000 ? 0.2 : 0.7) * i)) : 0),
            ],
            TestFolder.Rate));

    private async Task<EmotionSegment[]> RecognizeAsync(string clip, TimelineConfig? config = null)
    {
        using EmotionRecognizer recognizer = EmotionRecognizer.Load(model.File);
        return [.. await recognizer.RecognizeAsync(clip, config).ToListAsync()];
    }
}
