namespace SpeechEmotion.Metrics;

/// <summary>One kind of error: an emotion that was taken for another.</summary>
/// <param name="Truth">Index of the intended emotion.</param>
/// <param name="Predicted">Index of the recognised emotion.</param>
/// <param name="Clips">How many clips it happened to; at least 1.</param>
/// <param name="Share">Their share of the clips of the intended emotion, 0..1.</param>
public readonly record struct ConfusedPair(int Truth, int Predicted, int Clips, double Share);
