namespace SpeechEmotion.Cli.Output;

/// <summary>A table for programs [RFC4180]: a row per file, a column per emotion. What is not speech has no emotion and no probabilities.</summary>
internal sealed class PredictionCsv : IPredictionWriter
{
    private readonly TextWriter _output;
    private readonly int _labels;

    public PredictionCsv(TextWriter output, IReadOnlyList<string> labels)
    {
        _output = output;
        _labels = labels.Count;
        WriteRow(["file", "seconds", .. CsvLine.ScoreColumns, .. labels, "error"]);
    }

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

    public void Dispose() => _output.Flush();

    private void WriteRow(IEnumerable<string> fields) => CsvLine.Write(_output, fields);
}
