namespace SpeechEmotion.Recognition.Timelines;

/// <summary>Probabilities for a stretch of a recording.</summary>
/// <param name="Start">Its first sample.</param>
/// <param name="End">The sample after its last one.</param>
/// <param name="Probabilities">The probability of each emotion, in the order of the labels.</param>
/// <param name="Speech">The probability that it is speech.</param>
/// <param name="Unfamiliarity">See <see cref="EmotionScores.Unfamiliarity"/>.</param>
internal sealed record TimedProbabilities(long Start, long End, float[] Probabilities, float Speech, float Unfamiliarity)
{
    /// <summary>All that is averaged: the probabilities, then speech, then the unfamiliarity.</summary>
    public float[] Values { get; } = [.. Probabilities, Speech, Unfamiliarity];
}
