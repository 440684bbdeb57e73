using SpeechEmotion.Audio;
using SpeechEmotion.Cli.Options;
using SpeechEmotion.Cli.Output;
using SpeechEmotion.Cli.Predict;
using SpeechEmotion.Cli.Terminal;
using SpeechEmotion.Recognition;
using SpeechEmotion.Recognition.Formats;

namespace SpeechEmotion.Cli.Bulk;

/// <summary>
/// Answers any number of recordings into a file, in memory that does not grow with their number, and can be ended at any time.
/// <code>
/// // list ──▶ shard ──▶ what is not answered yet ──▶ decoded, recognised, several at once ──▶ F.part, one line per file ──▶ F
/// </code>
/// </summary>
/// <param name="context">Where messages and progress go.</param>
/// <param name="recognizer">The model.</param>
/// <param name="list">The recordings.</param>
/// <param name="config">How.</param>
internal sealed class BulkRun(CommandContext context, EmotionRecognizer recognizer, RecordingList list, BulkConfig config)
{
    private const int NamedErrors = 20;

    private readonly string _output = PathStatus.Followed(config.Output);
    private readonly FileErrors _errors = new(context, NamedErrors);
    private readonly LongRecordings _longOnes = new(context);
    private readonly Dictionary<string, int> _counts = [];

    private string JournalPath => Journal.PathOf(_output);

    /// <summary>Answers the recordings.</summary>
    /// <returns>The exit code.</returns>
    /// <exception cref="InterruptedException">The work was ended; it can go on.</exception>
    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        try
        {
            return await AnswerAllAsync(cancellation);
        }
        catch (OperationCanceledException e) when (e is not InterruptedException)
        {
            throw new InterruptedException(File.Exists(JournalPath) ? $"interrupted; the answers so far are in {JournalPath}: the same command with --resume goes on" : $"interrupted; {config.Output} was not written", e);
        }
    }

    private async Task<int> AnswerAllAsync(CancellationToken cancellation)
    {
        // 1. what is there, what is to come
        if (File.Exists(JournalPath) && !config.Resume)
        {
            Journal.RequireFree(JournalPath);
            throw new IOException($"{JournalPath}: has the answers of a run that did not end; add --resume to go on with it, or delete it");
        }

        if (config.Resume && !File.Exists(JournalPath) && File.Exists(_output) && !config.RetryFailed)
        {
            long failed = await RequireSameAsync(cancellation);
            context.Error.WriteLine($"ser: {config.Output}: done already");
            return Finish(failed, isResumed: true);
        }

        if (config.RetryFailed && !File.Exists(_output))
        {
            throw new FileNotFoundException($"{config.Output}: no such file; --retry-failed answers anew what failed in it");
        }

        BulkCard card = CreateCard(cancellation);
        using OutputFile folder = OutputFile.Prepare(_output);
        bool hadCard = File.Exists(BulkCard.PathOf(_output)), isNew = !File.Exists(JournalPath);
        using Journal journal = Open(card, cancellation);
        long begun = journal.Recordings, total = config.Shard?.CountOf(card.Recordings) ?? card.Recordings;

        // 2. recordings -> journal
        try
        {
            await WithProgressAsync(begun, total, progress => AnswerAsync(journal, progress, total, cancellation));
        }
        catch (OperationCanceledException e)
        {
            throw Interrupted(journal, total, e);
        }
        catch when (isNew && journal.Recordings == 0)
        {
            journal.Dispose(); // What cannot start leaves nothing behind.
            File.Delete(JournalPath);
            if (!hadCard)
            {
                File.Delete(BulkCard.PathOf(_output));
            }

            throw;
        }

        // 3. journal -> file
        journal.Flush();
        journal.Dispose();
        await CompleteAsync(card, journal.Failed, cancellation);
        return Finish(journal.Failed, begun > 0);
    }

    /// <summary>Requires that a finished file has an answer for each recording, and for no other; counts those that are errors.</summary>
    private async Task<long> RequireSameAsync(CancellationToken cancellation)
    {
        const string Remedy = "name another file, or delete this one";
        if (File.Exists(BulkCard.PathOf(_output)) && CreateCard(cancellation).Difference(BulkCard.Read(_output)) is { } difference)
        {
            throw new InvalidDataException($"{config.Output}: was made with {difference}; {Remedy}");
        }

        long failed = 0;
        await foreach ((AudioInput _, IReadOnlyList<ResultRow>? known) in WithKnownAsync(0, Remedy, cancellation))
        {
            cancellation.ThrowIfCancellationRequested();
            failed += known is null ? 1 : 0;
        }

        return failed;
    }

    private BulkCard CreateCard(CancellationToken cancellation)
    {
        (long count, string digest) = list.Survey(File.Exists(_output) ? _output : null, cancellation);
        return new BulkCard
        {
            Model = $"{recognizer.Card.Name} {recognizer.Card.Version}",
            ModelDigest = recognizer.Digest,
            Labels = recognizer.Card.Labels,
            IsSplit = config.IsSplit,
            Recordings = count,
            ListDigest = digest,
            Shard = config.Shard?.ToString(),
        };
    }

    private IEnumerable<AudioInput> Recordings(CancellationToken cancellation) => config.Shard?.Of(list.Recordings(cancellation)) ?? list.Recordings(cancellation);

    private Journal Open(BulkCard card, CancellationToken cancellation)
    {
        if (File.Exists(JournalPath))
        {
            string? difference = card.Difference(BulkCard.Read(_output));
            return difference is null
                ? Journal.Continue(JournalPath, Recordings(cancellation), config.IsSplit, context.Time)
                : throw new InvalidDataException($"{JournalPath}: was begun with {difference}; give the same, or delete it to begin anew");
        }

        if (config.RetryFailed && File.Exists(BulkCard.PathOf(_output)) && card.Difference(BulkCard.Read(_output)) is { } other)
        {
            throw new InvalidDataException($"{config.Output}: was made with {other}; give the same");
        }

        card.Write(_output);
        return Journal.Create(JournalPath, context.Time);
    }

    private async Task<bool> AnswerAsync(Journal journal, IProgress<(int Done, int Total)> progress, long total, CancellationToken cancellation)
    {
        RecordingAnswers answers = new(context, recognizer, config.IsSplit);
        IAsyncEnumerable<(AudioInput Input, IReadOnlyList<ResultRow>? Known)> items = config.RetryFailed
            ? WithKnownAsync(journal.Recordings, "--retry-failed needs the recordings that it was made of", cancellation)
            : Recordings(cancellation).Skip((int)journal.Recordings).Select(input => (input, (IReadOnlyList<ResultRow>?)null)).ToAsyncEnumerable();
        await foreach ((PredictedFile[]? results, IReadOnlyList<ResultRow>? known) in InOrder.RunAsync(
            items, config.Jobs, (item, stop) => (item.Known is null ? answers.Recognize(item.Input, stop) : null, item.Known), item => item.Known is not null, cancellation))
        {
            if (known is not null)
            {
                journal.Add(known, recognizer.Card.Labels);
            }
            else
            {
                journal.Add(results!);
                Array.ForEach(results!, Count);
            }

            progress.Report(((int)journal.Recordings, (int)total));
        }

        return true;
    }

    /// <summary>The recordings with what is known of them; nothing is known of what failed.</summary>
    private async IAsyncEnumerable<(AudioInput Input, IReadOnlyList<ResultRow>? Known)> WithKnownAsync(long skip, string remedy, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        using IEnumerator<AudioInput> inputs = Recordings(cancellation).GetEnumerator();
        await foreach (IReadOnlyList<ResultRow> rows in ResultFile.ByRecordingAsync(ResultFile.ReadAsync(_output, config.Format, recognizer.Card.Labels), cancellation))
        {
            if (!inputs.MoveNext() || rows[0].File != inputs.Current.Path)
            {
                throw new InvalidDataException($"{config.Output}: answers {rows[0].File}, where the list has {(inputs.Current is { } current ? current.Path : "nothing more")}; {remedy}");
            }

            if (rows[0] is { Error: null } row && row.Channel is null == config.IsSplit)
            {
                throw new InvalidDataException($"{config.Output}: was made with --channels {(config.IsSplit ? "mix" : "split")}; give the same");
            }

            if (skip-- <= 0)
            {
                yield return (inputs.Current, rows.Any(row => row.Error is not null) ? null : rows);
            }
        }

        if (inputs.MoveNext())
        {
            throw new InvalidDataException($"{config.Output}: has no answer for {inputs.Current.Path}; {remedy}");
        }
    }

    private void Count(PredictedFile file)
    {
        if (file.Error is { } error)
        {
            _errors.Add(error, file.NeedsFfmpeg);
        }

        if (file.Scores is { IsSpeech: true } scores)
        {
            _counts[scores.Emotion] = _counts.GetValueOrDefault(scores.Emotion) + 1;
        }

        _longOnes.Add(file);
    }

    private async Task CompleteAsync(BulkCard card, long failed, CancellationToken cancellation)
    {
        if (config.Format == AnswerFormat.JsonLines)
        {
            File.Move(JournalPath, _output, overwrite: true);
        }
        else
        {
            await ResultFile.WriteAsync(_output, config.Format, card, JsonLinesResults.Read(JournalPath, card.Labels).ToAsyncEnumerable(), cancellation);
            File.Delete(JournalPath);
        }

        if (config.Shard is null && failed == 0)
        {
            File.Delete(BulkCard.PathOf(_output)); // With failures it stays, so that --retry-failed asks the same model.
        }
    }

    private InterruptedException Interrupted(Journal journal, long total, OperationCanceledException cause)
    {
        long done = journal.Recordings;
        journal.Dispose();
        if (done > 0)
        {
            return new InterruptedException($"interrupted; {done} of {Counted.Of(total, "recording")} {(done == 1 ? "is" : "are")} answered in {JournalPath}: the same command with --resume goes on", cause);
        }

        File.Delete(JournalPath);
        if (!File.Exists(_output))
        {
            File.Delete(BulkCard.PathOf(_output));
        }

        return new InterruptedException($"interrupted; {config.Output} was not written", cause);
    }

    private int Finish(long failed, bool isResumed)
    {
        _errors.Finish();
        _longOnes.Finish();
        if (failed > 0)
        {
            context.Error.WriteLine($"ser: {config.Output}: {(failed == 1 ? "1 answer is an error" : $"{failed} answers are errors")}; --retry-failed tries {(failed == 1 ? "it" : "them")} again");
        }

        if (!isResumed && AdaptationOptions.Hint(_counts) is { } hint)
        {
            context.Error.WriteLine(hint);
        }

        return failed == 0 ? Cli.Success : Cli.UsageError;
    }

    private Task<bool> WithProgressAsync(long begun, long total, Func<IProgress<(int Done, int Total)>, Task<bool>> work) =>
        context.ShowsProgress && total > 1 ? ProgressBar.RunAsync(context, "recognising", work) : work(new BulkProgress(context, begun));
}
