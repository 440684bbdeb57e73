namespace SpeechEmotion.Features;

/// <summary>Mean and standard deviation over the frames of a clip: two numbers for each row of its features, for tables and for classifiers that take clips of any length.</summary>
public static class FeatureStatistics
{
    /// <summary>Names of the numbers: <c>rms_mean</c>, <c>rms_std</c>, or, for a kind of several rows, <c>mfcc_0_mean</c>, <c>mfcc_0_std</c>, <c>mfcc_1_mean</c> and so on.</summary>
    /// <param name="config">What is measured.</param>
    public static IReadOnlyList<string> Names(FeatureConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return
        [
            .. config.Kinds.SelectMany(kind => Enumerable.Range(0, config.Rows(kind)).SelectMany(row =>
            {
                string name = FeatureKinds.IsOneRow(kind) ? FeatureKinds.Name(kind) : $"{FeatureKinds.Name(kind)}_{row}";
                return (string[])[$"{name}_mean", $"{name}_std"];
            })),
        ];
    }

    /// <summary>The numbers of a clip, in the order of <see cref="Names"/>. Those of the pitch, and of the periods' regularity, are over the frames that have a pitch.</summary>
    /// <param name="config">What was measured.</param>
    /// <param name="features">The features.</param>
    /// <returns>Mean and standard deviation (divided by the number of frames) of each row; NaN for those of a clip that has no pitch.</returns>
    /// <exception cref="ArgumentException">The matrix has another number of rows.</exception>
    public static double[] Of(FeatureConfig config, FeatureMatrix features)
    {
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(features);
        if (features.Bands != config.Rows())
        {
            throw new ArgumentException($"{features.Bands} rows are not the {config.Rows()} of the configuration.", nameof(features));
        }

        FeatureKind[] kinds = [.. config.Kinds.SelectMany(kind => Enumerable.Repeat(kind, config.Rows(kind)))];
        return [.. kinds.SelectMany((kind, row) => MeanAndDeviation(features.Band(row), onlyPositive: kind == FeatureKind.Pitch || FeatureKinds.IsVoiceQuality(kind)))];
    }

    private static double[] MeanAndDeviation(ReadOnlySpan<float> values, bool onlyPositive)
    {
        double sum = 0, squares = 0;
        int count = 0;
        foreach (float value in values)
        {
            if (!onlyPositive || value > 0)
            {
                sum += value;
                count++;
            }
        }

        double mean = sum / count;
        foreach (float value in values)
        {
            if (!onlyPositive || value > 0)
            {
                squares += (value - mean) * (value - mean);
            }
        }

        return [mean, Math.Sqrt(squares / count)];
    }
}
