using System.Text;

namespace SpeechEmotion.Metrics;

/// <summary>Precision, recall, F1 and support of each emotion with their averages: scikit-learn's classification_report, number for number and letter for letter.</summary>
/// <param name="PerEmotion">A line per emotion, in the order of the labels.</param>
/// <param name="Accuracy">Share of the clips that are recognised, 0..1.</param>
/// <param name="Macro">Unweighted means over all emotions, also those without clips.</param>
/// <param name="Weighted">Means weighted by the emotions' support.</param>
public sealed record ClassificationReport(IReadOnlyList<EmotionMetrics> PerEmotion, double Accuracy, EmotionMetrics Macro, EmotionMetrics Weighted)
{
    /// <summary>The emotions, in the order of the confusion matrix.</summary>
    public IEnumerable<string> Labels => PerEmotion.Select(line => line.Emotion);

    /// <summary>Computes the report of a confusion matrix.</summary>
    /// <param name="confusion">Counts <c>[truth][predicted]</c>.</param>
    /// <param name="labels">Names of the emotions, one for each row.</param>
    /// <exception cref="ArgumentException">The matrix is not square, or the labels are not as many as its rows.</exception>
    public static ClassificationReport From(ConfusionMatrix confusion, IReadOnlyList<string> labels)
    {
        ArgumentNullException.ThrowIfNull(confusion);
        ArgumentNullException.ThrowIfNull(labels);
        if (labels.Count != confusion.Classes)
        {
            throw new ArgumentException($"{labels.Count} labels for {confusion.Classes} emotions; one for each is needed.", nameof(labels));
        }

        double[] precision = confusion.Precision();
        double[] recall = confusion.Recall();
        double[] f1 = confusion.F1();
        int[] support = confusion.Support();
        int clips = support.Sum();
        return new ClassificationReport(
            [.. labels.Select((label, i) => new EmotionMetrics(label, precision[i], recall[i], f1[i], support[i]))],
            confusion.Accuracy,
            new EmotionMetrics("macro avg", precision.Average(), recall.Average(), f1.Average(), clips),
            new EmotionMetrics("weighted avg", Weigh(precision, support), Weigh(recall, support), Weigh(f1, support), clips));
    }

    /// <summary>Renders the report in the layout of scikit-learn's classification_report.</summary>
    /// <param name="digits">Decimals of precision, recall, F1 and accuracy.</param>
    public string Format(int digits = 2)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(digits);
        int width = Math.Max(Labels.Max(label => label.Length), Math.Max(Weighted.Emotion.Length, digits));
        var text = new StringBuilder();
        text.Append(' ', width + 1).Append($" {"precision",9} {"recall",9} {"f1-score",9} {"support",9}\n\n");
        foreach (EmotionMetrics line in PerEmotion)
        {
            Append(line);
        }

        text.Append('\n');
        text.Append("accuracy".PadLeft(width)).Append(' ', 21).Append($" {Decimal(Accuracy, digits),9} {Macro.Support,9}\n");
        Append(Macro);
        Append(Weighted);
        return text.ToString();

        void Append(EmotionMetrics line) => text.Append(line.Emotion.PadLeft(width))
            .Append($"  {Decimal(line.Precision, digits),9} {Decimal(line.Recall, digits),9} {Decimal(line.F1, digits),9} {line.Support,9}\n");
    }

    /// <summary>The report with two decimals; see <see cref="Format"/>.</summary>
    public override string ToString() => Format();

    // Python rounds an exact tie (1/8 to two digits) to the even digit, .NET away from zero. Exact ties are the odd multiples of 2^-(digits + 1).
    private static string Decimal(double value, int digits)
    {
        double scaled = Math.ScaleB(value, digits + 1);
        bool tie = Math.Abs(scaled) < 1e6 && scaled % 2 is 1 or -1;
        return tie && digits < 10
            ? Math.Round((decimal)value, digits, MidpointRounding.ToEven).ToString($"F{digits}")
            : value.ToString($"F{digits}");
    }

    private static double Weigh(double[] values, int[] weights)
    {
        double sum = 0;
        long total = 0;
        for (int i = 0; i < values.Length; i++)
        {
            sum += values[i] * weights[i];
            total += weights[i];
        }

        return total == 0 ? 0 : sum / total;
    }
}
