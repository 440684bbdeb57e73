using System.Globalization;

namespace SpeechEmotion.Audio;

/// <summary>Numbers of things in messages: 1 clip, 2 clips.</summary>
internal static class Counted
{
    /// <summary>The number and the noun, which gets an s unless there is one of it.</summary>
    /// <param name="number">How many.</param>
    /// <param name="noun">One of them.</param>
    /// <param name="format">How the number is written; null: digits alone.</param>
    public static string Of(long number, string noun, string? format = null) => $"{number.ToString(format, CultureInfo.InvariantCulture)} {noun}{(number == 1 ? "" : "s")}";
}
