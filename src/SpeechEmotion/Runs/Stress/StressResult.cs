using System.Text.Json.Serialization;

namespace SpeechEmotion.Runs.Stress;

/// <summary>What one acceptance test found.</summary>
/// <param name="Group">What it is about, such as "fairness: sex".</param>
/// <param name="Corpus">The corpus it was made on.</param>
/// <param name="Test">What was measured, such as "recall, female".</param>
/// <param name="Emotion">The emotion it is about; null if it is about all of them.</param>
/// <param name="Value">The measured value; null if it was not measured.</param>
/// <param name="Mark">The pass mark; null if the value is only reported.</param>
/// <param name="Bound">Which side of the mark passes.</param>
/// <param name="Skipped">Why it was not measured; null if it was.</param>
public sealed record StressResult(string Group, string Corpus, string Test, string? Emotion, double? Value, double? Mark, StressBound Bound, string? Skipped = null)
{
    /// <summary>Whether it passed; null if it was not measured, or has no mark.</summary>
    public bool? Passed => Margin is { } margin ? margin >= -1e-9 : null;

    /// <summary>How far the value is on the passing side of the mark; below 0: it failed. Null if it was not measured, or has no mark.</summary>
    public double? Margin => Value is { } value && Mark is { } mark
        ? Bound switch { StressBound.AtLeast => value - mark, StressBound.AtMost => mark - value, _ => mark - Math.Abs(value) }
        : null;

    /// <summary>The mark as text, such as "≥ 0.50"; empty if there is none.</summary>
    [JsonIgnore]
    public string MarkText => Mark is not { } mark ? ""
        : FormattableString.Invariant(Bound switch { StressBound.AtLeast => $"≥ {mark:0.00#}", StressBound.AtMost => $"≤ {mark:0.00#}", _ => $"within ±{mark:0.00#}" });
}
