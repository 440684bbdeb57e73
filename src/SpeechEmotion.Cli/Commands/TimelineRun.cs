using SpeechEmotion.Audio;
using SpeechEmotion.Recognition;
using SpeechEmotion.Recognition.Formats;

namespace SpeechEmotion.Cli.Commands;

/// <summary>Emotion over time in recordings, one after the other, printed as it is found.</summary>
internal static class TimelineRun
{
    /// <summary>Recognises all recordings; those that fail are named on standard error.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(
        CommandContext context, EmotionRecognizer recognizer, IReadOnlyList<AudioInput> inputs, TimelineConfig config, ITimelineWriter writer, CancellationToken cancellation)
    {
        int done = 0;
        FileErrors errors = new(context);
        foreach (AudioInput input in inputs)
        {
            double seconds = 0;
            string? error = null;
            writer.Begin(input);
            try
            {
                using AudioReader audio = await Task.Run(() => AudioReader.Open(input.Path, context.AudioConfig, cancellation), cancellation);
                await foreach (EmotionSegment segment in recognizer.RecognizeAsync(audio.ReadBlocksAsync(audio.SampleRate / 4, cancellation), audio.SampleRate, config, cancellation))
                {
                    writer.Write(segment);
                }

                seconds = audio.SecondsRead;
                done++;
            }
            catch (OperationCanceledException e)
            {
                writer.End(seconds, "interrupted");
                throw new InterruptedException($"interrupted; of {inputs.Count} files {done} are printed, and the next one as far as it was heard", e);
            }
            catch (Exception e) when (ErrorLine.IsExpected(e))
            {
                error = ErrorLine.Of(input.Path, e);
                errors.Add(error, ErrorLine.IsMissingFfmpeg(e));
            }

            writer.End(seconds, error);
        }

        errors.Finish();
        return errors.Count == 0 ? Cli.Success : Cli.UsageError;
    }
}
