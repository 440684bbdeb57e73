using SpeechEmotion.Signal;

namespace SpeechEmotion.Augmentation;

/// <summary>One way of altering a clip so that it still carries the same emotion. Drawing the amount is apart from applying it.</summary>
public interface IAugmentation
{
    /// <summary>The name used on the command line and in experiments: noise, shift, pitch, stretch or volume.</summary>
    string Name { get; }

    /// <summary>Draws an amount from the configured range; its unit is the transform's own.</summary>
    double Draw(SeededRandom random);

    /// <summary>Applies a given amount.</summary>
    /// <param name="samples">Mono samples <c>[n]</c>; left untouched.</param>
    /// <param name="amount">How much, in the transform's own unit.</param>
    /// <param name="random">Source of what the amount does not determine (the noise itself).</param>
    /// <returns>New samples <c>[n]</c>, of the same length.</returns>
    float[] Apply(ReadOnlySpan<float> samples, double amount, SeededRandom random);
}
