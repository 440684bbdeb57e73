namespace SpeechEmotion.Metrics;

/// <summary>
/// Temperature scaling [Guo2017]: one divisor for all logits that makes the probabilities mean what they say. It leaves the order of the
/// emotions, and so every prediction, as it is. Fit it on the validation part, never on the test part.
/// </summary>
public static class TemperatureScaling
{
    /// <summary>Lowest temperature that <see cref="Fit"/> returns.</summary>
    public const double Lowest = 0.05;

    /// <summary>Highest temperature that <see cref="Fit"/> returns.</summary>
    public const double Highest = 20;

    /// <summary>
    /// The temperature T that minimises the mean of <c>-ln softmax(logits / T)[truth]</c>. The loss is convex in 1/T, so its slope
    /// <c>mean(Σ p z - z[truth])</c> is bisected. Above 1: the network was too sure of itself.
    /// </summary>
    /// <param name="logits">The network's outputs before softmax, <c>[clips][emotions]</c>.</param>
    /// <param name="truth">Index of the intended emotion, one per clip.</param>
    /// <returns>T, in <see cref="Lowest"/>..<see cref="Highest"/>; the end of that range where no T inside is best (nothing, or everything, is recognised).</returns>
    /// <exception cref="ArgumentException">There is no clip, the lists differ in length, a logit is not finite, or an index is outside its row.</exception>
    public static double Fit(IReadOnlyList<float[]> logits, ReadOnlySpan<int> truth)
    {
        Calibration.Check(logits, truth, nameof(logits));
        double low = 1 / Highest, high = 1 / Lowest;
        if (Slope(logits, truth, low) >= 0)
        {
            return Highest;
        }

        if (Slope(logits, truth, high) <= 0)
        {
            return Lowest;
        }

        while (high - low > 1e-9 * low)
        {
            double middle = (low + high) / 2;
            if (Slope(logits, truth, middle) < 0)
            {
                low = middle;
            }
            else
            {
                high = middle;
            }
        }

        return 2 / (low + high);
    }

    /// <summary>Probabilities at another temperature than the one they were computed at.</summary>
    /// <param name="probabilities">Probabilities <c>[emotions]</c>.</param>
    /// <param name="from">The temperature that they were computed at, above 0.</param>
    /// <param name="to">The temperature that is wanted, above 0.</param>
    /// <returns>Probabilities <c>[emotions]</c> that sum to 1.</returns>
    public static float[] Change(ReadOnlySpan<float> probabilities, double from, double to)
    {
        var logits = new float[probabilities.Length];
        for (int i = 0; i < logits.Length; i++)
        {
            logits[i] = (float)(from * Math.Log(Math.Max(probabilities[i], float.Epsilon)));
        }

        return Apply(logits, to);
    }

    /// <summary>Probabilities at a temperature: <c>softmax(logits / temperature)</c>.</summary>
    /// <param name="logits">The network's outputs of one clip, <c>[emotions]</c>.</param>
    /// <param name="temperature">Divisor, above 0; 1 is plain softmax.</param>
    /// <returns>Probabilities <c>[emotions]</c> that sum to 1.</returns>
    public static float[] Apply(ReadOnlySpan<float> logits, double temperature)
    {
        if (!(temperature > 0))
        {
            throw new ArgumentOutOfRangeException(nameof(temperature), temperature, "The temperature must be above 0.");
        }

        double top = double.NegativeInfinity;
        foreach (float logit in logits)
        {
            top = Math.Max(top, logit);
        }

        double sum = 0;
        var weights = new double[logits.Length];
        for (int i = 0; i < weights.Length; i++)
        {
            weights[i] = Math.Exp((logits[i] - top) / temperature);
            sum += weights[i];
        }

        return Array.ConvertAll(weights, weight => (float)(weight / sum));
    }

    // Derivative of the mean loss by b = 1/T: the expected logit minus the true one.
    private static double Slope(IReadOnlyList<float[]> logits, ReadOnlySpan<int> truth, double b)
    {
        double slope = 0;
        for (int i = 0; i < truth.Length; i++)
        {
            float[] row = logits[i];
            double top = row.Max(), sum = 0, expected = 0;
            foreach (float logit in row)
            {
                double weight = Math.Exp(b * (logit - top));
                sum += weight;
                expected += weight * logit;
            }

            slope += (expected / sum) - row[truth[i]];
        }

        return slope / truth.Length;
    }
}
