using SpeechEmotion.Cli.Cluster;
using SpeechEmotion.Cli.Commands;
using SpeechEmotion.Datasets;
using SpeechEmotion.Datasets.Splits;
using SpeechEmotion.Experiments;
using SpeechEmotion.Runs;

namespace SpeechEmotion.Cli.Train;

/// <summary>The runs of a sweep, numbered from 1, each with its folder. The same command line always gives the same plan.</summary>
internal sealed class SweepPlan
{
    /// <summary>Orders the runs.</summary>
    /// <param name="folder">Holds a folder for each.</param>
    /// <param name="runs">The experiments.</param>
    /// <exception cref="ArgumentException">Two of them would share a folder.</exception>
    public SweepPlan(string folder, IEnumerable<ExperimentConfig> runs)
    {
        Folder = folder;
        Runs = [.. runs.OrderBy(config => config.Network is StackConfig)]; // Stacks last: they take over members that are done.
        if (Runs.GroupBy(TrainCommand.DefaultName).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw new ArgumentException($"two experiments would share the folder {twice.Key}; give them different names");
        }
    }

    /// <summary>Holds a folder for each run.</summary>
    public string Folder { get; }

    /// <summary>The runs.</summary>
    public IReadOnlyList<ExperimentConfig> Runs { get; }

    /// <summary>The numbers of the runs that are not done.</summary>
    public IReadOnlyList<int> Remaining => [.. Enumerable.Range(1, Runs.Count).Where(number => !FolderOf(number).IsComplete || Difference(number) is not null)];

    /// <summary>The folder of a run.</summary>
    /// <param name="number">Its number, from 1.</param>
    public RunFolder FolderOf(int number) => new(Path.Combine(Folder, TrainCommand.DefaultName(Runs[number - 1])));

    /// <summary>What the experiment in a run's folder has otherwise than the plan; null if it is the same, or there is none. What a run finds out when it starts (emotions, encoder, corpora) does not count.</summary>
    private string? Difference(int number)
    {
        ExperimentConfig planned = Runs[number - 1];
        RunFolder run = FolderOf(number);
        return !File.Exists(run.Experiment) ? null
            : ExperimentFile.DifferencesByPath(run.Experiment, planned).FirstOrDefault(difference =>
                !(planned.Labels.Count == 0 && difference.Path == "labels")
                && !difference.Path.StartsWith("features.encoder", StringComparison.Ordinal)
                && difference.Path is not ("network.corpora" or "network.members")).Text;
    }

    /// <summary>The emotions that any of the runs tells apart.</summary>
    public IReadOnlyList<string> Labels(Corpus all) => [.. Runs.SelectMany(config => config.Labels.Count > 0 ? config.Labels : all.DefaultLabels).Distinct()];

    /// <summary>The corpora that a run was trained on where they are not those of the plan; null if they are, or are not known.</summary>
    private string? OtherCorpora(int number, Lazy<Corpus> planned)
    {
        RunFolder run = FolderOf(number);
        IReadOnlyList<string> then = run.Folds.Prepend(run).Select(part => part.Split).FirstOrDefault(File.Exists) is { } split ? SplitFile.Corpora(split) : [];
        if (then.Count == 0)
        {
            return null;
        }

        IReadOnlyList<string> labels = Runs[number - 1].Labels.Count > 0 ? Runs[number - 1].Labels : planned.Value.DefaultLabels;
        IReadOnlyList<string> now = planned.Value.Only(labels).CorpusNames;
        return then.SequenceEqual(now) ? null : $"{string.Join(" and ", then)} there and {string.Join(" and ", now)} here";
    }

    /// <summary>Prints a line per run: number, folder, and whether it is done, being worked on, begun or to do.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="corpus">The corpus of the plan, which is opened only if a run has begun.</param>
    public void Print(TextWriter output, Lazy<Corpus> corpus)
    {
        for (int number = 1; number <= Runs.Count; number++)
        {
            RunFolder run = FolderOf(number);
            string state = Difference(number) is { } other ? $"another experiment: {other}"
                : OtherCorpora(number, corpus) is { } corpora ? $"another corpus: {corpora}"
                : run.IsComplete ? "done"
                : RunClaim.Holds(run.Folder) is { } holder ? $"taken by {holder}" : Directory.Exists(run.Folder) ? "begun" : "to do";
            output.WriteLine($"{number}\t{run.Folder}\t{state}");
        }
    }
}
