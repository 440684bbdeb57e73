
namespace SpeechEmotion.Experiments;

/// <summary>What is as frequent as its kind in training, however many clips there are of it.</summary>
public enum Balance
{
    /// <summary>Nothing: every clip is heard once in an epoch.</summary>
    None,

    /// <summary>The emotions.</summary>
    Emotion,

    /// <summary>The corpora.</summary>
    Corpus,

    /// <summary>The emotions of each corpus, and so the corpora.</summary>
    Both,
}
