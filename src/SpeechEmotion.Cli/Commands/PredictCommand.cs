using System.Collections.Concurrent;
using System.CommandLine;
using SpeechEmotion.Audio;
using SpeechEmotion.Cli.Output;
using SpeechEmotion.Recognition;
using SpeechEmotion.Recognition.Formats;

namespace SpeechEmotion.Cli.Commands;

/// <summary><c>ser predict</c>: the emotion of recordings. Nothing of training is loaded for it.</summary>
internal static class PredictCommand
{
    /// <summary>Creates the command.</summary>
    public static Command Create(CommandContext context)
    {
        Argument<string[]> files = new("FILE|DIR")
        {
            Description = "Recordings of any format and rate, and folders, searched with everything below them.",
            Arity = ArgumentArity.OneOrMore,
        };
        Option<string?> model = new("--model") { Description = "The model: a file, or 'broad'; without it, the one that comes with the program.", HelpName = "M.onnx" };
        Option<bool> json = new("--json") { Description = "Print one JSON document." };
        Option<bool> csv = new("--csv") { Description = "Print a table of comma-separated values, its first line the names of the columns." };
        Command command = new CommandWithExamples(
            "predict",
            "Recognises the emotion of recordings: a probability for each emotion.",
            "ser predict recording.wav",
            "ser predict interviews --json > emotions.json",
            "ser predict talk.mp3 --timeline",
            "ser predict messages --adapt",
            "ser predict monday.wav --session anna.json",
            "ser predict call.wav --timeline --adapt",
            "ser predict a.mp3 b.flac --model my.onnx --csv")
        {
            files, model, json, csv,
        };
        TimelineOptions timeline = new();
        timeline.AddTo(command, json, csv);
        AdaptationOptions adaptation = new();
        adaptation.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            using EmotionRecognizer? own = parsed.GetValue(model) is { } name ? EmotionRecognizer.Load(NamedModels.Find(context, name)) : null;
            EmotionRecognizer recognizer = own ?? EmotionRecognizer.Default;
            AudioInput[] inputs = [.. parsed.GetRequiredValue(files).SelectMany(path => Expand(context, path, cancellation))];
            AdaptationScope? scope = adaptation.Read(parsed);
            EmotionSession? saved = scope is null ? null : adaptation.Open(parsed, recognizer); // Faults are told before the work.
            EmotionSession Open() => scope == AdaptationScope.All ? saved! : new EmotionSession(recognizer);
            if (timeline.Read(parsed) is { } config)
            {
                ITimelineWriter segments = timeline.CreateWriter(parsed, context.Output, inputs.Length)
                    ?? (parsed.GetValue(json) ? new TimelineJson(context.Output, recognizer.Card)
                    : parsed.GetValue(csv) ? new TimelineCsv(context.Output, recognizer.Card.Labels, scope is not null)
                    : new TimelineTable(context.Console, recognizer.Card.Labels));
                return await RunTimelineAsync(context, recognizer, inputs, config, segments, scope, Open, session => adaptation.Save(parsed, session), cancellation);
            }

            using IPredictionWriter writer =
                parsed.GetValue(json) ? new PredictionJson(context.Output, recognizer.Card)
                : parsed.GetValue(csv) ? new PredictionCsv(context.Output, recognizer.Card.Labels, scope is not null)
                : inputs.Length == 1 ? new PredictionBars(context.Console)
                : new PredictionTable(context.Console, recognizer.Card.Labels, inputs);
            return scope is { } shared
                ? RunAdapted(context, recognizer, inputs, shared, Open, session => adaptation.Save(parsed, session), writer, cancellation)
                : Run(context, recognizer, inputs, writer, cancellation);
        });
        return command;
    }

    private static async Task<int> RunTimelineAsync(
        CommandContext context,
        EmotionRecognizer recognizer,
        AudioInput[] inputs,
        TimelineConfig config,
        ITimelineWriter segments,
        AdaptationScope? scope,
        Func<EmotionSession> open,
        Action<EmotionSession> save,
        CancellationToken cancellation)
    {
        AdaptedTimeline? adapted = scope is { } shared ? new AdaptedTimeline(segments, shared, open) : null;
        int code;
        using (ITimelineWriter writer = adapted ?? segments)
        {
            code = await TimelineRun.RunAsync(context, recognizer, inputs, config, writer, cancellation);
        }

        if (adapted?.Session is { } session)
        {
            save(session);
        }

        return code;
    }

    private static IEnumerable<AudioInput> Expand(CommandContext context, string path, CancellationToken cancellation) =>
        Directory.Exists(path) ? AudioInput.InFolder(path, context.Warn, cancellation) : [new AudioInput(path, path)];

    private static int Run(CommandContext context, EmotionRecognizer recognizer, AudioInput[] inputs, IPredictionWriter writer, CancellationToken cancellation)
    {
        int done = 0;
        FileErrors errors = new(context);
        LongRecordings longOnes = new(context);
        Dictionary<string, int> answers = [];
        try
        {
            foreach (PredictedFile file in Recognize(context, recognizer, inputs, cancellation))
            {
                if (file.Error is { } error)
                {
                    errors.Add(error, file.NeedsFfmpeg);
                }

                if (file.Scores is { IsSpeech: true } scores)
                {
                    answers[scores.Emotion] = answers.GetValueOrDefault(scores.Emotion) + 1;
                }

                longOnes.Add(file);
                writer.Write(file);
                done++;
            }
        }
        catch (OperationCanceledException e)
        {
            throw new InterruptedException($"interrupted; the first {done} of {inputs.Length} files are printed", e);
        }

        errors.Finish();
        longOnes.Finish();
        if (AdaptationOptions.Hint(answers) is { } hint)
        {
            context.Error.WriteLine(hint);
        }

        return errors.Count == 0 ? Cli.Success : Cli.UsageError;
    }

    /// <summary>Hears all recordings before the first is answered.</summary>
    private static int RunAdapted(
        CommandContext context,
        EmotionRecognizer recognizer,
        AudioInput[] inputs,
        AdaptationScope scope,
        Func<EmotionSession> open,
        Action<EmotionSession> save,
        IPredictionWriter writer,
        CancellationToken cancellation)
    {
        PredictedFile[] plain;
        try
        {
            plain = [.. Recognize(context, recognizer, inputs, cancellation)];
        }
        catch (OperationCanceledException e)
        {
            throw new InterruptedException("interrupted; nothing is printed, because adapted answers need every recording first", e);
        }

        (PredictedFile[] results, EmotionSession session) = AdaptationOptions.Adapt(plain, scope, open);
        save(session);
        FileErrors errors = new(context);
        LongRecordings longOnes = new(context);
        foreach (PredictedFile file in results)
        {
            if (file.Error is { } error)
            {
                errors.Add(error, file.NeedsFfmpeg);
            }

            longOnes.Add(file);
            writer.Write(file);
        }

        errors.Finish();
        longOnes.Finish();
        return errors.Count == 0 ? Cli.Success : Cli.UsageError;
    }

    /// <summary>The results in the order of the files, each as soon as it and those before it are there; all processors work on them.</summary>
    private static IEnumerable<PredictedFile> Recognize(CommandContext context, EmotionRecognizer recognizer, AudioInput[] inputs, CancellationToken cancellation) =>
        inputs.Length == 1
            ? inputs.Select(input => Recognize(context, recognizer, input, cancellation))
            : Partitioner.Create(inputs, EnumerablePartitionerOptions.NoBuffering)
                .AsParallel()
                .AsOrdered()
                .WithMergeOptions(ParallelMergeOptions.NotBuffered)
                .WithCancellation(cancellation)
                .Select(input => Recognize(context, recognizer, input, cancellation));

    private static PredictedFile Recognize(CommandContext context, EmotionRecognizer recognizer, AudioInput input, CancellationToken cancellation)
    {
        try
        {
            using AudioReader audio = AudioReader.Open(input.Path, context.AudioConfig, cancellation);
            EmotionScores scores = recognizer.RecognizeWhole(audio, cancellation);
            return new PredictedFile(input, audio.SecondsRead, scores, null);
        }
        catch (Exception e) when (ErrorLine.IsExpected(e))
        {
            return new PredictedFile(input, 0, null, ErrorLine.Of(input.Path, e), ErrorLine.IsMissingFfmpeg(e));
        }
    }
}
