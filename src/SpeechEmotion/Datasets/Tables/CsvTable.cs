using System.Text;
using SpeechEmotion.Audio;

namespace SpeechEmotion.Datasets.Tables;

/// <summary>Tables as text (RFC 4180): a header, fields between commas, semicolons or tabs, whichever the header has most of, quoted fields, doubled quotes, line breaks inside quotes.</summary>
internal static class CsvTable
{
    private const string Separators = ",;\t";

    /// <summary>Reads a table whose header is required.</summary>
    /// <param name="path">The file, UTF-8.</param>
    /// <param name="required">Columns that must be there, in any order and case; a column of two possible names as <c>path|file</c>, to be asked for by the first.</param>
    /// <exception cref="InvalidDataException">A column is missing, a row has another number of fields, or a quote is not closed.</exception>
    public static List<CsvRow> Read(string path, params IReadOnlyList<string> required) => Read(path, field => field, required);

    private static List<CsvRow> Read(string path, Func<string, string> unguard, IReadOnlyList<string> required)
    {
        List<(int Line, string[] Fields)> lines = [.. Parse(TextFile.Read(path, TextFile.LongestTable), path).Select(line => (line.Line, Array.ConvertAll(line.Fields, field => unguard(field))))];
        if (lines.Count == 0)
        {
            throw TextFile.Fault($"{path}: is empty; its first line must be the header {string.Join(',', required.Select(name => name.Split('|')[0]))}.");
        }

        Dictionary<string, int> columns = Columns(path, lines[0].Fields, required);
        var rows = new List<CsvRow>(lines.Count - 1);
        foreach ((int line, string[] fields) in lines.Skip(1))
        {
            if (fields.Length != lines[0].Fields.Length)
            {
                throw TextFile.Fault(
                    $"{path}: line {line} has {Counted.Of(fields.Length, "field")}, the header {lines[0].Fields.Length}; put a field that contains the separator in double quotes.");
            }

            rows.Add(new CsvRow(path, line, fields, columns));
        }

        return rows;
    }

    /// <summary>Reads a table that <see cref="Line"/> wrote; what that put before a field to guard it is taken away again.</summary>
    /// <param name="path">The file, UTF-8.</param>
    /// <param name="required">Columns that must be there.</param>
    /// <exception cref="InvalidDataException">As for reading any other table.</exception>
    public static List<CsvRow> ReadOwn(string path, params IReadOnlyList<string> required) => Read(path, Unguard, required);

    /// <summary>Reads a table of any length, one row after the other, in memory that does not grow with it.</summary>
    /// <param name="path">The file, UTF-8.</param>
    /// <param name="isOwn">Whether <see cref="Line"/> wrote it.</param>
    /// <param name="required">Columns that must be there.</param>
    /// <exception cref="InvalidDataException">As for reading a whole table.</exception>
    public static IEnumerable<CsvRow> Stream(string path, bool isOwn, params IReadOnlyList<string> required)
    {
        using IEnumerator<string> reader = TextFile.Lines(path).GetEnumerator();
        Dictionary<string, int>? columns = null;
        int number = 0, width = 0;
        char separator = ',';
        while (reader.MoveNext())
        {
            string text = reader.Current;
            int start = ++number;
            while (text.Count(c => c == '"') % 2 == 1 && reader.MoveNext()) // A line break inside quotes.
            {
                text += '\n' + reader.Current;
                number++;
            }

            separator = isOwn || columns is not null ? separator : Separator(text);
            List<string> parsed = [];
            for (int i = 0, line = start; ; i++)
            {
                string field = ParseField(text, separator, ref i, ref line, path);
                parsed.Add(isOwn ? Unguard(field) : field);
                if (i >= text.Length)
                {
                    break;
                }
            }

            string[] fields = [.. parsed];
            if (columns is null)
            {
                columns = Columns(path, fields, required);
                width = fields.Length;
            }
            else if (fields.Length == width)
            {
                yield return new CsvRow(path, start, fields, columns);
            }
            else if (fields is not [""])
            {
                throw TextFile.Fault($"{path}: line {start} has {Counted.Of(fields.Length, "field")}, the header {width}; put a field that contains the separator in double quotes.");
            }
        }

        if (columns is null)
        {
            throw TextFile.Fault($"{path}: is empty; its first line must be the header {string.Join(',', required.Select(name => name.Split('|')[0]))}.");
        }
    }

    /// <summary>Where each column stands; of two names that one may have, the first finds it.</summary>
    private static Dictionary<string, int> Columns(string path, string[] header, IReadOnlyList<string> required)
    {
        var columns = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        for (int i = 0; i < header.Length; i++)
        {
            if (!columns.TryAdd(header[i], i))
            {
                throw TextFile.Fault($"{path}: column {PlainName.Quote(header[i])} appears twice in the header; name each column once.");
            }
        }

        string[][] names = [.. required.Select(name => name.Split('|'))];
        foreach (string[] either in names.Where(either => !columns.ContainsKey(either[0])))
        {
            if (either.FirstOrDefault(columns.ContainsKey) is { } other)
            {
                columns[either[0]] = columns[other];
            }
        }

        string[] missing = [.. names.Select(either => either[0]).Where(name => !columns.ContainsKey(name))];
        if (missing.Length > 0)
        {
            throw TextFile.Fault(
                $"{path}: the header {PlainName.Quote(string.Join(',', header))} lacks {string.Join(" and ", missing)}; "
                + $"it must name the columns {string.Join(',', names.Select(either => either[0]))}.");
        }

        return columns;
    }

    /// <summary>
    /// One line of a table, without its line break. A field that a spreadsheet would take for a formula (=, +, -, @ at its beginning) gets an apostrophe before it, unless it is a number.
    /// </summary>
    public static string Line(params IEnumerable<string> fields) => string.Join(',', fields.Select(field => Quote(Guard(field))));

    private static string Guard(string field) => IsFormula(field) && field != "-" && !NumberText.TryParse(field, out double _) ? "'" + field : field;

    private static string Unguard(string field) => field.StartsWith('\'') && IsFormula(field) ? field[1..] : field;

    private static bool IsFormula(string field) => field.TrimStart('\'') is ['=' or '+' or '-' or '@' or '\t' or '\r' or '＝' or '＋' or '－' or '＠', ..];

    private static string Quote(string field)
    {
        bool plain = field.AsSpan().IndexOfAny(",\"\r\n") < 0 && field.Trim().Length == field.Length;
        return plain ? field : $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }

    private static List<(int Line, string[] Fields)> Parse(string text, string path)
    {
        char separator = Separator(text);
        var lines = new List<(int, string[])>();
        var fields = new List<string>();
        int line = 1;
        int i = 0;
        while (i < text.Length)
        {
            int start = line;
            fields.Clear();
            do
            {
                fields.Add(ParseField(text, separator, ref i, ref line, path));
            }
            while (i < text.Length && text[i++] == separator);

            line++;
            if (fields.Count > 1 || fields[0].Length > 0)
            {
                lines.Add((start, [.. fields]));
            }
        }

        return lines;
    }

    private static char Separator(string text)
    {
        string header = text.AsSpan().IndexOf('\n') is >= 0 and int end ? text[..end] : text;
        return Separators.MaxBy(separator => header.Count(c => c == separator));
    }

    // Leaves i on the separator or line feed that ends the field, or at the end of the text. Spaces around a field are dropped, inside quotes kept.
    private static string ParseField(string text, char separator, ref int i, ref int line, string path)
    {
        while (i < text.Length && text[i] is ' ' or '\t' && text[i] != separator)
        {
            i++;
        }

        if (i >= text.Length || text[i] != '"')
        {
            int end = text.AsSpan(i).IndexOfAny(separator, '\n');
            string plain = end < 0 ? text[i..] : text.Substring(i, end);
            i += plain.Length;
            return plain.Trim();
        }

        int opened = line;
        var value = new StringBuilder();
        for (i++; i < text.Length; i++)
        {
            if (text[i] == '"')
            {
                if (i + 1 >= text.Length || text[i + 1] != '"')
                {
                    break;
                }

                i++;
            }
            else if (text[i] == '\n')
            {
                line++;
            }

            value.Append(text[i]);
        }

        if (i >= text.Length)
        {
            throw TextFile.Fault($"{path}: line {opened}: the quoted field that starts here is not closed; end it with a double quote.");
        }

        i++;
        while (i < text.Length && text[i] is ' ' or '\t' or '\r' && text[i] != separator)
        {
            i++;
        }

        return i >= text.Length || text[i] == separator || text[i] == '\n'
            ? value.ToString()
            : throw TextFile.Fault($"{path}: line {line}: '{text[i]}' follows a closing quote; write a quote inside a field as two.");
    }
}
