using Spectre.Console;
using SpeechEmotion.Runs;

namespace SpeechEmotion.Cli.Output;

/// <summary>Text in the colour of an emotion, the same as in plots.</summary>
internal static class EmotionMarkup
{
    /// <summary>Markup that shows a text in the emotion's colour.</summary>
    /// <param name="emotion">The emotion.</param>
    /// <param name="text">The text; it is escaped.</param>
    /// <param name="bold">Whether it is bold as well.</param>
    public static string Of(string emotion, string text, bool bold = false) =>
        $"[{(bold ? "bold " : "")}{EmotionColors.Of(emotion)}]{Markup.Escape(text)}[/]";
}
