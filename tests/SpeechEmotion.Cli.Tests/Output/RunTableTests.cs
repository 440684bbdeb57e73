using Spectre.Console;
using Spectre.Console.Testing;
using SpeechEmotion.Cli.Output;
using SpeechEmotion.Runs;
using Xunit;

namespace SpeechEmotion.Cli.Tests.Output;

public class RunTableTests
{
    [Theory]
    [InlineData(40, new[] { "run", "split", "UAR" })]
    [InlineData(80, new[] { "run", "split", "accuracy", "UAR", "95 %" })]
    [InlineData(160, new[] { "run", "split", "clips", "accuracy", "UAR", "95 %", "macro F1", "ECE", "parameters", "time" })]
    public void Create_AnyWidth_FitsAndKeepsWhatMatters(int width, string[] expected)
    {
        using TestConsole console = new();
        console.Profile.Width = width;
        console.Write(RunTable.Create([Run("emonet-speaker-1"), Run("an-experiment-with-a-long-name-speaker-12")], width));
        string[] lines = console.Output.ReplaceLineEndings("\n").Split('\n');
        Assert.All(lines, line => Assert.True(line.Length <= width, line));
        Assert.All(expected, title => Assert.Contains(title, lines[1], StringComparison.Ordinal));
        Assert.Equal(2, lines.Count(line => line.Contains("0.750", StringComparison.Ordinal)));
        Assert.Contains(lines, line => line.Contains("speaker-12 ", StringComparison.Ordinal));
    }

    [Fact]
    public void Create_MeasuredModel_HasNeitherParametersNorTime()
    {
        RunSummary run = Run("model");
        using TestConsole console = new();
        console.Profile.Width = 160;
        console.Write(RunTable.Create([run with { Report = run.Report with { Parameters = 0, Seconds = 0 } }], 160));
        Assert.EndsWith("–      –", console.Output.ReplaceLineEndings("\n").Split('\n').Single(line => line.Contains("0.750", StringComparison.Ordinal)).TrimEnd(), StringComparison.Ordinal);
    }

    private static RunSummary Run(string name)
    {
        Prediction[] clips = [.. Enumerable.Range(0, 8).Select(i => new Prediction($"{i}", $"{i}", i / 4, i % 4 == 0 ? [0.4f, 0.6f] : [0.6f, 0.4f]))];
        clips = [.. clips.Select((clip, i) => i < 4 ? clip : clip with { Probabilities = [1 - clip.Probabilities[0], clip.Probabilities[0]] })];
        return new RunSummary(name, EvaluationReport.From(new Predictions(["sad", "anger"], clips), "speaker", 123, 1_234_567), [], "");
    }
}
