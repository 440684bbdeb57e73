namespace SpeechEmotion.Recognition;

/// <summary>What adapted scores rest on, and what the model said without.</summary>
/// <param name="Seconds">Seconds of speech that had been heard of the voice or place, 0 or more. At 0 only the model's own reference statistics adapt.</param>
/// <param name="Clips">Clips that had been heard, 0 or more.</param>
/// <param name="Plain">The scores as they are without adaptation.</param>
public sealed record Adaptation(double Seconds, long Clips, EmotionScores Plain)
{
    /// <summary>What it rests on and the answer without it, such as <c>12 clips, 38.5 s of speech; plain: neutral 63 %</c>.</summary>
    public override string ToString() => FormattableString.Invariant($"{Clips} clip{(Clips == 1 ? "" : "s")}, {Seconds:0.#} s of speech; plain: {Plain}");
}
