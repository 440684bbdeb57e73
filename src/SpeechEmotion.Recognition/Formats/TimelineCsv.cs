using SpeechEmotion.Audio;

namespace SpeechEmotion.Recognition.Formats;

/// <summary>A table for programs [RFC4180]: a row per segment, a column per emotion; a recording that fails has a row with its error. What is not speech has no emotion and no probabilities.</summary>
public sealed class TimelineCsv : ITimelineWriter
{
    private readonly TextWriter _output;
    private readonly int _labels;
    private readonly bool _isAdapted, _isSplit;
    private AudioInput _input = new("", "");

    /// <summary>Writes the line of column names.</summary>
    /// <param name="output">Where the table goes; it stays open.</param>
    /// <param name="labels">The emotions, a column each.</param>
    /// <param name="isAdapted">Whether answers are adapted: three more columns then say from how many seconds and clips, and what the plain answer was.</param>
    /// <param name="isSplit">Whether channels are answered one by one: a column <c>channel</c> then follows the file.</param>
    public TimelineCsv(TextWriter output, IReadOnlyList<string> labels, bool isAdapted = false, bool isSplit = false)
    {
        _isSplit = isSplit;
        _isAdapted = isAdapted;
        _output = output;
        _labels = labels.Count;
        CsvLine.Write(_output, ["file", .. isSplit ? ["channel"] : Array.Empty<string>(), "start", "end", .. CsvLine.ScoreColumns, .. labels, .. isAdapted ? CsvLine.AdaptationColumns : [], "error"]);
    }

    /// <inheritdoc/>
    public void Begin(AudioInput input) => _input = input;

    /// <inheritdoc/>
    public void Write(EmotionSegment segment) => CsvLine.Write(
        _output, [.. CsvLine.Input(_input, _isSplit), $"{segment.Start:0.###}", $"{segment.End:0.###}", .. CsvLine.Scores(segment.Scores), .. AdaptedTo(segment.Scores.Adaptation), ""]);

    /// <inheritdoc/>
    public void End(double seconds, string? error)
    {
        if (error is not null)
        {
            CsvLine.Write(_output, [.. CsvLine.Input(_input, _isSplit), .. Enumerable.Repeat("", 2 + CsvLine.ScoreColumns.Length + _labels), .. AdaptedTo(null), error]);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _output.Flush();

    private IEnumerable<string> AdaptedTo(Adaptation? adaptation) => _isAdapted ? CsvLine.Adapted(adaptation) : [];
}
