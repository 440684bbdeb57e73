using SpeechEmotion.Datasets;

namespace SpeechEmotion.Recognition.Formats;

/// <summary>Lines of tables for programs [RFC4180].</summary>
internal static class CsvLine
{
    /// <summary>Writes a line; fields that need it are quoted, and guarded from spreadsheets that would run them.</summary>
    public static void Write(TextWriter output, IEnumerable<string> fields) => output.Write(CsvTable.Line(fields) + "\n");

    /// <summary>A probability, short enough to read.</summary>
    public static string Number(float value) => $"{value:0.######}";
}
