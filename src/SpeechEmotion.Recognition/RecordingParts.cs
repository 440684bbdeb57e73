namespace SpeechEmotion.Recognition;

/// <summary>What the answer for a long recording rests on. It is recognised in parts, as over time, and its probabilities are the means over them.</summary>
/// <param name="SoundSeconds">Seconds that are not silent.</param>
/// <param name="SpeechSeconds">Seconds of these that are speech.</param>
/// <param name="Fractions">For each emotion, in the order of the model's labels, the fraction of the speech in which it is the most probable, 0..1; together 1, or all 0 without speech.</param>
public sealed record RecordingParts(double SoundSeconds, double SpeechSeconds, IReadOnlyList<float> Fractions)
{
    /// <summary>How much of the recording sounds and is speech, such as <c>75.2 s of sound, 61 s of speech</c>.</summary>
    public override string ToString() => FormattableString.Invariant($"{SoundSeconds:0.#} s of sound, {SpeechSeconds:0.#} s of speech");
}
