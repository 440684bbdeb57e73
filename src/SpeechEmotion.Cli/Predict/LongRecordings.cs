using SpeechEmotion.Recognition;
using SpeechEmotion.Recognition.Formats;

namespace SpeechEmotion.Cli.Predict;

/// <summary>Says once, on standard error, what one answer for a long recording is, and what shows more.</summary>
internal sealed class LongRecordings(CommandContext context)
{
    private int _count;

    /// <summary>Counts a file if it is long.</summary>
    public void Add(PredictedFile file) => _count += file.Scores?.Parts is null ? 0 : 1;

    /// <summary>Says it, if there was a long one.</summary>
    public void Finish()
    {
        if (_count > 0)
        {
            context.Error.WriteLine($"ser: {(_count == 1 ? "a recording is" : $"{_count} recordings are")} longer than {EmotionRecognizer.LongestClipSeconds} s: "
                + $"{(_count == 1 ? "its answer" : "each answer")} is the mean over the speech in it; --timeline shows how the emotion changes");
        }
    }
}
