using Spectre.Console;
using SpeechEmotion.Audio;
using SpeechEmotion.Recognition;
using SpeechEmotion.Recognition.Formats;

namespace SpeechEmotion.Cli.Output;

/// <summary>Several files: one row per file, a column with a small bar and a percentage for each emotion. The bars shrink with the terminal, and stand
/// upright where it is narrow.</summary>
internal sealed class PredictionTable : IPredictionWriter
{
    private const int LongestBar = 6;
    private const int ShortestBar = 3;
    private const int NumberWidth = 4;
    private const int SecondsWidth = 8;
    private const int WantedNameWidth = 20;

    private readonly IAnsiConsole _console;
    private readonly int _nameWidth;
    private readonly int _emotionWidth;
    private readonly int _bar;
    private readonly int[] _widths;
    private readonly SortedSet<double> _adaptedFrom = [];
    private bool _hasUnsure;

    public PredictionTable(IAnsiConsole console, IReadOnlyList<string> labels, IReadOnlyList<AudioInput> inputs, bool isSplit = false)
    {
        _console = console;
        _emotionWidth = Math.Max("emotion".Length, labels.Max(label => label.Length) + 1);
        int longestName = Math.Max("file".Length, inputs.Max(input => ShownName.Of(isSplit ? input with { Channel = 0 } : input).Length));
        int room = console.Profile.Width - SecondsWidth - _emotionWidth - 2;
        _bar = LongestBar;
        while (_bar > 1 && room - Width(labels, _bar) < Math.Min(longestName, WantedNameWidth))
        {
            _bar = _bar > ShortestBar ? _bar - 1 : 1;
        }

        _widths = [.. labels.Select((label, i) => i == labels.Count - 1 ? _bar + NumberWidth : Math.Max(label.Length, _bar + NumberWidth))];
        _nameWidth = Math.Clamp(room - Width(labels, _bar), Math.Min(8, longestName), longestName);
        string header = string.Concat(labels.Select((label, i) => "  " + Markup.Escape(label.PadRight(_widths[i]))));
        _console.MarkupLine($"[dim]{"file".PadRight(_nameWidth)}{"seconds",SecondsWidth}  {"emotion".PadRight(_emotionWidth)}{header.TrimEnd()}[/]");
    }

    public void Write(PredictedFile file)
    {
        string name = Markup.Escape(ShortText.Of(ShownName.Of(file.Input), _nameWidth).PadRight(_nameWidth));
        if (file.Scores is not { } scores)
        {
            _console.MarkupLine($"{name}{"",SecondsWidth}  [dim]failed[/]");
            return;
        }

        if (!scores.IsSpeech)
        {
            _console.MarkupLine($"{name}{file.Seconds,SecondsWidth:0.00}  no speech");
            return;
        }

        _hasUnsure |= scores.IsUnsure;
        if (scores.Adaptation is { } adaptation)
        {
            _adaptedFrom.Add(adaptation.Seconds);
        }

        string emotion = (scores.Emotion + (scores.IsUnsure ? "?" : "")).PadRight(_emotionWidth);
        string cells = string.Concat(scores.Labels.Select((label, i) => "  " + Cell(label, scores.Probabilities[i], _widths[i], label == scores.Emotion)));
        _console.MarkupLine($"{name}{file.Seconds,SecondsWidth:0.00}  {EmotionMarkup.Of(scores.Emotion, emotion, bold: true)}{cells}");
    }

    public void Dispose()
    {
        if (_adaptedFrom.Count > 0)
        {
            string seconds = _adaptedFrom.Count == 1 ? $"{_adaptedFrom.Min:0.0} s" : $"{_adaptedFrom.Min:0.0} to {_adaptedFrom.Max:0.0} s";
            _console.MarkupLine($"[dim]answers are adapted, each from {seconds} of the voice or place[/]");
        }

        if (_hasUnsure)
        {
            _console.MarkupLine($"[dim]? unsure: the first emotion is below {EmotionScores.UnsureProbability:0.0} or hardly ahead of the second[/]");
        }
    }

    private static int Width(IReadOnlyList<string> labels, int bar) => labels.Sum(label => 2 + Math.Max(label.Length, bar + NumberWidth));

    private string Cell(string label, float probability, int width, bool top)
    {
        string bar = _bar == 1 ? Bar.Upright(_console, probability) : Bar.Of(_console, probability, _bar);
        string number = $"{100 * probability,3:0}%".PadRight(width - _bar);
        return EmotionMarkup.Of(label, bar) + (top ? $"[bold]{number}[/]" : number);
    }
}
