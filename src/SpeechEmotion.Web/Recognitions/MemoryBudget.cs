using SpeechEmotion.Web.Problems;

namespace SpeechEmotion.Web.Recognitions;

/// <summary>Bytes that all uploads together may hold. The last quarter is kept for small ones, so that a few large bodies do not keep everybody else out.</summary>
/// <param name="bytes">How many.</param>
internal sealed class MemoryBudget(long bytes)
{
    private readonly long _small = bytes / 64, _reserved = bytes / 4;
    private long _left = bytes;

    /// <summary>Bytes that are not taken.</summary>
    public long Left => Interlocked.Read(ref _left);

    /// <summary>Takes some.</summary>
    /// <param name="count">How many.</param>
    /// <param name="held">Those that the upload holds already.</param>
    /// <exception cref="ProblemException">There are not as many left for an upload of this size.</exception>
    public void Take(int count, long held)
    {
        if (Interlocked.Add(ref _left, -count) < (held < _small ? 0 : _reserved))
        {
            Release(count);
            throw new ProblemException(ProblemKind.Busy, "The server holds as many uploads as it has memory for.", TimeSpan.FromSeconds(5));
        }
    }

    /// <summary>Gives some back.</summary>
    public void Release(int count) => Interlocked.Add(ref _left, count);
}
