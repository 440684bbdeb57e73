using Spectre.Console;
using SpeechEmotion.Recognition;

namespace SpeechEmotion.Cli.Output;

/// <summary>A recording as a line of cells, each in the colour of what lasts longest in it: an emotion, something else than speech, or silence.</summary>
internal static class EmotionStrip
{
    /// <summary>Markup for the strip. If there are no colours or blocks, cells are the first letters of the emotions; what is not speech is a wave, silence a point.</summary>
    /// <param name="console">Decides what can be shown.</param>
    /// <param name="segments">In their order.</param>
    /// <param name="seconds">Duration of the recording.</param>
    /// <param name="cells">Width of the strip.</param>
    public static string Of(IAnsiConsole console, IReadOnlyList<EmotionSegment> segments, double seconds, int cells)
    {
        bool hasBlocks = console.Profile.Capabilities.Unicode && console.Profile.Capabilities.ColorSystem != ColorSystem.NoColors;
        string strip = "";
        int first = 0; // the first segment that reaches into the cell
        for (int cell = 0; cell < cells; cell++)
        {
            double from = seconds * cell / cells, to = seconds * (cell + 1) / cells;
            while (first < segments.Count && segments[first].End <= from)
            {
                first++;
            }

            (string Emotion, double Seconds)[] sounds =
            [
                ("", 0), // there may be none
                .. segments.Skip(first).TakeWhile(segment => segment.Start < to)
                    .GroupBy(segment => segment.Scores.IsSpeech ? segment.Emotion : EmotionScores.NoSpeech, segment => Math.Min(segment.End, to) - Math.Max(segment.Start, from))
                    .Select(group => (group.Key, group.Sum())),
            ];
            (string emotion, double longest) = sounds.MaxBy(sound => sound.Seconds);
            strip += longest > 0 && longest >= to - from - sounds.Sum(sound => sound.Seconds)
                ? emotion == EmotionScores.NoSpeech ? "[dim]~[/]" : EmotionMarkup.Of(emotion, hasBlocks ? "█" : emotion[..1])
                : "[dim].[/]";
        }

        return strip;
    }
}
