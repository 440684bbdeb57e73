using System.Globalization;
using System.Text;
using System.Text.Json;

namespace SpeechEmotion.Metrics;

/// <summary>How much a model's answers move when the same clips are recorded in other ways.</summary>
/// <param name="Clips">Number of clips.</param>
/// <param name="Conditions">The clips as they are, then each condition.</param>
public sealed record RobustnessReport(int Clips, IReadOnlyList<RobustnessReport.Row> Conditions)
{
    /// <summary>The answers under one condition.</summary>
    /// <param name="Condition">What was done to the clips.</param>
    /// <param name="Accuracy">Share of the clips that are recognised, 0..1.</param>
    /// <param name="Uar">Unweighted average recall, 0..1.</param>
    /// <param name="SameAnswer">Share of the clips whose most probable emotion is that of the clip as it is, 0..1.</param>
    /// <param name="Moved">Probability that moves from one emotion to another, mean over the clips: <c>Σ |p - q| / 2</c>, 0..1.</param>
    public sealed record Row(string Condition, double Accuracy, double Uar, double SameAnswer, double Moved);

    /// <summary>Computes one row.</summary>
    /// <param name="condition">What was done to the clips.</param>
    /// <param name="truth">Index of the intended emotion, a clip each.</param>
    /// <param name="before">Probabilities of the clips as they are.</param>
    /// <param name="after">Probabilities under the condition.</param>
    /// <exception cref="ArgumentException">The lists are of different lengths or empty.</exception>
    public static Row Compare(string condition, int[] truth, IReadOnlyList<float[]> before, IReadOnlyList<float[]> after)
    {
        ArgumentNullException.ThrowIfNull(truth);
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        if (truth.Length == 0 || before.Count != truth.Length || after.Count != truth.Length)
        {
            throw new ArgumentException($"{truth.Length} clips, {before.Count} and {after.Count} answers: there must be one for each clip, and one clip at least.", nameof(after));
        }

        int[] answers = [.. after.Select(clip => Calibration.MostLikely(clip))];
        int[][] confusion = ConfusionMatrix.Count(truth, answers, after[0].Length);
        return new Row(
            condition,
            ClassificationMetrics.Accuracy(confusion),
            ClassificationMetrics.Uar(confusion),
            before.Select((clip, i) => Calibration.MostLikely(clip) == answers[i] ? 1.0 : 0).Average(),
            before.Select((clip, i) => clip.Zip(after[i], (p, q) => Math.Abs((double)p - q)).Sum() / 2).Average());
    }

    /// <summary>The report as one JSON document, properties in camelCase.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, RobustnessReportJson.Default.RobustnessReport);

    /// <summary>The report as a Markdown table.</summary>
    public override string ToString()
    {
        var text = new StringBuilder("| condition | accuracy | UAR | same answer | probability moved |\n| --- | --- | --- | --- | --- |\n");
        foreach (Row row in Conditions)
        {
            text.Append(CultureInfo.InvariantCulture, $"| {row.Condition} | {row.Accuracy:F3} | {row.Uar:F3} | {row.SameAnswer:F3} | {row.Moved:F3} |\n");
        }

        return text.Append(CultureInfo.InvariantCulture, $"\n{Clips:N0} clips\n").ToString();
    }
}
