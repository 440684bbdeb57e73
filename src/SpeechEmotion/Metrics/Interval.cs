namespace SpeechEmotion.Metrics;

/// <summary>A range that a figure lies in with some confidence.</summary>
/// <param name="Lower">Lower end.</param>
/// <param name="Upper">Upper end; not below <paramref name="Lower"/>.</param>
public readonly record struct Interval(double Lower, double Upper);
