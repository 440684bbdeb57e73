namespace SpeechEmotion.Recognition.Formats;

/// <summary>A table for programs [RFC4180]: a row per file, a column per emotion. What is not speech has no emotion and no probabilities.</summary>
public sealed class PredictionCsv : IPredictionWriter
{
    private readonly TextWriter _output;
    private readonly int _labels;
    private readonly bool _isAdapted, _isSplit;

    /// <summary>Writes the line of column names.</summary>
    /// <param name="output">Where the table goes; it stays open.</param>
    /// <param name="labels">The emotions, a column each.</param>
    /// <param name="isAdapted">Whether answers are adapted: three more columns then say from how many seconds and clips, and what the plain answer was.</param>
    /// <param name="isSplit">Whether channels are answered one by one: a column <c>channel</c> then follows the file.</param>
    public PredictionCsv(TextWriter output, IReadOnlyList<string> labels, bool isAdapted = false, bool isSplit = false)
    {
        _isSplit = isSplit;
        _output = output;
        _labels = labels.Count;
        _isAdapted = isAdapted;
        WriteRow(["file", .. isSplit ? ["channel"] : Array.Empty<string>(), "seconds", .. CsvLine.ScoreColumns, .. labels, .. isAdapted ? CsvLine.AdaptationColumns : [], "error"]);
    }

    /// <inheritdoc/>
    public void Write(PredictedFile file)
    {
        if (file.Scores is { } scores)
        {
            WriteRow([.. CsvLine.Input(file.Input, _isSplit), $"{file.Seconds:0.###}", .. CsvLine.Scores(scores), .. AdaptedTo(scores.Adaptation), ""]);
        }
        else
        {
            WriteRow([.. CsvLine.Input(file.Input, _isSplit), "", .. Enumerable.Repeat("", CsvLine.ScoreColumns.Length + _labels), .. AdaptedTo(null), file.Error!]);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _output.Flush();

    private IEnumerable<string> AdaptedTo(Adaptation? adaptation) => _isAdapted ? CsvLine.Adapted(adaptation) : [];

    private void WriteRow(IEnumerable<string> fields) => CsvLine.Write(_output, fields);
}
