
namespace SpeechEmotion.Experiments;

/// <summary>How the learning rate changes in the course of a training.</summary>
public enum LearningRateSchedule
{
    /// <summary>Constant, or falling by a factor every few epochs.</summary>
    Step,

    /// <summary>From 1/25 up to the full rate in the first quarter, then down to almost nothing, both along a cosine [Smith2019].</summary>
    OneCycle,
}
