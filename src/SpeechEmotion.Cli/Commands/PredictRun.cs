using System.Runtime.CompilerServices;
using SpeechEmotion.Audio;
using SpeechEmotion.Recognition;
using SpeechEmotion.Recognition.Formats;

namespace SpeechEmotion.Cli.Commands;

/// <summary>An answer for each recording or channel, several recordings at once, given in their order.</summary>
/// <param name="context">Where errors go.</param>
/// <param name="recognizer">The model.</param>
/// <param name="inputs">The recordings.</param>
/// <param name="isSplit">Whether each channel is answered.</param>
/// <param name="jobs">Recordings that are worked on at once, 1 or more.</param>
internal sealed class PredictRun(CommandContext context, EmotionRecognizer recognizer, IReadOnlyList<AudioInput> inputs, bool isSplit, int jobs)
{
    private const int AheadPerJob = 4; // answers that may wait for a slow recording before them

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
            throw new InterruptedException(answers.Interrupted($"the first {done} of {inputs.Count} files are printed"), e);
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

    /// <summary>The results of each recording, in their order. At most so many wait for one before them that memory does not grow with the number of recordings.</summary>
    private async IAsyncEnumerable<PredictedFile[]> RecognizeAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using SemaphoreSlim free = new(jobs);
        Queue<Task<PredictedFile[]>> ahead = [];
        try
        {
            foreach (AudioInput input in inputs)
            {
                ahead.Enqueue(StartAsync(input));
                if (ahead.Count == AheadPerJob * jobs)
                {
                    yield return await ahead.Dequeue();
                }
            }

            while (ahead.TryDequeue(out Task<PredictedFile[]>? next))
            {
                yield return await next;
            }
        }
        finally
        {
            await stop.CancelAsync();
            await Task.WhenAll(ahead).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }

        async Task<PredictedFile[]> StartAsync(AudioInput input)
        {
            await free.WaitAsync(stop.Token);
            try
            {
                return await Task.Factory.StartNew(() => Recognize(input, stop.Token), stop.Token, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            }
            finally
            {
                free.Release();
            }
        }
    }

    private PredictedFile[] Recognize(AudioInput input, CancellationToken cancellation)
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
