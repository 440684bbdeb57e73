using SpeechEmotion.Audio;

namespace SpeechEmotion.Recognition.Formats;

/// <summary>A table for programs [RFC4180]: a row per segment, a column per emotion; a recording that fails has a row with its error. What is not speech has no emotion and no probabilities.</summary>
public sealed class TimelineCsv : ITimelineWriter
{
    private readonly TextWriter _output;
    private readonly int _labels;
    private readonly bool _isAdapted;
    private string _file = "";

    /// <summary>Writes the line of column names.</summary>
    /// <param name="output">Where the table goes; it stays open.</param>
    /// <param name="labels">The emotions, a column each.</param>
    /// <param name="isAdapted">Whether answers are adapted: three more columns then say from how many seconds and clips, and what the plain answer was.</param>
    public TimelineCsv(TextWriter output, IReadOnlyList<string> labels, bool isAdapted = false)
    {
        _isAdapted = isAdapted;
        _output = output;
        _labels = labels.Count;
        CsvLine.Write(_output, ["file", "start", "end", .. CsvLine.ScoreColumns, .. labels, .. isAdapted ? CsvLine.AdaptationColumns : [], "error"]);
    }

    /// <inheritdoc/>
    public void Begin(AudioInput input) => _file = input.Path;

    /// <inheritdoc/>
    public void Write(EmotionSegment segment) => CsvLine.Write(
        _output, [_file, $"{segment.Start:0.###}", $"{segment.End:0.###}", .. CsvLine.Scores(segment.Scores), .. AdaptedTo(segment.Scores.Adaptation), ""]);

    /// <inheritdoc/>
    public void End(double seconds, string? error)
    {
        if (error is not null)
        {
            CsvLine.Write(_output, [_file, .. Enumerable.Repeat("", 2 + CsvLine.ScoreColumns.Length + _labels), .. AdaptedTo(null), error]);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _output.Flush();

    private IEnumerable<string> AdaptedTo(Adaptation? adaptation) => _isAdapted ? CsvLine.Adapted(adaptation) : [];
}
