namespace SpeechEmotion.Recognition;

/// <summary>A stretch of a recording, without longer pauses, in which one emotion is the most probable, or in which something else than speech sounds.</summary>
/// <param name="start">Its beginning, in seconds from that of the recording, 0 or more.</param>
/// <param name="end">Its end, in seconds, after its beginning.</param>
/// <param name="scores">The probabilities, averaged over time.</param>
public sealed class EmotionSegment(double start, double end, EmotionScores scores)
{
    /// <summary>Its beginning, in seconds from that of the recording.</summary>
    public double Start { get; } = start;

    /// <summary>Its end, in seconds; at most the recording's duration.</summary>
    public double End { get; } = end;

    /// <summary>Labels, probabilities and how far the first emotion is ahead.</summary>
    public EmotionScores Scores { get; } = scores;

    /// <summary>The answer to give: <see cref="EmotionScores.NoSpeech"/>, <see cref="EmotionScores.Unsure"/>, or the most probable emotion.</summary>
    public string Answer => Scores.Answer;

    /// <summary>The most probable emotion, whether or not it is the answer.</summary>
    public string Emotion => Scores.Emotion;

    /// <summary>Its probability, 0..1, the mean over the segment.</summary>
    public float Probability => Scores.Probability;

    /// <summary>The probability of each emotion in the order of the model's labels, 0..1; together 1.</summary>
    public float[] Probabilities => Scores.Probabilities;

    /// <summary>Where it is and what it is, such as <c>1.5 to 3.2 s: neutral 63 %</c>.</summary>
    public override string ToString() => FormattableString.Invariant($"{Start:0.##} to {End:0.##} s: {Scores}");
}
