using SpeechEmotion.Recognition;

namespace SpeechEmotion.Cli.Output;

/// <summary>A table for programs [RFC4180]: a row a segment, a column an emotion; a recording that fails has a row with its error.</summary>
internal sealed class TimelineCsv : ITimelineWriter
{
    private readonly TextWriter _output;
    private readonly int _labels;
    private string _file = "";

    public TimelineCsv(TextWriter output, IReadOnlyList<string> labels)
    {
        _output = output;
        _labels = labels.Count;
        CsvLine.Write(_output, ["file", "start", "end", "emotion", "probability", "margin", "unsure", .. labels, "error"]);
    }

    public void Begin(AudioInput input) => _file = input.Path;

    public void Write(EmotionSegment segment) => CsvLine.Write(
        _output,
        [
            _file, $"{segment.Start:0.###}", $"{segment.End:0.###}", segment.Emotion, CsvLine.Number(segment.Probability), CsvLine.Number(segment.Scores.Margin),
            segment.Scores.IsUnsure ? "true" : "false", .. segment.Probabilities.Select(CsvLine.Number), "",
        ]);

    public void End(double seconds, string? error)
    {
        if (error is not null)
        {
            CsvLine.Write(_output, [_file, .. Enumerable.Repeat("", 6 + _labels), error]);
        }
    }

    public void Dispose() => _output.Flush();
}
