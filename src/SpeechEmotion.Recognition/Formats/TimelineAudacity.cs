using SpeechEmotion.Audio;

namespace SpeechEmotion.Recognition.Formats;

/// <summary>A label track as Audacity imports it: start and end in seconds and the answer, with tabs between them; an answer that is adapted to a voice says so.</summary>
/// <param name="output">Where the track goes; it stays open.</param>
public sealed class TimelineAudacity(TextWriter output) : ITimelineWriter
{
    /// <inheritdoc/>
    public void Begin(AudioInput input)
    {
    }

    /// <inheritdoc/>
    public void Write(EmotionSegment segment) => output.Write($"{segment.Start:0.000000}\t{segment.End:0.000000}\t{segment.Answer}{(segment.Scores.Adaptation is null ? "" : " (adapted)")}\n");

    /// <inheritdoc/>
    public void End(double seconds, string? error)
    {
    }

    /// <inheritdoc/>
    public void Dispose() => output.Flush();
}
