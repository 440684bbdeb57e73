namespace SpeechEmotion.Datasets;

/// <summary>What can be wrong with a file of a corpus.</summary>
public enum FaultKind
{
    /// <summary>The name does not follow the corpus's grammar, so the emotion is not known.</summary>
    UnknownName,

    /// <summary>The file is missing, or is not audio that can be read.</summary>
    Unreadable,

    /// <summary>Nothing is heard.</summary>
    Silent,

    /// <summary>The recording was cut off at full scale.</summary>
    Clipped,

    /// <summary>The same audio stands under another name.</summary>
    Duplicate,
}
