using System.Collections.Concurrent;
using SpeechEmotion.Web.Problems;

namespace SpeechEmotion.Web.Recognitions;

/// <summary>Recognitions in the background, for as long as the limits say.</summary>
/// <param name="config">The limits.</param>
/// <param name="time">The clock.</param>
internal sealed class RecognitionStore(ServerConfig config, TimeProvider time) : IDisposable
{
    private readonly ConcurrentDictionary<string, RecognitionJob> _jobs = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();

    /// <summary>Keeps a recognition; the oldest finished one makes room if it must.</summary>
    /// <exception cref="ProblemException">All that are kept still run.</exception>
    public void Add(RecognitionJob job)
    {
        lock (_lock)
        {
            Forget(time.GetUtcNow() - TimeSpan.FromSeconds(config.Limits.KeepSeconds));
            while (_jobs.Count >= config.Limits.KeptRecognitions)
            {
                RecognitionJob oldest = _jobs.Values.Where(kept => kept.IsFinal).MinBy(kept => kept.Ended)
                    ?? throw new ProblemException(ProblemKind.Busy, "As many recordings are recognised in the background as the server allows.", TimeSpan.FromSeconds(10));
                Remove(oldest);
            }

            _jobs[job.Id] = job;
        }
    }

    /// <summary>Finds a recognition.</summary>
    /// <exception cref="ProblemException">There is none of this id, or no longer.</exception>
    public RecognitionJob Get(string id)
    {
        Forget(time.GetUtcNow() - TimeSpan.FromSeconds(config.Limits.KeepSeconds));
        return _jobs.TryGetValue(id, out RecognitionJob? job)
            ? job
            : throw new ProblemException(ProblemKind.UnknownRecognition, $"Results are kept for {config.Limits.KeepSeconds} s and until they are deleted.");
    }

    /// <summary>Ends a recognition if it still runs, and forgets it.</summary>
    public void Remove(RecognitionJob job)
    {
        if (_jobs.TryRemove(job.Id, out _))
        {
            job.Cancel();
        }
    }

    public void Dispose()
    {
        foreach (RecognitionJob job in _jobs.Values)
        {
            Remove(job);
        }
    }

    private void Forget(DateTimeOffset before)
    {
        foreach (RecognitionJob job in _jobs.Values.Where(job => job.Ended < before))
        {
            Remove(job);
        }
    }
}
