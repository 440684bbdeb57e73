namespace SpeechEmotion.Metrics;

/// <summary>
/// Figures of a classifier, each computed from a confusion matrix <c>C[truth][predicted]</c> (see <see cref="ConfusionMatrix.Count"/>), each in 0..1, higher is better.
/// A quotient with nothing below the line is 0, as scikit-learn has it (zero_division = 0).
/// </summary>
public static class ClassificationMetrics
{
    /// <summary>Share of the clips that are recognised: <c>Σ C[i][i] / Σ C[i][j]</c>. It flatters a classifier that favours frequent emotions.</summary>
    /// <param name="confusion">Counts <c>[truth][predicted]</c>.</param>
    public static double Accuracy(int[][] confusion)
    {
        ConfusionMatrix.CheckSquare(confusion);
        long correct = 0, clips = 0;
        for (int i = 0; i < confusion.Length; i++)
        {
            correct += confusion[i][i];
            clips += Sum(confusion[i]);
        }

        return Ratio(correct, clips);
    }

    /// <summary>
    /// Unweighted average recall [Schuller2009]: the mean of the recall of every emotion that occurs in the truth, <c>mean(C[i][i] / Σ C[i][j])</c>.
    /// Chance is 1 / (number of emotions), however unbalanced the corpus is. Emotions without clips do not count.
    /// </summary>
    /// <param name="confusion">Counts <c>[truth][predicted]</c>.</param>
    public static double Uar(int[][] confusion)
    {
        ConfusionMatrix.CheckSquare(confusion);
        double sum = 0;
        int present = 0;
        for (int i = 0; i < confusion.Length; i++)
        {
            long support = Sum(confusion[i]);
            if (support > 0)
            {
                sum += (double)confusion[i][i] / support;
                present++;
            }
        }

        return present == 0 ? 0 : sum / present;
    }

    /// <summary>The unweighted mean of the emotions' F1, over all emotions, also those without clips.</summary>
    /// <param name="confusion">Counts <c>[truth][predicted]</c>.</param>
    public static double MacroF1(int[][] confusion) => F1(confusion).Average();

    /// <summary>For each emotion, the share of the clips recognised as it that are it: <c>C[i][i] / Σ C[j][i]</c>.</summary>
    /// <param name="confusion">Counts <c>[truth][predicted]</c>.</param>
    /// <returns>Precision <c>[emotions]</c>.</returns>
    public static double[] Precision(int[][] confusion) => PerClass(confusion, (correct, _, predicted) => Ratio(correct, predicted));

    /// <summary>For each emotion, the share of its clips that are recognised: <c>C[i][i] / Σ C[i][j]</c>.</summary>
    /// <param name="confusion">Counts <c>[truth][predicted]</c>.</param>
    /// <returns>Recall <c>[emotions]</c>.</returns>
    public static double[] Recall(int[][] confusion) => PerClass(confusion, (correct, support, _) => Ratio(correct, support));

    /// <summary>For each emotion, the harmonic mean of precision and recall: <c>2 C[i][i] / (Σ C[i][j] + Σ C[j][i])</c> [Rijsbergen1979].</summary>
    /// <param name="confusion">Counts <c>[truth][predicted]</c>.</param>
    /// <returns>F1 <c>[emotions]</c>.</returns>
    public static double[] F1(int[][] confusion) => PerClass(confusion, (correct, support, predicted) => Ratio(2 * correct, support + predicted));

    /// <summary>For each emotion, the number of its clips: <c>Σ C[i][j]</c>.</summary>
    /// <param name="confusion">Counts <c>[truth][predicted]</c>.</param>
    /// <returns>Clips <c>[emotions]</c>.</returns>
    public static int[] Support(int[][] confusion)
    {
        ConfusionMatrix.CheckSquare(confusion);
        return Array.ConvertAll(confusion, row => row.Sum());
    }

    private static double[] PerClass(int[][] confusion, Func<long, long, long, double> value)
    {
        ConfusionMatrix.CheckSquare(confusion);
        var values = new double[confusion.Length];
        for (int i = 0; i < values.Length; i++)
        {
            long predicted = 0;
            foreach (int[] row in confusion)
            {
                predicted += row[i];
            }

            values[i] = value(confusion[i][i], Sum(confusion[i]), predicted);
        }

        return values;
    }

    private static long Sum(int[] counts)
    {
        long sum = 0;
        foreach (int count in counts)
        {
            sum += count;
        }

        return sum;
    }

    private static double Ratio(long part, long whole) => whole == 0 ? 0 : (double)part / whole;
}
