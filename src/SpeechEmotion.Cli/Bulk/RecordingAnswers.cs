using SpeechEmotion.Audio;
using SpeechEmotion.Cli.Predict;
using SpeechEmotion.Cli.Terminal;
using SpeechEmotion.Recognition;
using SpeechEmotion.Recognition.Formats;

namespace SpeechEmotion.Cli.Bulk;

/// <summary>Answers one recording, or each of its channels; what fails is an answer too.</summary>
/// <param name="context">Opens recordings.</param>
/// <param name="recognizer">The model.</param>
/// <param name="isSplit">Whether each channel is answered.</param>
internal sealed class RecordingAnswers(CommandContext context, EmotionRecognizer recognizer, bool isSplit)
{
    /// <summary>The results of a recording, 1 or more.</summary>
    /// <exception cref="OperationCanceledException">The work was ended.</exception>
    public PredictedFile[] Recognize(AudioInput input, CancellationToken cancellation)
    {
        try
        {
            return isSplit ? [.. ChannelInputs.Of(input, cancellation).Select(channel => RecognizeOne(channel, cancellation))] : [RecognizeOne(input, cancellation)];
        }
        catch (Exception e) when (ErrorLine.IsExpected(e))
        {
            return [Failed(input, e)];
        }
    }

    private PredictedFile RecognizeOne(AudioInput input, CancellationToken cancellation)
    {
        try
        {
            using AudioReader audio = context.OpenAudio(input, cancellation);
            EmotionScores scores = recognizer.RecognizeWhole(audio, cancellation);
            return new PredictedFile(input, audio.SecondsRead, scores, null);
        }
        catch (Exception e) when (ErrorLine.IsExpected(e))
        {
            return Failed(input, e);
        }
    }

    private static PredictedFile Failed(AudioInput input, Exception e) => new(input, 0, null, ErrorLine.Of(input, e), ErrorLine.IsMissingFfmpeg(e));
}
