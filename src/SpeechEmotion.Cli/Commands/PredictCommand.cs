using System.CommandLine;
using System.CommandLine.Parsing;
using SpeechEmotion.Audio;
using SpeechEmotion.Cli.Bulk;
using SpeechEmotion.Cli.Options;
using SpeechEmotion.Cli.Output;
using SpeechEmotion.Cli.Predict;
using SpeechEmotion.Cli.Terminal;
using SpeechEmotion.Datasets.Tables;
using SpeechEmotion.Recognition;
using SpeechEmotion.Recognition.Formats;

namespace SpeechEmotion.Cli.Commands;

/// <summary><c>ser predict</c>: the emotion of recordings. Nothing of training is loaded for it.</summary>
internal static class PredictCommand
{
    private const int MostJobs = 256;

    /// <summary>Creates the command.</summary>
    public static Command Create(CommandContext context)
    {
        Argument<string[]> files = new("FILE|DIR|LIST")
        {
            Description = "Recordings of any format and rate, folders with everything below them, lists (.txt: a path per line, .csv: a column path), and - for standard input.",
            Arity = ArgumentArity.OneOrMore,
        };
        Option<string?> model = new("--model") { Description = "The model: a file, or 'broad'; without it, the one that comes with the program.", HelpName = "M.onnx" };
        Option<string> channels = new("--channels")
        {
            Description = "mix: one answer for all channels together. split: an answer for each, counted from 0, such as the two sides of a call.",
            HelpName = "mix|split",
            DefaultValueFactory = _ => "mix",
        };
        channels.AcceptOnly(["mix", "split"]);
        Option<int?> jobs = new("--jobs") { Description = "Recordings that are worked on at once. [default: one per processor]", HelpName = "N" };
        Command command = new CommandWithExamples(
            "predict",
            "Recognises the emotion of recordings: a probability for each emotion.",
            "ser predict recording.wav",
            "ser predict interviews --out emotions.json",
            "ser predict archive.txt --out emotions.jsonl --resume",
            "ser predict talk.mp3 --timeline",
            "ser predict call.wav --channels split --timeline",
            "ser predict messages --adapt",
            "ser predict call.wav --timeline --adapt",
            "ser predict monday.wav --session anna.json",
            "ser predict - --timeline",
            "ser predict a.mp3 b.flac --model my.onnx --csv")
        {
            files, model, channels, jobs,
        };
        TimelineOptions timeline = new();
        timeline.AddTo(command);
        AnswerOptions answers = new();
        answers.AddTo(command, timeline.Timeline, channels);
        AdaptationOptions adaptation = new();
        adaptation.AddTo(command);
        BulkOptions bulk = new();
        bulk.AddTo(command, answers, timeline.Timeline, adaptation);
        command.Validators.Add(result => Validate(result, files, channels, jobs, timeline.Timeline));
        command.Validators.Add(result =>
        {
            if (result.GetValue(channels) == "split" && adaptation.HasSession(result))
            {
                result.AddError("--session is of one voice, and --channels split hears several; take --adapt, which keeps them apart");
            }
        });
        command.SetAction(async (parsed, cancellation) =>
        {
            if (bulk.IsForSlurm(parsed))
            {
                return await bulk.SubmitAsync(context, parsed, answers, cancellation);
            }

            using EmotionRecognizer? own = parsed.GetValue(model) is { } name ? context.Load(() => EmotionRecognizer.Load(NamedModels.Find(context, name))) : null;
            EmotionRecognizer recognizer = own ?? context.Load(() => EmotionRecognizer.Default);
            if (answers.File(parsed) is { } output)
            {
                foreach ((string? used, string what) in parsed.GetRequiredValue(files).Select(file => ((string?)file, "list")).Append((parsed.GetValue(model), "model")).Append((adaptation.File(parsed), "session")))
                {
                    if (used is not null && (what != "list" || Path.GetExtension(used).ToLowerInvariant() is ".txt" or ".csv"))
                    {
                        OutputFile.RefuseInput(used, output, what);
                    }
                }
            }

            RecordingList list = new(context, parsed.GetRequiredValue(files));
            bool isSplit = parsed.GetValue(channels) == "split";
            int atOnce = parsed.GetValue(jobs) ?? Environment.ProcessorCount;
            AdaptationScope? scope = adaptation.Read(parsed);
            if (scope is null && !parsed.GetValue(timeline.Timeline) && bulk.Read(parsed, answers, isSplit, atOnce) is { } growing)
            {
                return await new BulkRun(context, recognizer, list, growing).RunAsync(cancellation);
            }

            AudioInput[] inputs = [.. list.Recordings(cancellation)];
            AnswerFormat format = answers.Format(parsed);
            if (inputs.Length != 1 && format is AnswerFormat.Audacity or AnswerFormat.WebVtt)
            {
                throw new ArgumentException($"{(format == AnswerFormat.Audacity ? "--audacity" : "--webvtt")} holds one recording, but {inputs.Length} are named; take them one by one");
            }

            EmotionSession? saved = scope is null ? null : adaptation.Open(parsed, recognizer); // Faults are told before the work.
            bool isAdapted = scope is not null || recognizer.Card.Voice is not null;
            EmotionSession Open() => scope == AdaptationScope.All ? saved! : new EmotionSession(recognizer);
            void Save(EmotionSession session) => adaptation.Save(parsed, session);
            using AnswerFile file = new(context, answers.File(parsed), inputs);
            int code = await WithProgressAsync(context, answers.File(parsed), inputs, async progress =>
            {
                if (timeline.Read(parsed) is { } config)
                {
                    ITimelineWriter segments = CreateTimeline(context, format, file.Writer, recognizer, isAdapted, isSplit);
                    return await new TimelineRun(context, recognizer, inputs, isSplit, config).RunAsync(file, segments, scope, Open, Save, progress, cancellation);
                }

                PredictRun run = new(context, recognizer, inputs, isSplit, atOnce);
                using IPredictionWriter writer =
                    format == AnswerFormat.Json ? new PredictionJson(file.Writer, recognizer.Card)
                    : format == AnswerFormat.Csv ? new PredictionCsv(file.Writer, recognizer.Card.Labels, isAdapted, isSplit)
                    : format == AnswerFormat.JsonLines ? new PredictionJsonLines(file.Writer)
                    : inputs.Length == 1 && !isSplit ? new PredictionBars(context.Console)
                    : new PredictionTable(context.Console, recognizer.Card.Labels, inputs, isSplit);
                return scope is { } shared
                    ? await run.AdaptedAsync(file, writer, shared, Open, Save, progress, cancellation)
                    : await run.PlainAsync(file, writer, progress, cancellation);
            });
            file.Complete();
            return code;
        });
        return command;
    }

    private static ITimelineWriter CreateTimeline(CommandContext context, AnswerFormat format, TextWriter output, EmotionRecognizer recognizer, bool isAdapted, bool isSplit) => format switch
    {
        AnswerFormat.Json => new TimelineJson(output, recognizer.Card),
        AnswerFormat.Csv => new TimelineCsv(output, recognizer.Card.Labels, isAdapted, isSplit),
        AnswerFormat.Audacity => new TimelineAudacity(output),
        AnswerFormat.WebVtt => new TimelineWebVtt(output),
        _ => new TimelineTable(context.Console, recognizer.Card.Labels),
    };

    /// <summary>A bar if the answers go to a file, so that nothing else shows how far the work is.</summary>
    private static Task<int> WithProgressAsync(CommandContext context, string? path, AudioInput[] inputs, Func<IProgress<(int Done, int Total)>, Task<int>> work) =>
        inputs.Length > 1 && (path is not null || context.OutputIsFile)
            ? ProgressBar.RunAsync(context, "recognising", work)
            : work(new Reporter<(int Done, int Total)>(_ => { }));

    private static void Validate(CommandResult result, Argument<string[]> files, Option<string> channels, Option<int?> jobs, Option<bool> timeline)
    {
        int inputs = result.GetResult(files)?.Tokens.Count(token => token.Value == StandardInput.Path) ?? 0;
        if (inputs > 1)
        {
            result.AddError("- is standard input, which is one recording; name it once");
        }
        else if (inputs > 0 && result.GetValue(channels) == "split")
        {
            result.AddError("--channels split reads a recording once per channel, and standard input can be read only once; save it to a file first");
        }

        if (result.GetResult(jobs) is { Implicit: false, Tokens: [var given] } && NumberText.TryParse(given.Value, out int number))
        {
            if (number is < 1 or > MostJobs)
            {
                result.AddError($"--jobs is {number}; it must be 1 to {MostJobs}");
            }
            else if (result.GetValue(timeline))
            {
                result.AddError("--timeline takes recordings one after the other; leave out --jobs");
            }
        }
    }
}
