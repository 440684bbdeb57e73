using SpeechEmotion.Recognition;

namespace SpeechEmotion.Cli.Output;

/// <summary>A label track as Audacity imports it: start and end in seconds and the answer, with tabs between them.</summary>
internal sealed class TimelineAudacity(TextWriter output) : ITimelineWriter
{
    public void Begin(AudioInput input)
    {
    }

    public void Write(EmotionSegment segment) => output.Write($"{segment.Start:0.000000}\t{segment.End:0.000000}\t{segment.Answer}\n");

    public void End(double seconds, string? error)
    {
    }

    public void Dispose() => output.Flush();
}
