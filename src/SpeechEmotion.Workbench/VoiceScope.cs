namespace SpeechEmotion.Workbench;

/// <summary>Which clips are of one voice or place, so that a measurement adapts their answers together.</summary>
public enum VoiceScope
{
    /// <summary>The clips of a speaker; those of a corpus that does not name its speakers are one voice.</summary>
    Speaker,

    /// <summary>All clips of a corpus.</summary>
    Corpus,
}
