namespace SpeechEmotion.Recognition.Formats;

/// <summary>A table for programs [RFC4180]: a row per file, a column per emotion. What is not speech has no emotion and no probabilities.</summary>
public sealed class PredictionCsv : IPredictionWriter
{
    private readonly TextWriter _output;
    private readonly int _labels;

    /// <summary>Writes the line of column names.</summary>
    /// <param name="output">Where the table goes; it stays open.</param>
    /// <param name="labels">The emotions, a column each.</param>
    public PredictionCsv(TextWriter output, IReadOnlyList<string> labels)
    {
        _output = output;
        _labels = labels.Count;
        WriteRow(["file", "seconds", .. CsvLine.ScoreColumns, .. labels, "error"]);
    }

    /// <inheritdoc/>
    public void Write(PredictedFile file)
    {
        if (file.Scores is { } scores)
        {
            WriteRow([file.Input.Path, $"{file.Seconds:0.###}", .. CsvLine.Scores(scores), ""]);
        }
        else
        {
            WriteRow([file.Input.Path, "", .. Enumerable.Repeat("", CsvLine.ScoreColumns.Length + _labels), file.Error!]);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _output.Flush();

    private void WriteRow(IEnumerable<string> fields) => CsvLine.Write(_output, fields);
}
