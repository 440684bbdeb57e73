using SpeechEmotion.Recognition;

namespace SpeechEmotion.Cli.Output;

/// <summary>A table for programs [RFC4180]: a row per segment, a column per emotion; a recording that fails has a row with its error. What is not speech has no emotion and no probabilities.</summary>
internal sealed class TimelineCsv : ITimelineWriter
{
    private readonly TextWriter _output;
    private readonly int _labels;
    private string _file = "";

    public TimelineCsv(TextWriter output, IReadOnlyList<string> labels)
    {
        _output = output;
        _labels = labels.Count;
        CsvLine.Write(_output, ["file", "start", "end", .. CsvLine.ScoreColumns, .. labels, "error"]);
    }

    public void Begin(AudioInput input) => _file = input.Path;

    public void Write(EmotionSegment segment) => CsvLine.Write(
        _output, [_file, $"{segment.Start:0.###}", $"{segment.End:0.###}", .. CsvLine.Scores(segment.Scores), ""]);

    public void End(double seconds, string? error)
    {
        if (error is not null)
        {
            CsvLine.Write(_output, [_file, .. Enumerable.Repeat("", 2 + CsvLine.ScoreColumns.Length + _labels), error]);
        }
    }

    public void Dispose() => _output.Flush();
}
