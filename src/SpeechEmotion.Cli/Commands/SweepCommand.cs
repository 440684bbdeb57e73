using System.CommandLine;
using SpeechEmotion.Cli.Cluster;
using SpeechEmotion.Cli.Options;
using SpeechEmotion.Cli.Train;
using SpeechEmotion.Datasets;
using SpeechEmotion.Datasets.Corpora;
using SpeechEmotion.Datasets.Tables;

namespace SpeechEmotion.Cli.Commands;

/// <summary><c>ser sweep</c>: many experiments, one after the other or as Slurm jobs, and their comparison.</summary>
internal static class SweepCommand
{
    /// <summary>Creates the command.</summary>
    public static Command Create(CommandContext context)
    {
        Argument<string[]> experiments = new("EXPERIMENT") { Description = "Experiment files, or names that `ser experiments` lists.", Arity = ArgumentArity.OneOrMore };
        Option<string[]> data = CorpusOptions.CreateData();
        Option<string?> corpusName = CorpusOptions.CreateCorpus();
        Option<string> output = new("--out") { Description = "The folder that gets a run's folder for each experiment, split and seed.", HelpName = "RUNS", Required = true };
        Option<string> seeds = new("--seeds") { Description = "Seeds, separated by commas.", HelpName = "1,2,3", DefaultValueFactory = _ => "1" };
        Option<string> splits = new("--split") { Description = $"Splits, separated by commas: {string.Join(", ", ExperimentOptions.MeasuringProtocols)}.", HelpName = "NAMES", DefaultValueFactory = _ => "speaker" };
        Option<bool> plan = new("--plan") { Description = "Print the runs, numbered, and what is done of them; run nothing." };
        Option<int?> task = new("--task") { Description = "Do only this run of the plan, and compare nothing.", HelpName = "I" };
        ExperimentOptions options = new();
        SlurmOptions slurm = new();
        Command command = new CommandWithExamples(
            "sweep",
            "Runs experiments one after the other, skips what is done already, and compares them.",
            "ser sweep experiments/hour/*.json --data crema-d --split random,speaker --out runs",
            "ser sweep emonet rezonet --data /shared/crema-d --seeds 1,2,3 --out /shared/runs --slurm --cpus 4")
        {
            experiments, data, corpusName, output, seeds, splits, plan, task,
        };
        slurm.AddTo(command, "Submit a Slurm job for each run that is not done, and one that compares them when they have ended.");
        options.AddTo(command);
        command.Validators.Add(result =>
        {
            if (new[] { result.GetValue(plan), result.GetResult(task) is { Implicit: false }, result.GetValue(slurm.Slurm) }.Count(given => given) > 1)
            {
                result.AddError("--plan, --task and --slurm exclude each other; choose one");
            }
        });
        command.SetAction(async (parsed, cancellation) =>
        {
            OutputFolder.RefuseRecordings(parsed.GetRequiredValue(output), parsed.GetRequiredValue(data));
            SweepPlan planned = new(
                parsed.GetRequiredValue(output),
                [
                    .. from split in List(parsed.GetValue(splits)!, "--split", string.Join(", ", ExperimentOptions.MeasuringProtocols), text => ExperimentOptions.MeasuringProtocols.Contains(text) ? text : null)
                       from seed in List(parsed.GetValue(seeds)!, "--seeds", "whole numbers, 0 or more", text => NumberText.TryParse(text, out ulong number) ? (ulong?)number : null)
                       from experiment in parsed.GetRequiredValue(experiments)
                       select options.Read(parsed, experiment, split, seed, "--seeds"),
                ]);
            if (parsed.GetValue(plan))
            {
                planned.Print(context.Output, new Lazy<Corpus>(() => Corpus.JoinDistinct([.. parsed.GetRequiredValue(data).Select(path => KnownCorpora.Open(path, parsed.GetValue(corpusName), cancellation))])));
                return Cli.Success;
            }

            if (slurm.IsGiven(parsed) && planned.Remaining is { Count: > 0 } remaining)
            {
                string words = slurm.Words(parsed);
                await slurm.Array(context, parsed, Path.Combine(planned.Folder, "slurm"))
                    .SubmitAsync(remaining, $"ser {words} --task \"$SLURM_ARRAY_TASK_ID\"", $"ser {words} # does what the tasks have not done, and compares", cancellation);
                return Cli.Success;
            }

            context.LoadLibTorch();
            SweepRun run = new(context, planned, labels => TrainingCorpus.OpenAsync(context, parsed.GetRequiredValue(data), parsed.GetValue(corpusName), labels, cancellation));
            return parsed.GetValue(task) is { } one ? await run.OneAsync(one, cancellation) : await run.AllAsync(cancellation);
        });
        return command;
    }

    private static T[] List<T>(string text, string option, string allowed, Func<string, T?> parse)
    {
        T[] items =
        [
            .. text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                .Select(item => parse(item) ?? throw new ArgumentException($"{option} does not know {PlainName.Quote(item)}; it takes {allowed}")),
        ];
        if (items.GroupBy(item => item).FirstOrDefault(same => same.Count() > 1) is { } twice)
        {
            throw new ArgumentException($"{option} names {twice.Key} twice; once is enough");
        }

        return items.Length > 0 ? items : throw new ArgumentException($"{option} names nothing; it takes {allowed}");
    }
}
