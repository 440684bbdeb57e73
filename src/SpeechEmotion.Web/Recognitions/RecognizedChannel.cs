using SpeechEmotion.Recognition;

namespace SpeechEmotion.Web.Recognitions;

/// <summary>What was recognised in a channel of a recording.</summary>
/// <param name="Channel">The channel, from 0; null if all are heard together.</param>
/// <param name="Seconds">Its duration.</param>
/// <param name="Segments">The plain segments; empty if the whole is answered.</param>
/// <param name="Adapted">The segments once more, adapted; null if that is not asked for.</param>
/// <param name="Scores">The answer to the whole; null if segments are asked for.</param>
internal sealed record RecognizedChannel(int? Channel, double Seconds, IReadOnlyList<EmotionSegment> Segments, IReadOnlyList<EmotionSegment>? Adapted, EmotionScores? Scores);
