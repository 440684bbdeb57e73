namespace SpeechEmotion.Cli;

/// <summary>Says on standard error which files failed, while a command goes on with the others. A missing ffmpeg is told once, with how many files need it.</summary>
/// <param name="context">Has standard error.</param>
/// <param name="most">Files that are named; of the others only the number is told.</param>
internal sealed class FileErrors(CommandContext context, int most = int.MaxValue)
{
    private int _needFfmpeg, _named;

    /// <summary>Number of files that failed.</summary>
    public int Count { get; private set; }

    /// <summary>Says that a file failed.</summary>
    /// <param name="error">Why, on one line.</param>
    /// <param name="needsFfmpeg">Whether it is because ffmpeg is missing.</param>
    public void Add(string error, bool needsFfmpeg)
    {
        Count++;
        if ((!needsFfmpeg || _needFfmpeg++ == 0) && _named++ < most)
        {
            lock (context.Error)
            {
                context.Error.WriteLine($"ser: {error}");
            }
        }
    }

    /// <summary>Says how many files failed without being named.</summary>
    public void Finish()
    {
        if (_named > most)
        {
            context.Error.WriteLine($"ser: and {_named - most} more");
        }

        if (_needFfmpeg > 1)
        {
            context.Error.WriteLine($"ser: {_needFfmpeg} files in all need ffmpeg");
        }
    }
}
