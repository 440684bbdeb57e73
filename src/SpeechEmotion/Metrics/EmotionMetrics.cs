namespace SpeechEmotion.Metrics;

/// <summary>One line of a classification report: an emotion, or an average over all.</summary>
/// <param name="Emotion">The emotion's name; "macro avg" or "weighted avg" for an average.</param>
/// <param name="Precision">Share of the clips recognised as the emotion that are it, 0..1.</param>
/// <param name="Recall">Share of the emotion's clips that are recognised, 0..1.</param>
/// <param name="F1">Harmonic mean of precision and recall, 0..1.</param>
/// <param name="Support">Number of the emotion's clips.</param>
public sealed record EmotionMetrics(string Emotion, double Precision, double Recall, double F1, int Support);
