using SpeechEmotion.Signal;

namespace SpeechEmotion.Metrics;

/// <summary>How sure a figure is: percentile intervals by resampling the test part [Efron1993].</summary>
public static class Bootstrap
{
    /// <summary>
    /// The 95 % percentile interval of a figure. Clips of one speaker resemble each other, so where speakers are known whole speakers are
    /// drawn with replacement (as many as there are); otherwise clips are. The figure is computed on each draw; the interval runs from the 2.5th to the
    /// 97.5th percentile, interpolated linearly. Speakers as clusters usually give the wider, honest interval.
    /// </summary>
    /// <param name="truth">Index of the intended emotion, one per clip.</param>
    /// <param name="predicted">Index of the recognised emotion, in the same order.</param>
    /// <param name="classes">Number of emotions.</param>
    /// <param name="figure">The figure of a confusion matrix, such as <see cref="ConfusionMatrix.Uar"/>.</param>
    /// <param name="speakers">Who speaks, one per clip; null, any clip without a speaker, or a single speaker resamples clips.</param>
    /// <param name="seed">Seed of the draws: the same seed gives the same interval.</param>
    /// <param name="resamples">Number of draws.</param>
    /// <exception cref="ArgumentException">There is no clip, or the lists differ in length.</exception>
    public static Interval Interval(
        ReadOnlySpan<int> truth,
        ReadOnlySpan<int> predicted,
        int classes,
        Func<ConfusionMatrix, double> figure,
        IReadOnlyList<string?>? speakers = null,
        ulong seed = 0,
        int resamples = 1000)
    {
        ArgumentNullException.ThrowIfNull(figure);
        ArgumentOutOfRangeException.ThrowIfLessThan(resamples, 1);
        if (truth.IsEmpty)
        {
            throw new ArgumentException("There is no clip; at least one is needed.", nameof(truth));
        }

        if (speakers is not null && speakers.Count != truth.Length)
        {
            throw new ArgumentException($"{speakers.Count} speakers for {truth.Length} clips; one for each is needed.", nameof(speakers));
        }

        // Drawing a cluster adds its confusion matrix, so a draw costs clusters × classes², however many clips a cluster has.
        ConfusionMatrix.Count(truth, predicted, classes);
        int[][] clusters = Clusters(truth, predicted, classes, speakers);
        var random = new SeededRandom(seed);
        var figures = new double[resamples];
        ConfusionMatrix draw = ConfusionMatrix.Empty(classes);
        for (int i = 0; i < resamples; i++)
        {
            draw.Clear();
            for (int j = 0; j < clusters.Length; j++)
            {
                foreach (int cell in clusters[random.NextInteger(0, clusters.Length - 1)])
                {
                    draw.Add(cell);
                }
            }

            figures[i] = figure(draw);
        }

        Array.Sort(figures);
        return new Interval(Percentile(figures, 0.025), Percentile(figures, 0.975));
    }

    // Each cluster is the list of its clips' cells (truth × classes + predicted).
    private static int[][] Clusters(ReadOnlySpan<int> truth, ReadOnlySpan<int> predicted, int classes, IReadOnlyList<string?>? speakers)
    {
        bool bySpeaker = speakers is not null && !speakers.Contains(null) && speakers.Distinct().Skip(1).Any(); // One speaker drawn again and again is always the same.
        var cells = new Dictionary<string, List<int>>();
        var clusters = new List<List<int>>();
        for (int i = 0; i < truth.Length; i++)
        {
            List<int>? cluster = null;
            if (!bySpeaker || !cells.TryGetValue(speakers![i]!, out cluster))
            {
                cluster = [];
                clusters.Add(cluster);
                if (bySpeaker)
                {
                    cells[speakers![i]!] = cluster;
                }
            }

            cluster.Add((truth[i] * classes) + predicted[i]);
        }

        return [.. clusters.Select(cluster => cluster.ToArray())];
    }

    private static double Percentile(double[] sorted, double share)
    {
        double position = share * (sorted.Length - 1);
        int below = (int)position;
        int above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + ((position - below) * (sorted[above] - sorted[below]));
    }
}
