using SpeechEmotion.Recognition;

namespace SpeechEmotion.Cli.Output;

/// <summary>A table for programs [RFC4180]: a row a file, a column an emotion.</summary>
internal sealed class PredictionCsv : IPredictionWriter
{
    private readonly TextWriter _output;
    private readonly int _labels;

    public PredictionCsv(TextWriter output, IReadOnlyList<string> labels)
    {
        _output = output;
        _labels = labels.Count;
        WriteRow(["file", "seconds", "emotion", "probability", "margin", "unsure", .. labels, "error"]);
    }

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

    public void Dispose() => _output.Flush();

    private static IEnumerable<string> Numbers(EmotionScores scores) => scores.Probabilities.Select(CsvLine.Number);

    private void WriteRow(IEnumerable<string> fields) => CsvLine.Write(_output, fields);
}
