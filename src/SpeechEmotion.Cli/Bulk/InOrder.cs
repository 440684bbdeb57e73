using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace SpeechEmotion.Cli.Bulk;

/// <summary>Works on several things at once and gives the results in their order.</summary>
internal static class InOrder
{
    private const int AheadPerJob = 64; // results that may wait for a slow one before them

    /// <summary>Runs work for each item. Only a limited number of results wait for one before them, so memory does not grow with the number of items.</summary>
    /// <param name="items">The items, taken as they are needed.</param>
    /// <param name="jobs">Items that are worked on at once, 1 or more; each has a thread of its own from beginning to end, so that short work does not wait for threads.</param>
    /// <param name="work">The work.</param>
    /// <param name="isQuick">Tells items whose work needs no thread; null: there are none.</param>
    /// <param name="cancellation">Ends the work.</param>
    public static async IAsyncEnumerable<TResult> RunAsync<TItem, TResult>(
        IAsyncEnumerable<TItem> items, int jobs, Func<TItem, CancellationToken, TResult> work, Func<TItem, bool>? isQuick, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using BlockingCollection<Action> waiting = [];
        Queue<Task<TResult>> ahead = [];
        List<Task> workers = [];
        try
        {
            await foreach (TItem item in items.WithCancellation(stop.Token))
            {
                ahead.Enqueue(isQuick?.Invoke(item) == true ? Task.FromResult(work(item, stop.Token)) : Start(item));
                if (ahead.Count == AheadPerJob * jobs)
                {
                    yield return await ahead.Dequeue();
                }
            }

            while (ahead.TryDequeue(out Task<TResult>? next))
            {
                yield return await next;
            }
        }
        finally
        {
            await stop.CancelAsync();
            waiting.CompleteAdding();
            await Task.WhenAll(workers);
        }

        Task<TResult> Start(TItem item)
        {
            TaskCompletionSource<TResult> result = new(TaskCreationOptions.RunContinuationsAsynchronously);
            waiting.Add(() => Do(item, result), CancellationToken.None);
            if (workers.Count < jobs)
            {
                workers.Add(Task.Factory.StartNew(
                    () =>
                    {
                        foreach (Action next in waiting.GetConsumingEnumerable(CancellationToken.None))
                        {
                            next();
                        }
                    },
                    CancellationToken.None,
                    TaskCreationOptions.LongRunning,
                    TaskScheduler.Default));
            }

            return result.Task;
        }

        void Do(TItem item, TaskCompletionSource<TResult> result)
        {
            try
            {
                stop.Token.ThrowIfCancellationRequested();
                result.SetResult(work(item, stop.Token));
            }
            catch (OperationCanceledException)
            {
                result.SetCanceled(stop.Token);
            }
            catch (Exception e)
            {
                result.SetException(e);
            }
        }
    }
}
