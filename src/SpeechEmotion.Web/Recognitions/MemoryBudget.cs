using System.Collections.Concurrent;
using SpeechEmotion.Web.Problems;

namespace SpeechEmotion.Web.Recognitions;

/// <summary>
/// Bytes that all uploads and live streams together may hold. The last quarter is kept for small ones, so that a few large bodies do not keep everybody else out. Blocks that were given back are used
/// again before new ones are made, so that there are never more than the budget allows, but the garbage collector may take them.
/// </summary>
/// <param name="bytes">How many.</param>
internal sealed class MemoryBudget(long bytes)
{
    /// <summary>Bytes in a block.</summary>
    public const int BlockLength = 1 << 16;

    private readonly ConcurrentStack<WeakReference<byte[]>> _unused = new();
    private readonly long _small = bytes / 64, _reserved = bytes / 4;
    private long _left = bytes;

    /// <summary>Bytes that are not taken.</summary>
    public long Left => Interlocked.Read(ref _left);

    /// <summary>Takes some.</summary>
    /// <param name="count">How many.</param>
    /// <param name="held">Those that who takes them holds already, or will.</param>
    /// <exception cref="ProblemException">There are not as many left for somebody who holds that.</exception>
    public void Take(long count, long held)
    {
        if (Interlocked.Add(ref _left, -count) < (held < _small ? 0 : _reserved))
        {
            Release(count);
            throw new ProblemException(ProblemKind.Busy, "The server holds as many recordings as it has memory for.", TimeSpan.FromSeconds(5));
        }
    }

    /// <summary>Gives some back.</summary>
    public void Release(long count) => Interlocked.Add(ref _left, count);

    /// <summary>Takes a block, which holds nothing of another recording.</summary>
    /// <param name="held">Bytes that the upload holds already.</param>
    /// <exception cref="ProblemException">There is none left for an upload of this size.</exception>
    public byte[] TakeBlock(long held)
    {
        Take(BlockLength, held);
        while (_unused.TryPop(out WeakReference<byte[]>? unused))
        {
            if (unused.TryGetTarget(out byte[]? block))
            {
                return block;
            }
        }

        return new byte[BlockLength];
    }

    /// <summary>Gives a block back, cleared: nobody finds a recording in it.</summary>
    public void Release(byte[] block)
    {
        Array.Clear(block);
        _unused.Push(new WeakReference<byte[]>(block));
        Release(block.Length);
    }
}
