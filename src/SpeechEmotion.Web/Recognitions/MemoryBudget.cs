using SpeechEmotion.Web.Problems;

namespace SpeechEmotion.Web.Recognitions;

/// <summary>Bytes that all uploads together may hold.</summary>
/// <param name="bytes">How many.</param>
internal sealed class MemoryBudget(long bytes)
{
    private long _left = bytes;

    /// <summary>Bytes that are not taken.</summary>
    public long Left => Interlocked.Read(ref _left);

    /// <summary>Takes some.</summary>
    /// <exception cref="ProblemException">There are not as many left.</exception>
    public void Take(int count)
    {
        if (Interlocked.Add(ref _left, -count) < 0)
        {
            Release(count);
            throw new ProblemException(ProblemKind.Busy, "The server holds as many uploads as it has memory for.", TimeSpan.FromSeconds(5));
        }
    }

    /// <summary>Gives some back.</summary>
    public void Release(int count) => Interlocked.Add(ref _left, count);
}
