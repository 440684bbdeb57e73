using System.Security.Cryptography;
using SpeechEmotion.Recognition;
using SpeechEmotion.Web.Problems;

namespace SpeechEmotion.Web.Recognitions;

/// <summary>One recognition, from the queue to its result. Any number of threads may watch it.</summary>
internal sealed class RecognitionJob : IDisposable
{
    private readonly Lock _lock = new();
    private readonly List<(int? Channel, EmotionSegment Segment)> _segments = [];
    private readonly CancellationTokenSource _cancellation = new();
    private TaskCompletionSource _changed = NewSignal();
    private bool _isDisposed;

    /// <summary>Queues a recognition.</summary>
    /// <param name="query">What is asked.</param>
    /// <param name="name">What answers call the recording.</param>
    /// <param name="now">When.</param>
    /// <param name="voice">What the answer adapts to, and what learns from the recording; null if it is to be plain.</param>
    public RecognitionJob(RecognitionQuery query, string name, DateTimeOffset now, EmotionSession? voice = null)
    {
        Voice = voice;
        Query = query;
        Name = name;
        Created = now;
        Cancellation = _cancellation.Token;
    }

    /// <summary>128 random bits: who does not know it cannot find the recognition.</summary>
    public string Id { get; } = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    public RecognitionQuery Query { get; }

    public EmotionSession? Voice { get; }

    public string Name { get; }

    public DateTimeOffset Created { get; }

    /// <summary>When it ended; null before.</summary>
    public DateTimeOffset? Ended { get; private set; }

    /// <summary>Asks the recognition to end.</summary>
    public CancellationToken Cancellation { get; }

    public RecognitionState State { get; private set; }

    /// <summary>Seconds of the recording that have been read; at the end, all.</summary>
    public double Seconds { get; private set; }

    /// <summary>What was recognised, channel by channel; empty before the end.</summary>
    public IReadOnlyList<RecognizedChannel> Results { get; private set; } = [];

    /// <summary>Why it failed; null if it did not.</summary>
    public ProblemException? Problem { get; private set; }

    public bool IsFinal => State is RecognitionState.Succeeded or RecognitionState.Failed or RecognitionState.Cancelled;

    /// <summary>The plain segments from an index on, those of the first channel first; the channel is null if all are heard together.</summary>
    public IReadOnlyList<(int? Channel, EmotionSegment Segment)> SegmentsFrom(int index)
    {
        lock (_lock)
        {
            return _segments[Math.Min(index, _segments.Count)..];
        }
    }

    /// <summary>Ends with the next change. Take it before looking, so that nothing is missed.</summary>
    public Task Changed
    {
        get
        {
            lock (_lock)
            {
                return _changed.Task;
            }
        }
    }

    /// <summary>Waits for the end.</summary>
    public async Task WaitAsync(CancellationToken cancellation)
    {
        for (Task changed = Changed; !IsFinal; changed = Changed)
        {
            await changed.WaitAsync(cancellation);
        }
    }

    /// <summary>Ends the recognition unless it has ended or ends by itself in time.</summary>
    public void CancelAfter(TimeSpan time)
    {
        lock (_lock)
        {
            if (!_isDisposed)
            {
                _cancellation.CancelAfter(time); // also at once away from this thread, which holds the lock
            }
        }
    }

    public void Cancel() => CancelAfter(TimeSpan.Zero);

    public void Start() => Change(() => State = RecognitionState.Running);

    /// <summary>Counts seconds that have been read: of a recording that is heard channel by channel, its part of them.</summary>
    public void Hear(double seconds) => Change(() => Seconds += seconds);

    public void Add(int? channel, EmotionSegment segment) => Change(() => _segments.Add((channel, segment)));

    public void Succeed(IReadOnlyList<RecognizedChannel> results, DateTimeOffset now) =>
        Change(() => (Seconds, Results, Ended, State) = (results.Max(result => result.Seconds), results, now, RecognitionState.Succeeded));

    public void Fail(ProblemException problem, DateTimeOffset now) => Change(() =>
    {
        (Problem, Ended) = (problem, now);
        State = problem.Kind == ProblemKind.Cancelled ? RecognitionState.Cancelled : RecognitionState.Failed;
    });

    /// <summary>Frees what cancels it, once it has ended; its result stays.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            _isDisposed = true;
            _cancellation.Dispose();
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Change(Action change)
    {
        TaskCompletionSource changed;
        lock (_lock)
        {
            change();
            (changed, _changed) = (_changed, NewSignal());
        }

        changed.SetResult();
    }
}
