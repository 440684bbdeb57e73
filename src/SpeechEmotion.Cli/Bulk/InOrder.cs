using System.Runtime.CompilerServices;

namespace SpeechEmotion.Cli.Bulk;

/// <summary>Works on several things at once and gives the results in their order.</summary>
internal static class InOrder
{
    private const int AheadPerJob = 4; // results that may wait for a slow one before them

    /// <summary>Runs work for each item. Only a limited number of results wait for one before them, so memory does not grow with the number of items.</summary>
    /// <param name="items">The items, taken as they are needed.</param>
    /// <param name="jobs">Items that are worked on at once, 1 or more.</param>
    /// <param name="work">The work; it has a thread of its own.</param>
    /// <param name="isQuick">Tells items whose work needs no thread; null: there are none.</param>
    /// <param name="cancellation">Ends the work.</param>
    public static async IAsyncEnumerable<TResult> RunAsync<TItem, TResult>(
        IAsyncEnumerable<TItem> items, int jobs, Func<TItem, CancellationToken, TResult> work, Func<TItem, bool>? isQuick, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using SemaphoreSlim free = new(jobs);
        Queue<Task<TResult>> ahead = [];
        try
        {
            await foreach (TItem item in items.WithCancellation(stop.Token))
            {
                ahead.Enqueue(isQuick?.Invoke(item) == true ? Task.FromResult(work(item, stop.Token)) : StartAsync(item));
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
            await Task.WhenAll(ahead).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }

        async Task<TResult> StartAsync(TItem item)
        {
            await free.WaitAsync(stop.Token);
            try
            {
                return await Task.Factory.StartNew(() => work(item, stop.Token), stop.Token, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            }
            finally
            {
                free.Release();
            }
        }
    }
}
