using SpeechEmotion.Audio;
using SpeechEmotion.Cli.Options;
using SpeechEmotion.Cli.Terminal;
using SpeechEmotion.Recognition;
using SpeechEmotion.Recognition.Formats;

namespace SpeechEmotion.Cli.Predict;

/// <summary>Emotion over time in recordings or their channels, one after the other, printed as it is found.</summary>
/// <param name="context">Where errors go.</param>
/// <param name="recognizer">The model.</param>
/// <param name="inputs">The recordings.</param>
/// <param name="isSplit">Whether each channel is answered.</param>
/// <param name="config">How recordings are cut.</param>
internal sealed class TimelineRun(CommandContext context, EmotionRecognizer recognizer, IReadOnlyList<AudioInput> inputs, bool isSplit, TimelineConfig config)
{
    private readonly FileErrors _errors = new(context);

    /// <summary>Recognises all recordings; those that fail are named on standard error.</summary>
    /// <param name="answers">Where the answers go.</param>
    /// <param name="segments">Writes them; it is disposed.</param>
    /// <param name="scope">Which recordings are adapted together; null: answers are plain.</param>
    /// <param name="open">Starts a session.</param>
    /// <param name="save">Keeps what the last one has learnt.</param>
    /// <param name="progress">Told how many recordings are done.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(
        AnswerFile answers,
        ITimelineWriter segments,
        AdaptationScope? scope,
        Func<EmotionSession> open,
        Action<EmotionSession> save,
        IProgress<(int Done, int Total)> progress,
        CancellationToken cancellation)
    {
        AdaptedTimeline? adapted = scope is { } shared ? new AdaptedTimeline(segments, shared, open) : null;
        int code;
        using (ITimelineWriter writer = adapted ?? segments)
        {
            code = await RunAsync(answers, writer, progress, cancellation);
        }

        if (adapted?.Session is { } session)
        {
            save(session);
        }

        return code;
    }

    private async Task<int> RunAsync(AnswerFile answers, ITimelineWriter writer, IProgress<(int Done, int Total)> progress, CancellationToken cancellation)
    {
        int done = 0;
        try
        {
            foreach (AudioInput input in inputs)
            {
                foreach (AudioInput part in await PartsAsync(input, writer, cancellation))
                {
                    await RunAsync(part, writer, cancellation);
                }

                progress.Report((++done, inputs.Count));
            }
        }
        catch (OperationCanceledException e)
        {
            throw new InterruptedException(answers.Interrupted($"{done} of {Counted.Of(inputs.Count, "file")} printed, and part of the next"), e);
        }

        _errors.Finish();
        return _errors.Count == 0 ? Cli.Success : Cli.UsageError;
    }

    /// <summary>The recording, or its channels; none if it cannot be read.</summary>
    private async Task<AudioInput[]> PartsAsync(AudioInput input, ITimelineWriter writer, CancellationToken cancellation)
    {
        try
        {
            return isSplit ? await Task.Run(() => ChannelInputs.Of(input, cancellation), cancellation) : [input];
        }
        catch (Exception e) when (ErrorLine.IsExpected(e))
        {
            writer.Begin(input);
            writer.End(0, Fail(input, e));
            return [];
        }
    }

    private async Task RunAsync(AudioInput input, ITimelineWriter writer, CancellationToken cancellation)
    {
        double seconds = 0;
        string? error = null;
        writer.Begin(input);
        try
        {
            using AudioReader audio = await Task.Run(() => context.OpenAudio(input, cancellation), cancellation);
            await foreach (EmotionSegment segment in recognizer.RecognizeAsync(audio.ReadBlocksAsync(audio.SampleRate / 4, cancellation), audio.SampleRate, config, cancellation))
            {
                writer.Write(segment);
            }

            seconds = audio.SecondsRead;
        }
        catch (OperationCanceledException)
        {
            writer.End(seconds, "interrupted");
            throw;
        }
        catch (Exception e) when (ErrorLine.IsExpected(e))
        {
            error = Fail(input, e);
        }

        writer.End(seconds, error);
    }

    private string Fail(AudioInput input, Exception e)
    {
        string error = ErrorLine.Of(input, e);
        _errors.Add(error, ErrorLine.IsMissingFfmpeg(e));
        return error;
    }
}
