
namespace SpeechEmotion.Experiments;

/// <summary>How much the clips of an emotion count in the loss.</summary>
public enum ClassWeights
{
    /// <summary>Every clip counts alike.</summary>
    None,

    /// <summary>Every emotion counts alike, however many clips it has: a clip weighs clips / (emotions · clips of its emotion), as scikit-learn's class_weight="balanced" has it.</summary>
    Balanced,
}
