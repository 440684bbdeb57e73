
namespace SpeechEmotion.Experiments;

/// <summary>Which epoch's weights a training keeps.</summary>
public enum KeptEpoch
{
    /// <summary>The one with the highest validation UAR.</summary>
    Best,

    /// <summary>The last one: for schedules that end with a small learning rate, where the best of many epochs on few validation clips is a matter of luck.</summary>
    Last,
}
