namespace SpeechEmotion.Datasets;

/// <summary>A file in a corpus's folder that is not used.</summary>
/// <param name="Name">Its path below the corpus's folder, with forward slashes.</param>
/// <param name="Reason">Why, in a few words.</param>
public sealed record ExcludedFile(string Name, string Reason)
{
    /// <summary>The clip, where the file belongs to the corpus and is left out for a fault; null if it is no clip of this corpus.</summary>
    public Utterance? Utterance { get; init; }

    /// <summary>The fault that is evident without reading the audio; null if there is none.</summary>
    public FaultKind? Fault { get; init; }
}
