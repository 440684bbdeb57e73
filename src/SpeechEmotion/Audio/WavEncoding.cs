namespace SpeechEmotion.Audio;

/// <summary>How <see cref="WavWriter"/> stores a sample.</summary>
public enum WavEncoding
{
    /// <summary>16-bit integers: <c>round(32768 x)</c>, clipped to -32,768..32,767. What every program reads.</summary>
    Integer16,

    /// <summary>32-bit floats, stored as they are: nothing is rounded or clipped.</summary>
    Float32,
}
