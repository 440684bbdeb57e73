namespace SpeechEmotion.Experiments;

/// <summary>Numbers that a network's convolutions multiply while it is trained.</summary>
public enum Precision
{
    /// <summary>32-bit floats.</summary>
    Float32,

    /// <summary>16-bit floats with the range of 32-bit ones: about twice as fast on processors that have instructions for them, and not used on others.</summary>
    Bfloat16,
}
