namespace SpeechEmotion.Datasets;

/// <summary>How long the clips of a corpus are, in seconds; all 0 if none could be read.</summary>
/// <param name="Minimum">The shortest clip.</param>
/// <param name="Median">The clip in the middle; the mean of the two where the count is even.</param>
/// <param name="Mean">The mean.</param>
/// <param name="Maximum">The longest clip.</param>
/// <param name="Total">All clips one after the other.</param>
public sealed record DurationSummary(double Minimum, double Median, double Mean, double Maximum, double Total)
{
    internal static DurationSummary Of(IEnumerable<double> seconds)
    {
        double[] sorted = [.. seconds.Order()];
        if (sorted.Length == 0)
        {
            return new DurationSummary(0, 0, 0, 0, 0);
        }

        double median = (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
        double total = sorted.Sum();
        return new DurationSummary(sorted[0], median, total / sorted.Length, sorted[^1], total);
    }
}
