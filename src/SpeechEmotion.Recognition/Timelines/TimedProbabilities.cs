namespace SpeechEmotion.Recognition.Timelines;

/// <summary>Probabilities for a stretch of a recording.</summary>
/// <param name="Start">Its first sample.</param>
/// <param name="End">The sample after its last one.</param>
/// <param name="Probabilities">The probability of each emotion, in the order of the labels.</param>
/// <param name="Speech">The probability that it is speech.</param>
internal sealed record TimedProbabilities(long Start, long End, float[] Probabilities, float Speech);
