using SpeechEmotion.Audio;

namespace SpeechEmotion.Recognition.Formats;

/// <summary>A table for programs [RFC4180]: a row a segment, a column an emotion; a recording that fails has a row with its error.</summary>
public sealed class TimelineCsv : ITimelineWriter
{
    private readonly TextWriter _output;
    private readonly int _labels;
    private string _file = "";

    /// <summary>Writes the line of column names.</summary>
    /// <param name="output">Where the table goes; it stays open.</param>
    /// <param name="labels">The emotions, a column each.</param>
    public TimelineCsv(TextWriter output, IReadOnlyList<string> labels)
    {
        _output = output;
        _labels = labels.Count;
        CsvLine.Write(_output, ["file", "start", "end", "emotion", "probability", "margin", "unsure", .. labels, "error"]);
    }

    /// <inheritdoc/>
    public void Begin(AudioInput input) => _file = input.Path;

    /// <inheritdoc/>
    public void Write(EmotionSegment segment) => CsvLine.Write(
        _output,
        [
            _file, $"{segment.Start:0.###}", $"{segment.End:0.###}", segment.Emotion, CsvLine.Number(segment.Probability), CsvLine.Number(segment.Scores.Margin),
            segment.Scores.IsUnsure ? "true" : "false", .. segment.Probabilities.Select(CsvLine.Number), "",
        ]);

    /// <inheritdoc/>
    public void End(double seconds, string? error)
    {
        if (error is not null)
        {
            CsvLine.Write(_output, [_file, .. Enumerable.Repeat("", 6 + _labels), error]);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _output.Flush();
}
