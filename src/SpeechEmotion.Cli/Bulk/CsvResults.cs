using System.Text;
using SpeechEmotion.Datasets.Tables;

namespace SpeechEmotion.Cli.Bulk;

/// <summary>Results as a table of comma-separated values, the one that <c>--csv</c> prints.</summary>
internal sealed class CsvResults : IResultWriter
{
    private const string NumberFormat = "0.######";
    private static readonly string[] s_answer = ["seconds", "answer", "emotion", "probability", "margin", "unsure", "speech"];

    private readonly StreamWriter _writer;
    private readonly int _labels;
    private readonly bool _isSplit;

    public CsvResults(Stream output, IReadOnlyList<string> labels, bool isSplit)
    {
        (_labels, _isSplit) = (labels.Count, isSplit);
        _writer = new StreamWriter(output, new UTF8Encoding(false), 1 << 16, leaveOpen: true);
        Write(["file", .. isSplit ? ["channel"] : Array.Empty<string>(), .. s_answer, .. labels, "error"]);
    }

    /// <summary>Reads such a file.</summary>
    /// <exception cref="InvalidDataException">It is none, or not of a model with these labels.</exception>
    public static IEnumerable<ResultRow> Read(string path, IReadOnlyList<string> labels) =>
        CsvTable.Stream(path, isOwn: true, ["file", .. s_answer, .. labels, "error"]).Select(row => Read(row, labels));

    /// <inheritdoc/>
    public ValueTask WriteAsync(ResultRow row)
    {
        IEnumerable<string> probabilities = row.Probabilities.Count == 0 ? Enumerable.Repeat("", _labels) : row.Probabilities.Select(value => Text(value));
        Write(
        [
            row.File,
            .. _isSplit ? [$"{row.Channel}"] : Array.Empty<string>(),
            row.Seconds is { } seconds ? $"{seconds:0.###}" : "",
            row.Answer ?? "",
            row.Emotion ?? "",
            Text(row.Probability),
            Text(row.Margin),
            row.Unsure switch { true => "true", false => "false", null => "" },
            Text(row.Speech),
            .. probabilities,
            row.Error ?? "",
        ]);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask FinishAsync()
    {
        _writer.Flush();
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await _writer.DisposeAsync();

    private static ResultRow Read(CsvRow row, IReadOnlyList<string> labels)
    {
        double? Number(string column) => row.Find(column) is null ? null : row.Number(column);
        return new ResultRow
        {
            File = row["file"],
            Channel = (int?)Number("channel"),
            Seconds = Number("seconds"),
            Answer = row.Find("answer"),
            Emotion = row.Find("emotion"),
            Probability = Number("probability"),
            Margin = Number("margin"),
            Unsure = row.Find("unsure") is { } unsure ? unsure == "true" : null,
            Speech = Number("speech"),
            Probabilities = row.Find(labels[0]) is null ? [] : [.. labels.Select(row.Number)],
            Error = row.Find("error"),
        };
    }

    private static string Text(double? value) => value is { } number ? number.ToString(NumberFormat) : "";

    private void Write(IEnumerable<string> fields) => _writer.Write(CsvTable.Line(fields) + "\n");
}
