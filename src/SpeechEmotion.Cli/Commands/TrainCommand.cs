using System.CommandLine;
using SpeechEmotion.Cli.Cluster;
using SpeechEmotion.Cli.Options;
using SpeechEmotion.Cli.Output;
using SpeechEmotion.Cli.Terminal;
using SpeechEmotion.Cli.Train;
using SpeechEmotion.Datasets;
using SpeechEmotion.Datasets.Splits;
using SpeechEmotion.Experiments;
using SpeechEmotion.Runs;
using SpeechEmotion.Workbench;

namespace SpeechEmotion.Cli.Commands;

/// <summary><c>ser train</c>: one experiment, from the corpus to the report.</summary>
internal static class TrainCommand
{
    /// <summary>Creates the command.</summary>
    public static Command Create(CommandContext context)
    {
        Argument<string?> experiment = new("EXPERIMENT") { Description = "An experiment's file, or the name of one that `ser experiments` lists; not needed with --resume.", Arity = ArgumentArity.ZeroOrOne };
        Option<string[]> data = CorpusOptions.CreateData();
        Option<string?> corpusName = CorpusOptions.CreateCorpus();
        Option<string?> split = new("--split") { Description = "speaker (no speaker on two sides), random (the published protocol), folds (by speaker), corpora (each tested by networks that never heard it), or all (every clip trains, none tests).", HelpName = string.Join('|', ExperimentOptions.Protocols) };
        split.AcceptOnly(ExperimentOptions.Protocols);
        Option<ulong?> seed = new("--seed") { Description = "Everything random follows from it.", HelpName = "N" };
        Option<string?> output = new("--out") { Description = "The run's folder; runs/EXPERIMENT-SPLIT-SEED if it is not given.", HelpName = "RUN" };
        Option<string?> resume = new("--resume") { Description = "Continue this run from its last whole epoch; it ends as if it had never stopped.", HelpName = "RUN" };
        Option<string?> from = new("--from") { Description = "Start from the weights of this run, of the same network and features, instead of random ones (fine-tuning).", HelpName = "RUN" };
        Option<string?> votes = new("--votes") { Description = "A table of what listeners heard (a column 'clip', and one per emotion with the number of votes), for an experiment with training.voteWeight.", HelpName = "F.csv" };
        ExperimentOptions options = new();
        Command command = new CommandWithExamples(
            "train",
            "Trains a network on one corpus or several, and measures it on the part it has not heard.",
            "ser train rezonet --data crema-d",
            "ser train exponet --data crema-d --split random --width 0.125 --epochs 3 --set training.learningRate=5e-4",
            "ser train emonet --data crema-d --data emodb --split all",
            "ser train emonet-voices --from runs/voices --data my-clips --epochs 5 --set training.learningRate=3e-4",
            "ser train --resume runs/exponet-random-1 --data crema-d")
        {
            experiment, data, corpusName, split, seed, from, votes, output, resume,
        };
        options.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            string? named = parsed.GetValue(experiment), resumed = parsed.GetValue(resume);
            if (named is null == resumed is null)
            {
                throw new ArgumentException("name either an experiment or a run to --resume");
            }

            string[] ignored = [.. options.Given(parsed), .. new Option[] { split, seed, from, output }.Where(option => parsed.GetResult(option) is { Implicit: false }).Select(option => option.Name)];
            if (resumed is not null && ignored.Length > 0)
            {
                throw new ArgumentException($"--resume goes on with the run's own settings and weights; leave out {string.Join(" and ", ignored)}");
            }

            ExperimentConfig config = resumed is null
                ? options.Read(parsed, named!, parsed.GetValue(split), parsed.GetValue(seed), seed.Name)
                : ReadRun(new RunFolder(resumed));
            config = parsed.GetValue(from) is { } start ? config with { Training = config.Training with { From = Path.GetFullPath(start) } } : config;
            ListenerVotes? heard = parsed.GetValue(votes) is { } table ? ListenerVotes.Read(table) : null;
            if (heard is null != (config.Training.VoteWeight == 0))
            {
                throw new ArgumentException(heard is null
                    ? FormattableString.Invariant($"training.voteWeight is {config.Training.VoteWeight}, so listeners' votes are needed: give --votes F.csv")
                    : "--votes has no effect while training.voteWeight is 0; add --set training.voteWeight=0.5");
            }

            RunFolder run = new(resumed ?? parsed.GetValue(output) ?? Path.Combine("runs", DefaultName(config)));
            OutputFolder.RefuseRecordings(run.Folder, parsed.GetRequiredValue(data));
            using RunClaim? claim = Claim(run);
            context.LoadLibTorch();
            Corpus corpus = await TrainingCorpus.OpenAsync(
                context, parsed.GetRequiredValue(data), parsed.GetValue(corpusName), all => config.Labels.Count > 0 ? config.Labels : all.DefaultLabels, cancellation);
            corpus = heard is null ? corpus : corpus.WithVotes(heard);
            string source = string.Join(' ', parsed.GetRequiredValue(data).Select(path => $"--data {ShellWord.Of(path)}")) + (parsed.GetValue(corpusName) is { } name ? $" --corpus {name}" : "")
                + (parsed.GetValue(votes) is { } listeners ? $" --votes {ShellWord.Of(listeners)}" : "");
            bool wasDone = run.IsComplete;
            EvaluationReport? report = await RunAsync(context, corpus, config, run, $"continue with `ser train --resume {ShellWord.Of(run.Folder)} {source}`", cancellation);
            bool isOfFolds = config.Split is { Protocol: Protocol.Folds or Protocol.Corpora, Fold: null };
            if (!isOfFolds && !File.Exists(run.Weights))
            {
                throw new InvalidDataException($"{run.Weights}: is gone, though the run is finished; delete {run.Report} and resume to train it again");
            }

            if (wasDone)
            {
                context.Error.WriteLine($"{run.Folder}: done already");
            }

            if (report is not null)
            {
                context.Output.WriteLine(report.ToString());
                context.Output.WriteLine();
            }

            context.Output.WriteLine(isOfFolds ? run.ReportPage : report is null ? run.Weights : $"{run.ReportPage}  {run.Weights}");
            return Cli.Success;
        });
        return command;
    }

    /// <summary>The name of a run's folder, where none is given.</summary>
    public static string DefaultName(ExperimentConfig config) => $"{config.Name}-{config.Split.Protocol.ToString().ToLowerInvariant()}-{config.Seed}";

    /// <summary>Runs an experiment, showing its progress. If it is interrupted, the command that goes on is told.</summary>
    public static async Task<EvaluationReport?> RunAsync(
        CommandContext context, Corpus corpus, ExperimentConfig config, RunFolder run, string resume, CancellationToken cancellation)
    {
        try
        {
            return await TrainingDisplay.RunAsync(context, (progress, features) => new ExperimentRunner(corpus, progress, features).Run(config, run, cancellation), cancellation);
        }
        catch (OperationCanceledException e)
        {
            throw new InterruptedException($"interrupted; the epochs that ended are kept: {resume}", e);
        }
    }

    /// <summary>Keeps other processes out of a run; null if no claim can stand beside its folder, as beside a volume that is mounted where nothing else can be written.</summary>
    private static RunClaim? Claim(RunFolder run)
    {
        const int ReadOnlyFileSystem = 30;
        try
        {
            return RunClaim.Take(run.Folder, out string holder) ?? throw new IOException($"{run.Folder}: {holder} is at it; wait for it, or train in another folder");
        }
        catch (Exception e) when (Directory.Exists(run.Folder) && (e is UnauthorizedAccessException or IOException { HResult: ReadOnlyFileSystem }))
        {
            return null;
        }
    }

    private static ExperimentConfig ReadRun(RunFolder run)
    {
        if (!File.Exists(run.Experiment))
        {
            throw new InvalidDataException($"{run.Folder}: {run.WhyNotARun}");
        }

        return ExperimentFile.Read(run.Experiment);
    }
}
