using System.Buffers;
using System.Globalization;

namespace SpeechEmotion.Datasets;

/// <summary>Names from files that become names of folders, or are shown.</summary>
internal static class PlainName
{
    /// <summary>Letters that a name may have.</summary>
    public const int Longest = 100;

    private const int LongestQuote = 80, LongestMessage = 2000;
    private const string Special = "/\\:*?\"<>|";

    private static readonly SearchValues<char> s_special = SearchValues.Create(Special);
    private static readonly string[] s_devices = ["CON", "PRN", "AUX", "NUL"];

    /// <summary>Whether a text can be shown as it is: not empty, not long, no control characters, none that turn the direction of writing, no blanks around it.</summary>
    public static bool IsPlainText(string text) => text.Length is > 0 and <= Longest && text.Trim().Length == text.Length && !text.Any(IsHidden);

    /// <summary>Whether a character is not seen but changes what is: control characters, line separators, marks of direction, halves of characters.</summary>
    public static bool IsHidden(char letter) =>
        char.IsControl(letter) || letter is '\u061C' or (>= '\u200E' and <= '\u200F') or (>= '\u2028' and <= '\u202E') or (>= '\u2066' and <= '\u2069');

    /// <summary>A text as it can be shown on a terminal or in a log: what <see cref="IsHidden"/> is written <c>\u001B</c>, so that it does nothing there.</summary>
    /// <param name="text">The text.</param>
    /// <param name="kept">Control characters that stay, such as line feeds.</param>
    public static string Visible(string text, string kept = "") => text.Any(letter => IsHidden(letter) && !kept.Contains(letter))
        ? string.Concat(text.Select(letter => IsHidden(letter) && !kept.Contains(letter) ? string.Create(CultureInfo.InvariantCulture, $"\\u{(int)letter:X4}") : letter.ToString()))
        : text;

    /// <summary>A text of a file or command line in quotation marks, as messages name it: of a long one the beginning.</summary>
    public static string Quote(string text) => $"'{(text.Length <= LongestQuote ? text : text[..(char.IsHighSurrogate(text[LongestQuote - 2]) ? LongestQuote - 2 : LongestQuote - 1)] + "…")}'";

    /// <summary>A message without its middle if it is long: the beginning says where, the end what to do.</summary>
    public static string Cut(string message, int longest = LongestMessage)
    {
        if (message.Length <= longest)
        {
            return message;
        }

        int head = longest * 2 / 3, tail = message.Length - (longest - head - 3);
        return $"{message[..(char.IsHighSurrogate(message[head - 1]) ? head - 1 : head)]} … {message[(char.IsLowSurrogate(message[tail]) ? tail + 1 : tail)..]}";
    }

    /// <summary>Why a name cannot be that of a folder on every system: <c>'../x'; it must be …</c>; null if it can.</summary>
    public static string? Fault(string name)
    {
        string stem = name.Split('.')[0];
        bool device = s_devices.Contains(stem, StringComparer.OrdinalIgnoreCase)
            || (stem.Length == 4 && char.IsAsciiDigit(stem[3]) && (stem.StartsWith("COM", StringComparison.OrdinalIgnoreCase) || stem.StartsWith("LPT", StringComparison.OrdinalIgnoreCase)));
        return IsPlainText(name) && !name.AsSpan().ContainsAny(s_special) && !name.EndsWith('.') && !name.StartsWith('.') && !device
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"{Quote(name)}; it must be the plain name of a file or folder: 1 to {Longest} letters, none of {string.Join(' ', Special.AsEnumerable())}, no point at either end");
    }
}
