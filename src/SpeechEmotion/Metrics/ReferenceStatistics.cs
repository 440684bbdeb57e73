namespace SpeechEmotion.Metrics;

/// <summary>
/// What a model's answers look like on voices that it was not trained on, whose emotions are known: the starting point of a <see cref="RunningAdaptation"/>. Fit it on held-out predictions of
/// the training corpora, never on the recordings to adapt to.
/// </summary>
/// <param name="Mean">Mean log-probability of each emotion <c>[emotions]</c>, every emotion counting alike; centred, so that they sum to 0. Above 0: the model answers this emotion too readily.</param>
/// <param name="Contrast">How much higher the log-probability of an emotion is when it is the intended one than when it is not, in nats, averaged over the emotions; above 0. A sure model has more.</param>
public sealed record ReferenceStatistics(IReadOnlyList<double> Mean, double Contrast)
{
    /// <summary>The contrast that is assumed of a model without reference statistics, in nats.</summary>
    public const double DefaultContrast = 3;

    /// <summary>Log-probabilities below this count as this: ln 10⁻⁶, so that a probability of 0 stays finite.</summary>
    public static readonly double Floor = Math.Log(1e-6);

    /// <summary>Statistics for a model that has none of its own: no emotion is preferred.</summary>
    /// <param name="emotions">Number of emotions, 1 or more.</param>
    public static ReferenceStatistics Neutral(int emotions)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(emotions, 1);
        return new ReferenceStatistics(new double[emotions], DefaultContrast);
    }

    /// <summary>Computes the statistics of held-out predictions.</summary>
    /// <param name="probabilities">Probabilities <c>[clips][emotions]</c>.</param>
    /// <param name="truth">Index of the intended emotion of each clip.</param>
    /// <returns>The statistics; null if an emotion has no clip, or if the answers do not depend on the emotion (the contrast would be 0 or less).</returns>
    /// <exception cref="ArgumentException">There is no clip, the lists differ in length, or an index is outside its row.</exception>
    public static ReferenceStatistics? Fit(IReadOnlyList<float[]> probabilities, ReadOnlySpan<int> truth)
    {
        Calibration.Check(probabilities, truth, nameof(probabilities));
        int emotions = probabilities[0].Length;
        double[,] sums = new double[emotions, emotions]; // [intended, emotion]
        int[] clips = new int[emotions];
        for (int clip = 0; clip < truth.Length; clip++)
        {
            clips[truth[clip]]++;
            double[] log = CentredLog(probabilities[clip]);
            for (int emotion = 0; emotion < emotions; emotion++)
            {
                sums[truth[clip], emotion] += log[emotion];
            }
        }

        if (emotions < 2 || clips.Contains(0))
        {
            return null;
        }

        // mean log-probability by intended emotion [intended, emotion] -> mean over the rows, and diagonal against the rest
        double[] mean = new double[emotions];
        double contrast = 0;
        for (int emotion = 0; emotion < emotions; emotion++)
        {
            for (int intended = 0; intended < emotions; intended++)
            {
                double value = sums[intended, emotion] / clips[intended];
                mean[emotion] += value / emotions;
                contrast += value * (intended == emotion ? 1 : -1.0 / (emotions - 1)) / emotions;
            }
        }

        return contrast > 0 ? new ReferenceStatistics(mean, contrast) : null;
    }

    /// <summary>Log-probabilities less their mean, <c>[emotions]</c>, which sum to 0.</summary>
    /// <param name="probabilities">Probabilities <c>[emotions]</c>.</param>
    public static double[] CentredLog(ReadOnlySpan<float> probabilities)
    {
        double[] log = new double[probabilities.Length];
        double mean = 0;
        for (int i = 0; i < log.Length; i++)
        {
            log[i] = Math.Max(Math.Log(probabilities[i]), Floor);
            mean += log[i] / log.Length;
        }

        for (int i = 0; i < log.Length; i++)
        {
            log[i] -= mean;
        }

        return log;
    }

    /// <summary>Lists every fault, each with its path; empty if there is none.</summary>
    /// <param name="emotions">Number of emotions that the model knows.</param>
    /// <param name="path">What the messages call the statistics.</param>
    public IEnumerable<string> Validate(int emotions, string path = "reference")
    {
        if (Mean.Count != emotions || !Mean.All(double.IsFinite))
        {
            yield return $"{path}.mean is [{string.Join(", ", Mean)}]; it must be a finite number for each of the {emotions} labels";
        }

        if (Contrast is not (> 0 and <= double.MaxValue))
        {
            yield return $"{path}.contrast is {Contrast}; it must be above 0";
        }
    }
}
