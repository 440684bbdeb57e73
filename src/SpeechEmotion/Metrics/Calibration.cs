namespace SpeechEmotion.Metrics;

/// <summary>Whether probabilities mean what they say. Rows are probabilities <c>[emotions]</c> of one clip, each row summing to 1.</summary>
public static class Calibration
{
    /// <summary>
    /// Expected calibration error [Guo2017]: clips are put in bins of equal width by the probability of the recognised emotion, bin b being
    /// <c>(b / bins, (b + 1) / bins]</c>; the error is <c>Σ |clips in bin| / |clips| · |accuracy in bin - mean probability in bin|</c>. 0..1, lower is better.
    /// </summary>
    /// <param name="probabilities">Probabilities <c>[clips][emotions]</c>.</param>
    /// <param name="truth">Index of the intended emotion, one per clip.</param>
    /// <param name="bins">Number of bins.</param>
    /// <exception cref="ArgumentException">There is no clip, the lists differ in length, or an index is outside its row.</exception>
    public static double ExpectedError(IReadOnlyList<float[]> probabilities, ReadOnlySpan<int> truth, int bins = 15)
    {
        Check(probabilities, truth, nameof(probabilities));
        ArgumentOutOfRangeException.ThrowIfLessThan(bins, 1);
        var confidence = new double[bins];
        var correct = new int[bins];
        for (int i = 0; i < truth.Length; i++)
        {
            int predicted = MostLikely(probabilities[i]);
            double top = probabilities[i][predicted];
            int bin = Math.Clamp((int)Math.Ceiling(top * bins) - 1, 0, bins - 1);
            confidence[bin] += top;
            correct[bin] += predicted == truth[i] ? 1 : 0;
        }

        // |n_b / n · (correct_b / n_b - confidence_b / n_b)|: the clips in the bin cancel.
        double error = 0;
        for (int bin = 0; bin < bins; bin++)
        {
            error += Math.Abs(correct[bin] - confidence[bin]);
        }

        return error / truth.Length;
    }

    /// <summary>
    /// Log loss: the mean of <c>-ln p[truth]</c>, in nats. 0 and more, lower is better; ln(emotions) is what equal probabilities give.
    /// Probabilities below 2^-23 (the resolution of a float) count as that.
    /// </summary>
    /// <param name="probabilities">Probabilities <c>[clips][emotions]</c>.</param>
    /// <param name="truth">Index of the intended emotion, one per clip.</param>
    /// <exception cref="ArgumentException">There is no clip, the lists differ in length, or an index is outside its row.</exception>
    public static double LogLoss(IReadOnlyList<float[]> probabilities, ReadOnlySpan<int> truth)
    {
        Check(probabilities, truth, nameof(probabilities));
        double sum = 0;
        for (int i = 0; i < truth.Length; i++)
        {
            sum -= Math.Log(Math.Max(probabilities[i][truth[i]], Math.ScaleB(1, -23)));
        }

        return sum / truth.Length;
    }

    /// <summary>Index of the largest value; the first one where several are equal.</summary>
    /// <param name="values">Probabilities or logits of one clip; at least one.</param>
    public static int MostLikely(ReadOnlySpan<float> values)
    {
        int best = 0;
        for (int i = 1; i < values.Length; i++)
        {
            if (values[i] > values[best])
            {
                best = i;
            }
        }

        return best;
    }

    internal static void Check(IReadOnlyList<float[]> rows, ReadOnlySpan<int> truth, string name)
    {
        ArgumentNullException.ThrowIfNull(rows, name);
        if (truth.IsEmpty || rows.Count != truth.Length)
        {
            throw new ArgumentException($"{rows.Count} rows for {truth.Length} clips; one for each of at least one clip is needed.", name);
        }

        for (int i = 0; i < truth.Length; i++)
        {
            ConfusionMatrix.CheckClass(truth[i], i, rows[i].Length, nameof(truth));
            if (Array.Exists(rows[i], value => !float.IsFinite(value)))
            {
                throw new ArgumentException($"{name}[{i}] holds a value that is not finite.", name);
            }
        }
    }
}
