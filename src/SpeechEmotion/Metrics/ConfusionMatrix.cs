using System.Collections;
using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;

namespace SpeechEmotion.Metrics;

/// <summary>
/// Clips by intended and recognised emotion: <c>matrix[truth, predicted]</c> is the number of clips of emotion <c>truth</c> that were recognised as <c>predicted</c>. Rows are the truth, as in
/// scikit-learn. It holds all that accuracy, recall, precision and F1 need; each of those is in 0..1, higher is better, and a quotient with nothing below the line is 0, as scikit-learn has it
/// (zero_division = 0). In JSON it is an array of rows.
/// </summary>
[JsonConverter(typeof(ConfusionMatrixConverter))]
[CollectionBuilder(typeof(ConfusionMatrix), nameof(Of))]
public sealed class ConfusionMatrix : IEnumerable<IReadOnlyList<int>>
{
    private readonly int[] _counts; // [truth, predicted], row-major

    private ConfusionMatrix(int classes)
    {
        Classes = classes;
        _counts = new int[classes * classes];
    }

    /// <summary>Number of emotions: rows, and as many columns.</summary>
    public int Classes { get; }

    /// <summary>The number of clips of one emotion that were recognised as another one, or as itself.</summary>
    /// <param name="truth">Index of the intended emotion.</param>
    /// <param name="predicted">Index of the recognised emotion.</param>
    public int this[int truth, int predicted] => Row(truth)[predicted];

    /// <summary>Number of clips.</summary>
    public long Clips => Sum(_counts);

    /// <summary>Share of the clips that are recognised: <c>Σ C[i, i] / Σ C[i, j]</c>. It flatters a classifier that favours frequent emotions.</summary>
    public double Accuracy
    {
        get
        {
            long correct = 0;
            for (int i = 0; i < Classes; i++)
            {
                correct += this[i, i];
            }

            return Ratio(correct, Clips);
        }
    }

    /// <summary>
    /// Unweighted average recall [Schuller2009]: the mean of the recall of every emotion that occurs in the truth, <c>mean(C[i, i] / Σ C[i, j])</c>.
    /// Chance is 1 / (number of emotions), however unbalanced the corpus is. Emotions without clips do not count.
    /// </summary>
    public double Uar
    {
        get
        {
            double sum = 0;
            int present = 0;
            for (int i = 0; i < Classes; i++)
            {
                long support = Sum(Row(i));
                if (support > 0)
                {
                    sum += (double)this[i, i] / support;
                    present++;
                }
            }

            return present == 0 ? 0 : sum / present;
        }
    }

    /// <summary>The unweighted mean of the emotions' F1, over all emotions, also those without clips.</summary>
    public double MacroF1 => F1().Average();

    /// <summary>Counts the pairs of truth and prediction.</summary>
    /// <param name="truth">Index of the intended emotion, one per clip; 0 to <paramref name="classes"/> - 1.</param>
    /// <param name="predicted">Index of the recognised emotion, in the same order.</param>
    /// <param name="classes">Number of emotions; at least 1.</param>
    /// <exception cref="ArgumentException">The lists differ in length, or an index is outside 0 to <paramref name="classes"/> - 1.</exception>
    public static ConfusionMatrix Count(ReadOnlySpan<int> truth, ReadOnlySpan<int> predicted, int classes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 1);
        if (truth.Length != predicted.Length)
        {
            throw new ArgumentException($"{predicted.Length} predictions for {truth.Length} clips; one for each is needed.", nameof(predicted));
        }

        ConfusionMatrix matrix = new(classes);
        for (int i = 0; i < truth.Length; i++)
        {
            CheckClass(truth[i], i, classes, nameof(truth));
            CheckClass(predicted[i], i, classes, nameof(predicted));
            matrix.Add((truth[i] * classes) + predicted[i]);
        }

        return matrix;
    }

    /// <summary>A matrix of given counts.</summary>
    /// <param name="rows">For each intended emotion the clips that were recognised as each emotion.</param>
    /// <exception cref="ArgumentException">There is no row, a row is not as long as there are rows, or a count is negative.</exception>
    public static ConfusionMatrix Of(ReadOnlySpan<IReadOnlyList<int>> rows)
    {
        if (rows.Length == 0)
        {
            throw new ArgumentException("The confusion matrix is empty; at least one emotion is needed.", nameof(rows));
        }

        ConfusionMatrix matrix = new(rows.Length);
        for (int i = 0; i < rows.Length; i++)
        {
            if (rows[i] is not { } row || row.Count != rows.Length || row.Any(count => count < 0))
            {
                throw new ArgumentException($"Row {i} of the confusion matrix is not {rows.Length} counts of 0 or more.", nameof(rows));
            }

            for (int j = 0; j < rows.Length; j++)
            {
                matrix._counts[(i * rows.Length) + j] = row[j];
            }
        }

        return matrix;
    }

    /// <summary>For each emotion, the number of its clips: <c>Σ C[i, j]</c>, <c>[emotions]</c>.</summary>
    public int[] Support() => PerClass((_, support, _) => (int)support);

    /// <summary>For each emotion, the share of the clips recognised as it that are it: <c>C[i, i] / Σ C[j, i]</c>, <c>[emotions]</c>.</summary>
    public double[] Precision() => PerClass((correct, _, predicted) => Ratio(correct, predicted));

    /// <summary>For each emotion, the share of its clips that are recognised: <c>C[i, i] / Σ C[i, j]</c>, <c>[emotions]</c>.</summary>
    public double[] Recall() => PerClass((correct, support, _) => Ratio(correct, support));

    /// <summary>For each emotion, the harmonic mean of precision and recall: <c>2 C[i, i] / (Σ C[i, j] + Σ C[j, i])</c> [Rijsbergen1979], <c>[emotions]</c>.</summary>
    public double[] F1() => PerClass((correct, support, predicted) => Ratio(2 * correct, support + predicted));

    /// <summary>The errors that are made most often, most frequent first: pairs of different emotions, by number of clips, then by order of the labels.</summary>
    /// <param name="count">The maximum number of pairs; pairs that never occur are left out.</param>
    public IReadOnlyList<ConfusedPair> MostConfused(int count = 5)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        int[] support = Support();
        return [.. (from truth in Enumerable.Range(0, Classes)
                    from predicted in Enumerable.Range(0, Classes)
                    let clips = this[truth, predicted]
                    where truth != predicted && clips > 0
                    orderby clips descending
                    select new ConfusedPair(truth, predicted, clips, (double)clips / support[truth])).Take(count)];
    }

    /// <inheritdoc/>
    public IEnumerator<IReadOnlyList<int>> GetEnumerator() => _counts.Chunk(Classes).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal static ConfusionMatrix Empty(int classes) => new(classes);

    /// <summary>Sets all counts to 0.</summary>
    internal void Clear() => Array.Clear(_counts);

    /// <summary>Counts one more clip.</summary>
    /// <param name="cell">truth × classes + predicted.</param>
    internal void Add(int cell) => _counts[cell]++;

    internal static void CheckClass(int value, int position, int classes, string name)
    {
        if ((uint)value >= (uint)classes)
        {
            throw new ArgumentException($"{name}[{position}] is {value}; it must be 0 to {classes - 1}.", name);
        }
    }

    private ReadOnlySpan<int> Row(int truth) => _counts.AsSpan(truth * Classes, Classes);

    private T[] PerClass<T>(Func<long, long, long, T> value)
    {
        T[] values = new T[Classes];
        for (int i = 0; i < Classes; i++)
        {
            long predicted = 0;
            for (int truth = 0; truth < Classes; truth++)
            {
                predicted += this[truth, i];
            }

            values[i] = value(this[i, i], Sum(Row(i)), predicted);
        }

        return values;
    }

    private static long Sum(ReadOnlySpan<int> counts)
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
