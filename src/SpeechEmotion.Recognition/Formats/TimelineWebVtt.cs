using SpeechEmotion.Audio;

namespace SpeechEmotion.Recognition.Formats;

/// <summary>Captions that web players show while a recording plays: the answer and its probability [WebVTT2019].</summary>
public sealed class TimelineWebVtt : ITimelineWriter
{
    private readonly TextWriter _output;
    private bool _isNoted; // what the answers are adapted to

    /// <summary>Writes the header.</summary>
    /// <param name="output">Where the captions go; it stays open.</param>
    public TimelineWebVtt(TextWriter output)
    {
        _output = output;
        _output.Write("WEBVTT\n");
    }

    /// <inheritdoc/>
    public void Begin(AudioInput input)
    {
    }

    /// <inheritdoc/>
    public void Write(EmotionSegment segment)
    {
        if (!_isNoted && segment.Scores.Adaptation is { } adaptation)
        {
            _isNoted = true;
            _output.Write($"\nNOTE adapted to the voice, from {adaptation.Seconds:0.#} s of speech\n");
        }

        _output.Write($"\n{Time(segment.Start)} --> {Time(segment.End)}\n{Escape(segment.Scores.ToString())}\n");
    }

    /// <inheritdoc/>
    public void End(double seconds, string? error)
    {
    }

    /// <inheritdoc/>
    public void Dispose() => _output.Flush();

    /// <summary>Hours, minutes, seconds and thousandths; hours may have more than two digits.</summary>
    private static string Time(double seconds)
    {
        long thousandths = (long)Math.Round(1000 * seconds);
        return $"{thousandths / 3_600_000:00}:{thousandths / 60_000 % 60:00}:{thousandths / 1000 % 60:00}.{thousandths % 1000:000}";
    }

    private static string Escape(string text) =>
        text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal);
}
