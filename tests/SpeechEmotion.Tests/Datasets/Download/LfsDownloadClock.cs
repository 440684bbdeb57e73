using System.Collections.Concurrent;

namespace SpeechEmotion.Tests.Datasets.Download;

/// <summary>
/// A clock with which nothing waits: pauses end at once and are recorded; stall time-outs, told from pauses by their length, end when the test lets the time pass.
/// </summary>
internal sealed class LfsDownloadClock : TimeProvider
{
    public static readonly TimeSpan StallTimeout = TimeSpan.FromHours(5);

    private readonly ConcurrentDictionary<Timer, long> _stalls = [];
    private long _ticks = new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero).Ticks;
    private long _stamp;

    /// <summary>Every pause that was asked for, in order.</summary>
    public ConcurrentQueue<TimeSpan> Pauses { get; } = [];

    public override long TimestampFrequency => 1;

    public override DateTimeOffset GetUtcNow() => new(Interlocked.Read(ref _ticks), TimeSpan.Zero);

    /// <summary>A second passes at every look, so that no progress report is held back.</summary>
    public override long GetTimestamp() => Interlocked.Increment(ref _stamp);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        Timer timer = new(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Lets time pass, and with it the stall time-outs that are due.</summary>
    public void Advance(TimeSpan span)
    {
        long now = Interlocked.Add(ref _ticks, span.Ticks);
        foreach ((Timer timer, long due) in _stalls)
        {
            if (due <= now && _stalls.TryRemove(KeyValuePair.Create(timer, due)))
            {
                timer.Fire();
            }
        }
    }

    private sealed class Timer(LfsDownloadClock clock, Action fire) : ITimer
    {
        public void Fire() => ThreadPool.QueueUserWorkItem(_ => fire());

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            if (dueTime == StallTimeout)
            {
                clock._stalls[this] = Interlocked.Read(ref clock._ticks) + dueTime.Ticks;
            }
            else if (dueTime != Timeout.InfiniteTimeSpan)
            {
                clock.Pauses.Enqueue(dueTime);
                Interlocked.Add(ref clock._ticks, dueTime.Ticks);
                Fire();
            }

            return true;
        }

        public void Dispose() => clock._stalls.TryRemove(this, out _);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
