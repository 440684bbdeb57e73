using System.Runtime.ExceptionServices;
using SpeechEmotion.Datasets;
using SpeechEmotion.Experiments;
using SpeechEmotion.Signal;

namespace SpeechEmotion.Training;

/// <summary>Prepares batches ahead of the network that consumes them, in an order and with alterations that follow from the seed and the epoch alone.</summary>
public sealed class BatchReader
{
    private const int Ahead = 4; // Batches under preparation: enough to bridge a slow file, few enough to keep memory flat.

    private readonly Func<int, int, SeededRandom, Example> _read;
    private readonly int _batchSize;
    private readonly BalancedDraw? _draw;

    /// <summary>Prepares the reader.</summary>
    /// <param name="count">Number of clips.</param>
    /// <param name="read">Makes an example of a clip, by its index, and the number of the copy (0: as it is); called from several threads.</param>
    /// <param name="batchSize">Examples in a batch; the last one may have fewer.</param>
    public BatchReader(int count, Func<int, int, SeededRandom, Example> read, int batchSize)
        : this(count, read, batchSize, draw: null)
    {
    }

    internal BatchReader(int count, Func<int, int, SeededRandom, Example> read, int batchSize, BalancedDraw? draw)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentNullException.ThrowIfNull(read);
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        Count = count;
        _read = read;
        _batchSize = batchSize;
        _draw = draw;
    }

    /// <summary>Number of clips.</summary>
    public int Count { get; }

    /// <summary>A reader of the clips of a corpus.</summary>
    /// <param name="examples">Makes an example of a clip.</param>
    /// <param name="clips">The clips.</param>
    /// <param name="batchSize">Examples in a batch; the last one may have fewer.</param>
    /// <param name="balance">What is as frequent as its kind in an epoch.</param>
    public static BatchReader Of(ExampleReader examples, IReadOnlyList<Utterance> clips, int batchSize, Balance balance = Balance.None) =>
        new(clips.Count, (clip, copy, random) => examples.Read(clips[clip], copy, random), batchSize, BalancedDraw.Of(clips, balance));

    /// <summary>The clips as they are, in their own order.</summary>
    public IEnumerable<Batch> ReadAll(CancellationToken cancellation = default) =>
        Read([.. Enumerable.Range(0, Count).Select(index => (index, 0, 0))], seed: 0, epoch: 0, cancellation);

    /// <summary>The batches of an epoch, shuffled: every clip and its altered copies; if something is balanced, as many examples, some of them several times, each time altered anew.</summary>
    /// <param name="copies">Altered copies of each clip.</param>
    /// <param name="seed">The experiment's seed.</param>
    /// <param name="epoch">The epoch, from 1; each epoch draws anew.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public IEnumerable<Batch> ReadEpoch(int copies, ulong seed, int epoch, CancellationToken cancellation = default)
    {
        (int Clip, int Copy, int Draw)[] order = Order(copies, seed, epoch);
        new SeededRandom(seed, 1, (ulong)epoch).Shuffle<(int, int, int)>(order);
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

    // A clip that comes again has another draw, from which its random numbers follow; the first one's is the copy's number.
    private (int Clip, int Copy, int Draw)[] Order(int copies, ulong seed, int epoch)
    {
        if (_draw is null)
        {
            return [.. from clip in Enumerable.Range(0, Count) from copy in Enumerable.Range(0, copies + 1) select (clip, copy, copy)];
        }

        SeededRandom random = new(seed, 5, (ulong)epoch);
        List<(int Clip, int Copy, int Draw)> order = [];
        for (int copy = 0; copy <= copies; copy++)
        {
            int before = -1, again = 0;
            foreach (int clip in _draw.Draw(random))
            {
                again = clip == before ? again + 1 : 0;
                before = clip;
                order.Add((clip, copy, copy + (again * (copies + 1))));
            }
        }

        return [.. order];
    }

    private IEnumerable<Batch> Read((int Clip, int Copy, int Draw)[] order, ulong seed, int epoch, CancellationToken cancellation)
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
                    ArraySegment<(int, int, int)> part = new(order, start, Math.Min(_batchSize, order.Length - start));
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
    private Batch Prepare(ArraySegment<(int Clip, int Copy, int Draw)> part, ulong seed, int epoch, CancellationToken cancellation)
    {
        long[] labels = new long[part.Count], sentences = new long[part.Count], speakers = new long[part.Count];
        float[]?[] heard = new float[]?[part.Count];
        string[] corpora = new string[part.Count];
        float[]? features = null;
        (int bands, int frames) = (0, 0);
        Lock gate = new();
        try
        {
            Parallel.For(0, part.Count, new ParallelOptions { CancellationToken = cancellation, MaxDegreeOfParallelism = Environment.ProcessorCount }, i =>
            {
                (int clip, int copy, int draw) = part[i];
                Example example = _read(clip, copy, new SeededRandom(seed, 2, (ulong)epoch, (ulong)clip, (ulong)draw));
                lock (gate)
                {
                    (bands, frames) = (example.Features.Bands, example.Features.Frames);
                    features ??= GC.AllocateUninitializedArray<float>(part.Count * bands * frames);
                }

                example.Features.Values.CopyTo(features, i * example.Features.Values.Length); // Here, while it is in the nearest cache.
                (labels[i], sentences[i], speakers[i], heard[i], corpora[i]) = (example.Label, example.Sentence, example.Speaker, example.Heard, example.Corpus);
            });
        }
        catch (AggregateException e)
        {
            ExceptionDispatchInfo.Throw(e.InnerExceptions[0]);
        }

        return new Batch(features!, bands, frames, labels, sentences, speakers) { Heard = heard, Corpora = corpora };
    }
}
