namespace SpeechEmotion.Cli;

/// <summary>Says on standard error which files failed, while a command goes on with the others. A missing ffmpeg is told once, with how many files need it.</summary>
internal sealed class FileErrors(CommandContext context)
{
    private int _needFfmpeg;

    /// <summary>Number of files that failed.</summary>
    public int Count { get; private set; }

    /// <summary>Says that a file failed.</summary>
    /// <param name="error">Why, on one line.</param>
    /// <param name="needsFfmpeg">Whether it is because ffmpeg is missing.</param>
    public void Add(string error, bool needsFfmpeg)
    {
        Count++;
        if (!needsFfmpeg || _needFfmpeg++ == 0)
        {
            lock (context.Error)
            {
                context.Error.WriteLine($"ser: {error}");
            }
        }
    }

    /// <summary>Says how many files need ffmpeg, if that was told of one only.</summary>
    public void Finish()
    {
        if (_needFfmpeg > 1)
        {
            context.Error.WriteLine($"ser: {_needFfmpeg} files in all need ffmpeg");
        }
    }
}
