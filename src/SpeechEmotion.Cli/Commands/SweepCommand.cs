using System.CommandLine;
using Spectre.Console;
using SpeechEmotion.Cli.Output;
using SpeechEmotion.Datasets;
using SpeechEmotion.Runs;
using SpeechEmotion.Training;

namespace SpeechEmotion.Cli.Commands;

/// <summary><c>ser sweep</c>: many experiments, one after the other, and their comparison.</summary>
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
        ExperimentOptions options = new();
        Command command = new CommandWithExamples(
            "sweep",
            "Runs experiments one after the other, skips what is done already, and compares them.",
            "ser sweep experiments/hour/*.json --data crema-d --split random,speaker --out runs")
        {
            experiments, data, corpusName, output, seeds, splits,
        };
        options.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            string runs = parsed.GetRequiredValue(output);
            (ExperimentConfig Config, IReadOnlyList<ExperimentConfig> Members)[] plan =
            [
                .. from split in List(parsed.GetValue(splits)!, "--split", string.Join(", ", ExperimentOptions.MeasuringProtocols), text => ExperimentOptions.MeasuringProtocols.Contains(text) ? text : null)
                   from seed in List(parsed.GetValue(seeds)!, "--seeds", "whole numbers, 0 or more", text => NumberText.TryParse(text, out ulong number) ? (ulong?)number : null)
                   from experiment in parsed.GetRequiredValue(experiments)
                   let read = options.Read(parsed, experiment, split, seed)
                   orderby read.Config.Ensemble is not null // Ensembles last: they take over members that are done.
                   select read,
            ];
            if (plan.GroupBy(item => TrainCommand.DefaultName(item.Config)).FirstOrDefault(group => group.Count() > 1) is { } twice)
            {
                throw new ArgumentException($"two experiments would share the folder {twice.Key}; give them different names");
            }

            Corpus corpus = await TrainingCorpus.OpenAsync(context, parsed.GetRequiredValue(data), parsed.GetValue(corpusName), Labels, cancellation);
            List<RunFolder> done = [];

            IReadOnlyList<string> Labels(Corpus all) => [.. plan.SelectMany(item => item.Config.Labels.Count > 0 ? item.Config.Labels : all.DefaultLabels).Distinct()];

            foreach ((ExperimentConfig config, IReadOnlyList<ExperimentConfig> members) in plan)
            {
                RunFolder run = new(Path.Combine(runs, TrainCommand.DefaultName(config)));
                context.Error.WriteLine(run.IsComplete ? $"{run.Folder}: done already" : $"{run.Folder}");
                await TrainCommand.RunAsync(context, corpus, config, members, run, "the same command goes on", cancellation);
                done.Add(run);
            }

            context.Console.Write(RunTable.Create([.. done.Select(run => RunSummary.Read(run.Folder))], context.Console.Profile.Width));
            string page = Path.Combine(runs, "comparison.html");
            HtmlReport.Save(page, [.. done.Select(run => RunSummary.Read(run.Folder))]);
            context.Output.WriteLine(page);
            return Cli.Success;
        });
        return command;
    }

    private static T[] List<T>(string text, string option, string allowed, Func<string, T?> parse) =>
    [
        .. text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(item => parse(item) ?? throw new ArgumentException($"{option} does not know '{item}'; it takes {allowed}")),
    ];
}
