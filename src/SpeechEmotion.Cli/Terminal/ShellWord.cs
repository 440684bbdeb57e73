namespace SpeechEmotion.Cli.Terminal;

/// <summary>Words as a shell takes them, for commands that are printed to be typed.</summary>
internal static class ShellWord
{
    /// <summary>The word as it is if that is safe, in quotation marks otherwise.</summary>
    public static string Of(string word) =>
        word.Length > 0 && word.All(letter => char.IsLetterOrDigit(letter) || letter is '/' or '\\' or '.' or '_' or '-' or ':' or '+') ? word
        : OperatingSystem.IsWindows() ? $"\"{word}\""
        : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
