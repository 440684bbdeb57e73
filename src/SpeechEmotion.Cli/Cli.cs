using System.CommandLine;
using SpeechEmotion.Cli.Commands;
using SpeechEmotion.Cli.Output;
using SpeechEmotion.Cli.Terminal;
using SpeechEmotion.Datasets;

namespace SpeechEmotion.Cli;

/// <summary>The program, apart from its process: arguments in, exit code out.</summary>
internal static class Cli
{
    /// <summary>Done.</summary>
    public const int Success = 0;

    /// <summary>A bug, or a check that found faults.</summary>
    public const int Failure = 1;

    /// <summary>The command line, a file or a model is not as it must be; one line on standard error says how.</summary>
    public const int UsageError = 2;

    /// <summary>Ctrl-C or SIGTERM.</summary>
    public const int Interrupted = 130;

    /// <summary>Whoever read standard output has closed it: 128 and the number of SIGPIPE, as of programs that the signal ends.</summary>
    public const int ClosedPipe = 141;

    /// <summary>What is said if a command was interrupted before it had anything to keep.</summary>
    public const string NothingKept = "interrupted; nothing was kept";

    /// <summary>The program's version.</summary>
    public static string Version => typeof(Cli).Assembly.GetName().Version!.ToString(3);

    /// <summary>All commands, in the order in which help lists them.</summary>
    private static readonly Func<CommandContext, Command>[] s_commands =
    [
        PredictCommand.Create,
        MergeCommand.Create,
        ServeCommand.Create,
        DataCommand.Create,
        FeaturesCommand.Create,
        AugmentCommand.Create,
        TrainCommand.Create,
        SweepCommand.Create,
        ExperimentsCommand.Create,
        EvaluateCommand.Create,
        StressCommand.Create,
        AdaptCommand.Create,
        ExportCommand.Create,
        PlotCommand.Create,
        ReportCommand.Create,
    ];

    /// <summary>Runs one command line.</summary>
    /// <returns>0, 1 (bug, or faults found), 2 (usage or data), 130 (interrupted), 141 (standard output was closed), or what the command says.</returns>
    public static async Task<int> RunAsync(string[] args, CommandContext context, CancellationToken cancellation = default)
    {
        context = context with { Error = new VisibleWriter(context.Error, lines: true), Output = context.OutputIsTerminal ? new VisibleWriter(context.Output) : context.Output };
        VisibleText.Guard(context.Console);
        VisibleText.Guard(context.Progress);
        try
        {
            ParseResult result = CreateRoot(context).Parse(args.Length == 0 ? ["--help"] : args, new ParserConfiguration { ResponseFileTokenReplacer = null }); // @name is a file like any other
            if (CommandLineErrors.Describe(result, args) is { } error)
            {
                return Fail(context, error);
            }

            if (context.OwnsProcess && StandardStreams.FirstClosed(args) is { } closed)
            {
                return Fail(context, $"{closed} is closed; name a file, or leave the stream open");
            }

            context.Interruption?.Begin();
            InvocationConfiguration invocation = new()
            {
                Output = context.Output,
                Error = context.Error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
            };
            return await result.InvokeAsync(invocation, cancellation);
        }
        catch (ClosedPipeException)
        {
            return ClosedPipe;
        }
        catch (OperationCanceledException e) when (cancellation.IsCancellationRequested)
        {
            Tell(context, e is InterruptedException ? e.Message : NothingKept);
            return Interrupted;
        }
        catch (Exception e) when (ErrorLine.IsExpected(e))
        {
            return Fail(context, ErrorLine.Of(e));
        }
        catch (Exception e)
        {
            Array.ForEach($"this is a bug: {e}".Split('\n', StringSplitOptions.TrimEntries), line => Tell(context, line));
            return Failure;
        }
    }

    private static int Fail(CommandContext context, string error)
    {
        Tell(context, PlainName.Cut(error));
        return UsageError;
    }

    /// <summary>Writes an error. If nobody can be told, as when standard error is on a full disk, the exit code has to do.</summary>
    private static void Tell(CommandContext context, string error)
    {
        try
        {
            context.Error.WriteLine($"ser: {error}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ClosedPipeException)
        {
        }
    }

    /// <summary>The whole command line, not yet parsed.</summary>
    internal static Command CreateRoot(CommandContext context)
    {
        Command root = new CommandWithExamples(
            "ser",
            "Recognises emotions in speech; trains and compares the networks that do.",
            "ser predict recording.wav",
            "ser data fetch crema-d --to crema-d",
            "ser predict --help")
        {
            HelpWithExamples.CreateOption(context.Console.Profile.Width),
            new VersionOption { Description = "Show the version." },
        };
        foreach (Func<CommandContext, Command> create in s_commands)
        {
            root.Subcommands.Add(create(context));
        }

        StrictNumbers.ApplyTo(root);
        CommandLineErrors.LeaveRepeatedOptionsTo(root);
        return root;
    }
}
