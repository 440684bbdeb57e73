namespace SpeechEmotion.Recognition.Formats;

/// <summary>Lines of tables for programs [RFC4180].</summary>
internal static class CsvLine
{
    /// <summary>Writes a line; fields that need it are quoted.</summary>
    public static void Write(TextWriter output, IEnumerable<string> fields) => output.Write(string.Join(',', fields.Select(Quote)) + "\n");

    /// <summary>A probability, short enough to read.</summary>
    public static string Number(float value) => $"{value:0.######}";

    private static string Quote(string field) => field.AsSpan().ContainsAny(",\"\r\n") ? $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : field;
}
