namespace SpeechEmotion.Cli.Output;

/// <summary>Text that has to fit a column.</summary>
internal static class ShortText
{
    /// <summary>The text where it fits; otherwise its end, which tells files apart better than its beginning.</summary>
    public static string Of(string text, int width) => text.Length <= width ? text : "…" + text[^(width - 1)..];
}
