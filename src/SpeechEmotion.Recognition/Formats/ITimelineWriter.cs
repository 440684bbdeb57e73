using SpeechEmotion.Audio;

namespace SpeechEmotion.Recognition.Formats;

/// <summary>Shows emotion over time, recording after recording and segment after segment, as they come. Disposing it ends the document.</summary>
public interface ITimelineWriter : IDisposable
{
    /// <summary>Begins a recording.</summary>
    void Begin(AudioInput input);

    /// <summary>Shows its next segment.</summary>
    void Write(EmotionSegment segment);

    /// <summary>Ends it.</summary>
    /// <param name="seconds">Its duration; 0 if it was not read to its end.</param>
    /// <param name="error">Why the rest is missing, on one line; null if nothing is.</param>
    void End(double seconds, string? error);
}
