using Spectre.Console;
using SpeechEmotion.Recognition;

namespace SpeechEmotion.Cli.Output;

/// <summary>Several files: a row each, a column with a small bar and a percentage for each emotion. The columns shrink with the terminal.</summary>
internal sealed class PredictionTable : IPredictionWriter
{
    private const int LongestBar = 6;
    private const int NumberWidth = 4;
    private const int SecondsWidth = 9;

    private readonly IAnsiConsole _console;
    private readonly int _nameWidth;
    private readonly int _emotionWidth;
    private readonly int[] _widths;
    private bool _hasUnsure;

    public PredictionTable(IAnsiConsole console, IReadOnlyList<string> labels, IReadOnlyList<AudioInput> inputs)
    {
        _console = console;
        _emotionWidth = Math.Max("emotion".Length, labels.Max(label => label.Length) + 1);
        int longestName = Math.Max("file".Length, inputs.Max(input => input.Name.Length));
        int room = console.Profile.Width - SecondsWidth - _emotionWidth - 4;
        int bar = LongestBar;
        while (bar > 0 && room - Widths(labels, bar).Sum() - (2 * labels.Count) < Math.Min(longestName, 20))
        {
            bar--;
        }

        _widths = Widths(labels, bar);
        _nameWidth = Math.Clamp(room - _widths.Sum() - (2 * labels.Count), 8, longestName);
        _console.MarkupLine($"[dim]{"file".PadRight(_nameWidth)}{"seconds",SecondsWidth}  {"emotion".PadRight(_emotionWidth)}  {string.Join("  ", labels.Select((label, i) => Markup.Escape(label.PadRight(_widths[i])))).TrimEnd()}[/]");
    }

    public void Write(PredictedFile file)
    {
        string name = Markup.Escape(ShortText.Of(file.Input.Name, _nameWidth).PadRight(_nameWidth));
        if (file.Scores is not { } scores)
        {
            _console.MarkupLine($"{name}{"",SecondsWidth}  [dim]failed[/]");
            return;
        }

        _hasUnsure |= scores.IsUnsure;
        string emotion = (scores.Emotion + (scores.IsUnsure ? "?" : "")).PadRight(_emotionWidth);
        string cells = string.Join("  ", scores.Labels.Select((label, i) => Cell(label, scores.Probabilities[i], _widths[i], label == scores.Emotion)));
        _console.MarkupLine($"{name}{file.Seconds,SecondsWidth:0.00}  {EmotionMarkup.Of(scores.Emotion, emotion, bold: true)}  {cells}");
    }

    public void Dispose()
    {
        if (_hasUnsure)
        {
            _console.MarkupLine($"[dim]? unsure: the first emotion is less than {100 * EmotionScores.UnsureMargin:0} points ahead of the second[/]");
        }
    }

    private static int[] Widths(IReadOnlyList<string> labels, int bar) => [.. labels.Select(label => Math.Max(label.Length, bar + NumberWidth))];

    private string Cell(string label, float probability, int width, bool top)
    {
        string number = $"{100 * probability,3:0}%";
        return $"{EmotionMarkup.Of(label, Bar.Of(_console, probability, width - NumberWidth))}{(top ? $"[bold]{number}[/]" : number)}";
    }
}
