namespace SpeechEmotion.Cli.Options;

/// <summary>Which recordings share what is learnt of a voice or place.</summary>
internal enum AdaptationScope
{
    /// <summary>Each recording by itself.</summary>
    File,

    /// <summary>Those in the same folder.</summary>
    Folder,

    /// <summary>All of them.</summary>
    All,
}
