namespace SpeechEmotion.Runs;

/// <summary>What a network said of one clip.</summary>
/// <param name="Name">The clip's name, unique in its corpus.</param>
/// <param name="Speaker">Who speaks; null where the corpus does not tell.</param>
/// <param name="Truth">Index of the intended emotion among the labels.</param>
/// <param name="Probabilities">Probabilities <c>[labels]</c>, summing to 1.</param>
public sealed record Prediction(string Name, string? Speaker, int Truth, float[] Probabilities);
