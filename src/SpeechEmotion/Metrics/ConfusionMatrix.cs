namespace SpeechEmotion.Metrics;

/// <summary>
/// Confusion matrices: <c>confusion[truth][predicted]</c> is the number of clips of emotion <c>truth</c> that were recognised as <c>predicted</c>.
/// Rows are the truth, as in scikit-learn. The matrix holds all that accuracy, recall, precision and F1 need.
/// </summary>
public static class ConfusionMatrix
{
    /// <summary>Counts the pairs of truth and prediction.</summary>
    /// <param name="truth">Index of the intended emotion, one per clip; 0 to <paramref name="classes"/> - 1.</param>
    /// <param name="predicted">Index of the recognised emotion, in the same order.</param>
    /// <param name="classes">Number of emotions; at least 1.</param>
    /// <returns>Counts <c>[classes][classes]</c>; their sum is the number of clips.</returns>
    /// <exception cref="ArgumentException">The lists differ in length, or an index is outside 0 to <paramref name="classes"/> - 1.</exception>
    public static int[][] Count(ReadOnlySpan<int> truth, ReadOnlySpan<int> predicted, int classes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 1);
        if (truth.Length != predicted.Length)
        {
            throw new ArgumentException($"{predicted.Length} predictions for {truth.Length} clips; one for each is needed.", nameof(predicted));
        }

        int[][] confusion = Empty(classes);
        for (int i = 0; i < truth.Length; i++)
        {
            CheckClass(truth[i], i, classes, nameof(truth));
            CheckClass(predicted[i], i, classes, nameof(predicted));
            confusion[truth[i]][predicted[i]]++;
        }

        return confusion;
    }

    /// <summary>The errors that are made most often, most frequent first: pairs of different emotions, by number of clips, then by order of the labels.</summary>
    /// <param name="confusion">Counts <c>[truth][predicted]</c>.</param>
    /// <param name="count">The maximum number of pairs; pairs that never occur are left out.</param>
    public static IReadOnlyList<ConfusedPair> MostConfused(int[][] confusion, int count = 5)
    {
        CheckSquare(confusion);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        var pairs = new List<ConfusedPair>();
        for (int truth = 0; truth < confusion.Length; truth++)
        {
            int support = confusion[truth].Sum();
            for (int predicted = 0; predicted < confusion.Length; predicted++)
            {
                int clips = confusion[truth][predicted];
                if (truth != predicted && clips > 0)
                {
                    pairs.Add(new ConfusedPair(truth, predicted, clips, (double)clips / support));
                }
            }
        }

        return [.. pairs.OrderByDescending(pair => pair.Clips).Take(count)];
    }

    internal static int[][] Empty(int classes)
    {
        var confusion = new int[classes][];
        for (int i = 0; i < classes; i++)
        {
            confusion[i] = new int[classes];
        }

        return confusion;
    }

    internal static void CheckSquare(int[][] confusion)
    {
        ArgumentNullException.ThrowIfNull(confusion);
        if (confusion.Length == 0)
        {
            throw new ArgumentException("The confusion matrix is empty; at least one emotion is needed.", nameof(confusion));
        }

        for (int i = 0; i < confusion.Length; i++)
        {
            if (confusion[i].Length != confusion.Length || Array.Exists(confusion[i], count => count < 0))
            {
                throw new ArgumentException($"Row {i} of the confusion matrix is not {confusion.Length} counts of 0 or more.", nameof(confusion));
            }
        }
    }

    internal static void CheckClass(int value, int position, int classes, string name)
    {
        if ((uint)value >= (uint)classes)
        {
            throw new ArgumentException($"{name}[{position}] is {value}; it must be 0 to {classes - 1}.", name);
        }
    }
}
