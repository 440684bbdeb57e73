namespace SpeechEmotion.Datasets.Download;

/// <summary>Tries again after a fault, with pauses that double and are spread at random.</summary>
internal static class LfsDownloadRetry
{
    /// <summary>Runs <paramref name="attempt"/> until it succeeds; the fault of the last try is thrown.</summary>
    public static async Task<T> RunAsync<T>(LfsDownloadConfig config, Func<Task<T>> attempt, CancellationToken cancellation)
    {
        for (int tried = 1; ; tried++)
        {
            try
            {
                return await attempt().ConfigureAwait(false);
            }
            catch (LfsDownloadFault fault) when (!fault.IsFinal && tried < config.Tries)
            {
                TimeSpan delay = Delay(config, tried, fault.RetryAfter, Random.Shared.NextDouble());
                await Task.Delay(delay, config.Time, cancellation).ConfigureAwait(false);
            }
        }
    }

    /// <summary>The pause after try number <paramref name="tried"/>: <c>first * 2^(tried - 1) * (1 - chance / 2)</c>, at least what the server asks for.</summary>
    /// <param name="config">First and longest pause.</param>
    /// <param name="tried">Tries so far, from 1.</param>
    /// <param name="retryAfter">What the server asks for.</param>
    /// <param name="chance">A random number in 0..1.</param>
    public static TimeSpan Delay(LfsDownloadConfig config, int tried, TimeSpan? retryAfter, double chance)
    {
        double seconds = Math.Min(config.FirstDelay.TotalSeconds * Math.Pow(2, tried - 1), config.LongestDelay.TotalSeconds) * (1 - (chance / 2));
        double asked = retryAfter?.TotalSeconds ?? 0;
        return TimeSpan.FromSeconds(Math.Min(Math.Max(seconds, asked), config.LongestDelay.TotalSeconds));
    }
}
