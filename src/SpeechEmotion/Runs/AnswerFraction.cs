namespace SpeechEmotion.Runs;

/// <summary>How often an emotion was intended and how often it was answered.</summary>
/// <param name="Emotion">The emotion.</param>
/// <param name="Intended">Fraction of the clips whose intended emotion it is, 0..1.</param>
/// <param name="Answered">Fraction of the clips for which it was the answer, 0..1.</param>
public sealed record AnswerFraction(string Emotion, double Intended, double Answered);
