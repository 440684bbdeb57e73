using SpeechEmotion.Audio;
using SpeechEmotion.Cli.Bulk;
using SpeechEmotion.Cli.Options;
using SpeechEmotion.Cli.Terminal;
using SpeechEmotion.Recognition;
using SpeechEmotion.Recognition.Formats;

namespace SpeechEmotion.Cli.Predict;

/// <summary>An answer for each recording or channel, several recordings at once, given in their order.</summary>
/// <param name="context">Where errors go.</param>
/// <param name="recognizer">The model.</param>
/// <param name="inputs">The recordings.</param>
/// <param name="isSplit">Whether each channel is answered.</param>
/// <param name="jobs">Recordings that are worked on at once, 1 or more.</param>
internal sealed class PredictRun(CommandContext context, EmotionRecognizer recognizer, IReadOnlyList<AudioInput> inputs, bool isSplit, int jobs)
{
    private readonly FileErrors _errors = new(context);
    private readonly LongRecordings _longOnes = new(context);

    /// <summary>Answers each recording by itself, as soon as it and those before it are recognised.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> PlainAsync(AnswerFile answers, IPredictionWriter writer, IProgress<(int Done, int Total)> progress, CancellationToken cancellation)
    {
        int done = 0;
        Dictionary<string, int> counts = [];
        try
        {
            await foreach (PredictedFile[] files in RecognizeAsync(cancellation))
            {
                foreach (PredictedFile file in files)
                {
                    if (file.Scores is { IsSpeech: true } scores)
                    {
                        counts[scores.Emotion] = counts.GetValueOrDefault(scores.Emotion) + 1;
                    }

                    Write(file, writer);
                }

                progress.Report((++done, inputs.Count));
            }
        }
        catch (OperationCanceledException e)
        {
            throw new InterruptedException(answers.Interrupted(done == 0 ? "nothing is printed" : $"the first {done} of {Counted.Of(inputs.Count, "file")} {(done == 1 ? "is" : "are")} printed"), e);
        }

        int code = Finish();
        if (AdaptationOptions.Hint(counts) is { } hint)
        {
            context.Error.WriteLine(hint);
        }

        return code;
    }

    /// <summary>Hears all recordings before the first is answered.</summary>
    /// <param name="answers">Where the answers go.</param>
    /// <param name="writer">Writes them.</param>
    /// <param name="scope">Which recordings are adapted together.</param>
    /// <param name="open">Starts a session.</param>
    /// <param name="save">Keeps what the last one has learnt.</param>
    /// <param name="progress">Told how many recordings are heard.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <returns>The exit code.</returns>
    public async Task<int> AdaptedAsync(
        AnswerFile answers,
        IPredictionWriter writer,
        AdaptationScope scope,
        Func<EmotionSession> open,
        Action<EmotionSession> save,
        IProgress<(int Done, int Total)> progress,
        CancellationToken cancellation)
    {
        List<PredictedFile> plain = [];
        int done = 0;
        try
        {
            await foreach (PredictedFile[] files in RecognizeAsync(cancellation))
            {
                plain.AddRange(files);
                progress.Report((++done, inputs.Count));
            }
        }
        catch (OperationCanceledException e)
        {
            throw new InterruptedException(answers.Interrupted("nothing is printed, because adapted answers need every recording first"), e);
        }

        (PredictedFile[] results, EmotionSession session) = AdaptationOptions.Adapt([.. plain], scope, open);
        save(session);
        Array.ForEach(results, file => Write(file, writer));
        return Finish();
    }

    private void Write(PredictedFile file, IPredictionWriter writer)
    {
        if (file.Error is { } error)
        {
            _errors.Add(error, file.NeedsFfmpeg);
        }

        _longOnes.Add(file);
        writer.Write(file);
    }

    private int Finish()
    {
        _errors.Finish();
        _longOnes.Finish();
        return _errors.Count == 0 ? Cli.Success : Cli.UsageError;
    }

    private IAsyncEnumerable<PredictedFile[]> RecognizeAsync(CancellationToken cancellation) =>
        InOrder.RunAsync(inputs.ToAsyncEnumerable(), jobs, new RecordingAnswers(context, recognizer, isSplit).Recognize, null, cancellation);
}
