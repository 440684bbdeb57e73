namespace SpeechEmotion.Datasets;

/// <summary>A row of a table, with the line it starts on.</summary>
internal sealed class CsvRow(int line, string[] fields, Dictionary<string, int> columns)
{
    public int Line => line;

    public string this[string column] => fields[columns[column]];

    /// <summary>A field that may be missing or empty: then null.</summary>
    public string? Find(string column) => columns.TryGetValue(column, out int index) && fields[index].Length > 0 ? fields[index] : null;
}
