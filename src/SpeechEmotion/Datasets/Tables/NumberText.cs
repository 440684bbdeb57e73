using System.Globalization;

namespace SpeechEmotion.Datasets.Tables;

/// <summary>Numbers in text: digits, a point and an exponent, whatever the system's language. A comma is never read, neither as decimal nor as thousands separator.</summary>
internal static class NumberText
{
    private const NumberStyles Whole = NumberStyles.AllowLeadingSign;
    private const NumberStyles Real = Whole | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    /// <summary>Reads a finite number.</summary>
    public static bool TryParse(string text, out double number) => double.TryParse(text, Real, CultureInfo.InvariantCulture, out number) && double.IsFinite(number);

    /// <summary>Reads a whole number.</summary>
    public static bool TryParse(string text, out long number) => long.TryParse(text, Whole, CultureInfo.InvariantCulture, out number);

    /// <summary>Reads a whole number.</summary>
    public static bool TryParse(string text, out int number) => int.TryParse(text, Whole, CultureInfo.InvariantCulture, out number);

    /// <summary>Reads a whole number, 0 or more.</summary>
    public static bool TryParse(string text, out ulong number) => ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);

    /// <summary>What is wrong with a text that is no number: <c>is '0,5'; a number has a point and no comma: write 0.5</c>.</summary>
    /// <param name="text">The text.</param>
    /// <param name="rule">What was wanted, such as "a whole number".</param>
    public static string Describe(string text, string rule)
    {
        string[] meant = WithoutComma(text.Trim());
        return meant.Length == 0 ? $"is {PlainName.Quote(text)}; it must be {rule}" : $"is {PlainName.Quote(text)}; a number has a point and no comma: write {string.Join(" or ", meant)}";
    }

    /// <summary>What a text with commas may mean; nothing if it has none or is no number without them either.</summary>
    private static string[] WithoutComma(string text)
    {
        int comma = text.LastIndexOf(','), point = text.LastIndexOf('.');
        if (comma < 0)
        {
            return [];
        }

        string joined = text.Replace(",", "", StringComparison.Ordinal);
        string pointed = text[..comma].Replace(".", "", StringComparison.Ordinal).Replace(",", "", StringComparison.Ordinal) + "." + text[(comma + 1)..];
        string[] meant =
            point > comma || text.IndexOf(',') != comma ? [joined] // 1,234.5 or 1,234,567
            : point < 0 && text.Length - comma == 4 && text[..comma].TrimStart('-', '+') is { Length: >= 1 and <= 3 } thousands && thousands != "0" ? [pointed, joined] // 1,000
            : [pointed];
        return Array.TrueForAll(meant, number => TryParse(number, out double _)) ? meant : [];
    }
}
