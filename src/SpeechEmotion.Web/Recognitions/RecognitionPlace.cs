using System.Diagnostics;
using System.Threading.RateLimiting;

namespace SpeechEmotion.Web.Recognitions;

/// <summary>One of the places in which a model may run. A long recording gives it up now and then, so that short ones need not wait for its end.</summary>
/// <param name="places">All places.</param>
/// <param name="lease">The one that was taken.</param>
internal sealed class RecognitionPlace(ConcurrencyLimiter places, RateLimitLease lease) : IDisposable
{
    private static readonly TimeSpan s_turn = TimeSpan.FromMilliseconds(500);

    private RateLimitLease _lease = lease;
    private long _since = Stopwatch.GetTimestamp();

    /// <summary>After a turn, goes to the end of the queue if anybody waits there.</summary>
    public async ValueTask ShareAsync(CancellationToken cancellation)
    {
        if (Stopwatch.GetElapsedTime(_since) < s_turn || places.GetStatistics()?.CurrentQueuedCount is null or 0)
        {
            return;
        }

        _lease.Dispose();
        _lease = await places.AcquireAsync(1, cancellation);
        _since = Stopwatch.GetTimestamp();
    }

    /// <inheritdoc/>
    public void Dispose() => _lease.Dispose();
}
