namespace SpeechEmotion.Recognition.Formats;

/// <summary>A table for programs [RFC4180]: a row a file, a column an emotion.</summary>
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
        WriteRow(["file", "seconds", "emotion", "probability", "margin", "unsure", .. labels, "error"]);
    }

    /// <inheritdoc/>
    public void Write(PredictedFile file)
    {
        if (file.Scores is { } scores)
        {
            WriteRow([file.Input.Path, $"{file.Seconds:0.###}", scores.Emotion, CsvLine.Number(scores.Probability), CsvLine.Number(scores.Margin), scores.IsUnsure ? "true" : "false", .. Numbers(scores), ""]);
        }
        else
        {
            WriteRow([file.Input.Path, "", "", "", "", "", .. Enumerable.Repeat("", _labels), file.Error!]);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _output.Flush();

    private static IEnumerable<string> Numbers(EmotionScores scores) => scores.Probabilities.Select(CsvLine.Number);

    private void WriteRow(IEnumerable<string> fields) => CsvLine.Write(_output, fields);
}
