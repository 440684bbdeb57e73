namespace SpeechEmotion.Datasets.Tables;

/// <summary>A row of a table, with the line it starts on.</summary>
internal sealed class CsvRow(string path, int line, string[] fields, Dictionary<string, int> columns)
{
    public int Line => line;

    /// <summary>The names of the columns, as the header writes them.</summary>
    public IEnumerable<string> Columns => columns.Keys;

    public string this[string column] => fields[columns[column]];

    /// <summary>A field that may be missing or empty: then null.</summary>
    public string? Find(string column) => columns.TryGetValue(column, out int index) && fields[index].Length > 0 ? fields[index] : null;

    /// <summary>A field that is a number.</summary>
    /// <exception cref="InvalidDataException">It is none; the message names file, line and column.</exception>
    public double Number(string column) =>
        NumberText.TryParse(this[column], out double number) ? number : throw TextFile.Fault($"{path}: line {line}: {column} {NumberText.Describe(this[column], "a number")}.");
}
