namespace SpeechEmotion.Plots;

/// <summary>What a model makes of clips when one thing about them is changed more and more.</summary>
/// <param name="Change">What is changed, with its unit, such as "pitch (semitones)".</param>
/// <param name="Amounts">By how much, ascending, <c>[amounts]</c>.</param>
/// <param name="Probabilities">For each emotion, its mean probability over the clips at each amount, 0..1, <c>[amounts]</c>.</param>
public sealed record ResponseCurve(string Change, IReadOnlyList<double> Amounts, IReadOnlyDictionary<string, double[]> Probabilities);
