using Spectre.Console;
using SpeechEmotion.Audio;
using SpeechEmotion.Recognition;
using SpeechEmotion.Recognition.Formats;

namespace SpeechEmotion.Cli.Output;

/// <summary>For people: one row per segment, then the whole recording as one strip in the colours of the emotions, and how long each lasts in all.</summary>
internal sealed class TimelineTable(IAnsiConsole console, IReadOnlyList<string> labels) : ITimelineWriter
{
    private const int TimeWidth = 10, BarWidth = 12, LongestStrip = 100;

    private readonly int _names = labels.Max(label => label.Length);
    private readonly List<EmotionSegment> _segments = [];
    private bool _hasUnsure;

    public void Begin(AudioInput input)
    {
        _segments.Clear();
        console.MarkupLine($"[bold]{Markup.Escape(ShownName.Of(input))}[/]");
    }

    public void Write(EmotionSegment segment)
    {
        _segments.Add(segment);
        if (!segment.Scores.IsSpeech)
        {
            console.MarkupLine($"{Time(segment.Start),TimeWidth} - {Time(segment.End),-TimeWidth} no speech");
            return;
        }

        _hasUnsure |= segment.Scores.IsUnsure;
        string emotion = (segment.Emotion + (segment.Scores.IsUnsure ? "?" : "")).PadRight(_names + 1);
        console.MarkupLine(
            $"{Time(segment.Start),TimeWidth} - {Time(segment.End),-TimeWidth} {EmotionMarkup.Of(segment.Emotion, emotion, bold: true)}  "
            + $"{EmotionMarkup.Of(segment.Emotion, Bar.Of(console, segment.Probability, BarWidth))} {100 * segment.Probability,3:0} %");
    }

    public void End(double seconds, string? error)
    {
        if (error is not null)
        {
            return; // It stands on standard error.
        }

        int width = Math.Clamp(console.Profile.Width - 2, 20, LongestStrip);
        string end = Time(seconds);
        console.MarkupLine($"  {EmotionStrip.Of(console, _segments, seconds, width)}");
        console.MarkupLine($"  [dim]{Time(0)}{end.PadLeft(width - Time(0).Length)}[/]");
        double silence = seconds - _segments.Sum(Length), other = _segments.Where(segment => !segment.Scores.IsSpeech).Sum(Length);
        IEnumerable<string> shares = _segments.Where(segment => segment.Scores.IsSpeech).GroupBy(segment => segment.Emotion)
            .Select(group => (Emotion: group.Key, Seconds: group.Sum(Length)))
            .OrderByDescending(share => share.Seconds)
            .Select(share => EmotionMarkup.Of(share.Emotion, $"{share.Emotion} {100 * share.Seconds / seconds:0} %"))
            .Concat(other > 0 ? [$"no speech {100 * other / seconds:0} %"] : Array.Empty<string>())
            .Append($"[dim]silence {100 * silence / seconds:0} %[/]");
        console.MarkupLine($"  {string.Join("  ", shares)}");
    }

    public void Dispose()
    {
        if (_hasUnsure)
        {
            console.MarkupLine($"[dim]? unsure: the first emotion is below {EmotionScores.UnsureProbability:0.0} or hardly ahead of the second[/]");
        }
    }

    private static double Length(EmotionSegment segment) => segment.End - segment.Start;

    /// <summary>Minutes, seconds and hundredths, with hours only where there are some.</summary>
    private static string Time(double seconds)
    {
        long hundredths = (long)Math.Round(100 * seconds);
        string rest = $"{hundredths / 100 % 60:00}.{hundredths % 100:00}";
        return hundredths < 360_000 ? $"{hundredths / 6000}:{rest}" : $"{hundredths / 360_000}:{hundredths / 6000 % 60:00}:{rest}";
    }
}
