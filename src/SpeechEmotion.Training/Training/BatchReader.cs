using System.Runtime.ExceptionServices;
using SpeechEmotion.Datasets;
using SpeechEmotion.Signal;

namespace SpeechEmotion.Training;

/// <summary>Prepares batches ahead of the network that consumes them, in an order and with alterations that follow from the seed and the epoch alone.</summary>
public sealed class BatchReader
{
    private const int Ahead = 4; // Batches under preparation: enough to bridge a slow file, few enough to keep memory flat.

    private readonly Func<int, int, SeededRandom, Example> _read;
    private readonly int _batchSize;

    /// <summary>Prepares the reader.</summary>
    /// <param name="count">Number of clips.</param>
    /// <param name="read">Makes an example of a clip, by its index, and the number of the copy (0: as it is); called from several threads.</param>
    /// <param name="batchSize">Examples in a batch; the last one may have fewer.</param>
    public BatchReader(int count, Func<int, int, SeededRandom, Example> read, int batchSize)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentNullException.ThrowIfNull(read);
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        Count = count;
        _read = read;
        _batchSize = batchSize;
    }

    /// <summary>Number of clips.</summary>
    public int Count { get; }

    /// <summary>A reader of the clips of a corpus.</summary>
    /// <param name="examples">Makes an example of a clip.</param>
    /// <param name="clips">The clips.</param>
    /// <param name="batchSize">Examples in a batch; the last one may have fewer.</param>
    public static BatchReader Of(ExampleReader examples, IReadOnlyList<Utterance> clips, int batchSize) =>
        new(clips.Count, (clip, copy, random) => examples.Read(clips[clip], copy, random), batchSize);

    /// <summary>The clips as they are, in their own order.</summary>
    public IEnumerable<Batch> ReadAll(CancellationToken cancellation = default) =>
        Read([.. Enumerable.Range(0, Count).Select(index => (index, 0))], seed: 0, epoch: 0, cancellation);

    /// <summary>The batches of an epoch: every clip and its altered copies, shuffled.</summary>
    /// <param name="copies">Altered copies of each clip.</param>
    /// <param name="seed">The experiment's seed.</param>
    /// <param name="epoch">The epoch, from 1; each epoch draws anew.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public IEnumerable<Batch> ReadEpoch(int copies, ulong seed, int epoch, CancellationToken cancellation = default)
    {
        (int Clip, int Copy)[] order = [.. from clip in Enumerable.Range(0, Count) from copy in Enumerable.Range(0, copies + 1) select (clip, copy)];
        new SeededRandom(seed, 1, (ulong)epoch).Shuffle<(int, int)>(order);
        if (order.Length % _batchSize == 1 && order.Length > 1 && _batchSize > 1)
        {
            order = order[..^1]; // Batch normalisation cannot learn from a batch of one; the order is another in each epoch.
        }

        return Read(order, seed, epoch, cancellation);
    }

    /// <summary>Number of batches that <see cref="ReadEpoch"/> gives.</summary>
    public int BatchCount(int copies)
    {
        int examples = Count * (copies + 1);
        return Math.Max(1, (examples / _batchSize) + (examples % _batchSize > 1 || (_batchSize == 1 && examples % _batchSize == 1) ? 1 : 0));
    }

    private IEnumerable<Batch> Read((int Clip, int Copy)[] order, ulong seed, int epoch, CancellationToken cancellation)
    {
        using CancellationTokenSource abandoned = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        CancellationToken token = abandoned.Token;
        Queue<Task<Batch>> pending = new();
        try
        {
            for (int start = 0; start < order.Length || pending.Count > 0;)
            {
                while (pending.Count < Ahead && start < order.Length)
                {
                    ArraySegment<(int, int)> part = new(order, start, Math.Min(_batchSize, order.Length - start));
                    pending.Enqueue(Task.Run(() => Prepare(part, seed, epoch, token), token));
                    start += part.Count;
                }

                yield return pending.Dequeue().GetAwaiter().GetResult();
            }
        }
        finally
        {
            abandoned.Cancel();
            foreach (Task<Batch> task in pending)
            {
                try
                {
                    task.Wait(CancellationToken.None);
                }
                catch (AggregateException)
                {
                    // The consumer has stopped; what the rest came to no longer matters.
                }
            }
        }
    }

    // On all cores at once: a step of the network is as slow as the slowest of its cores, so what is taken from them is taken evenly.
    private Batch Prepare(ArraySegment<(int Clip, int Copy)> part, ulong seed, int epoch, CancellationToken cancellation)
    {
        long[] labels = new long[part.Count], sentences = new long[part.Count], speakers = new long[part.Count];
        float[]? features = null;
        (int bands, int frames) = (0, 0);
        Lock gate = new();
        try
        {
            Parallel.For(0, part.Count, new ParallelOptions { CancellationToken = cancellation, MaxDegreeOfParallelism = Environment.ProcessorCount }, i =>
            {
                (int clip, int copy) = part[i];
                Example example = _read(clip, copy, new SeededRandom(seed, 2, (ulong)epoch, (ulong)clip, (ulong)copy));
                lock (gate)
                {
                    (bands, frames) = (example.Features.Bands, example.Features.Frames);
                    features ??= GC.AllocateUninitializedArray<float>(part.Count * bands * frames);
                }

                example.Features.Values.CopyTo(features, i * example.Features.Values.Length); // Here, while it is in the nearest cache.
                (labels[i], sentences[i], speakers[i]) = (example.Label, example.Sentence, example.Speaker);
            });
        }
        catch (AggregateException e)
        {
            ExceptionDispatchInfo.Throw(e.InnerExceptions[0]);
        }

        return new Batch(features!, bands, frames, labels, sentences, speakers);
    }
}
