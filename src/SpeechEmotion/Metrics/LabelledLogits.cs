namespace SpeechEmotion.Metrics;

/// <summary>What a network says of clips, and what they are.</summary>
/// <param name="Logits">The network's outputs for each clip, <c>[clips][emotions]</c>.</param>
/// <param name="Truth">Index of each clip's intended emotion, <c>[clips]</c>.</param>
public sealed record LabelledLogits(IReadOnlyList<float[]> Logits, int[] Truth);
