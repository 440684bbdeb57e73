namespace SpeechEmotion.Metrics;

/// <summary>How alike two distributions over emotions are.</summary>
internal static class Distributions
{
    /// <summary>
    /// Jensen–Shannon divergence [Lin1991] in bits: <c>H((p + q) / 2) - (H(p) + H(q)) / 2</c>. 0 if they are the same, 1 if they share nothing; symmetric.
    /// </summary>
    /// <param name="p">Probabilities, 0 or more, summing to 1.</param>
    /// <param name="q">Likewise, as many.</param>
    /// <exception cref="ArgumentException">They are not as many.</exception>
    public static double JensenShannon(ReadOnlySpan<double> p, ReadOnlySpan<double> q)
    {
        if (p.Length != q.Length)
        {
            throw new ArgumentException($"{p.Length} and {q.Length} probabilities; there must be as many.", nameof(q));
        }

        double divergence = 0;
        for (int i = 0; i < p.Length; i++)
        {
            double mean = (p[i] + q[i]) / 2;
            divergence += (Term(p[i], mean) + Term(q[i], mean)) / 2;
        }

        return Math.Clamp(divergence, 0, 1);

        static double Term(double value, double mean) => value > 0 ? value * Math.Log2(value / mean) : 0;
    }

    /// <summary>Pearson's correlation of two series, -1..1; NaN if one of them is constant.</summary>
    /// <param name="x">One series.</param>
    /// <param name="y">The other, as long.</param>
    /// <exception cref="ArgumentException">They are not as long.</exception>
    public static double Correlation(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        if (x.Length != y.Length)
        {
            throw new ArgumentException($"{x.Length} and {y.Length} values; there must be as many.", nameof(y));
        }

        double meanX = 0, meanY = 0, xx = 0, yy = 0, xy = 0;
        for (int i = 0; i < x.Length; i++)
        {
            meanX += x[i] / x.Length;
            meanY += y[i] / x.Length;
        }

        for (int i = 0; i < x.Length; i++)
        {
            (double dx, double dy) = (x[i] - meanX, y[i] - meanY);
            xx += dx * dx;
            yy += dy * dy;
            xy += dx * dy;
        }

        return xx * yy > 0 ? xy / Math.Sqrt(xx * yy) : double.NaN;
    }
}
