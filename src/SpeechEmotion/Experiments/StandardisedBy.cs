
namespace SpeechEmotion.Experiments;

/// <summary>Whose mean and standard deviation standardise a network's input.</summary>
public enum StandardisedBy
{
    /// <summary>Those of the whole training part.</summary>
    Training,

    /// <summary>Those of the clip's corpus in the training part; a clip of any other corpus, those of the whole training part.</summary>
    Corpus,
}
