namespace SpeechEmotion.Recognition.Timelines;

/// <summary>A stretch of sound between two pauses. Its end moves on until it is closed. Places are samples.</summary>
/// <param name="start">Its first sample.</param>
internal sealed class SoundSpan(long start)
{
    /// <summary>Its first sample.</summary>
    public long Start { get; } = start;

    /// <summary>The sample after its last one, as far as known.</summary>
    public long End { get; set; } = start;

    /// <summary>Whether the end is known.</summary>
    public bool IsClosed { get; set; }
}
