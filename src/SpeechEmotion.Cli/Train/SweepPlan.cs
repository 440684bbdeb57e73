using SpeechEmotion.Cli.Cluster;
using SpeechEmotion.Cli.Commands;
using SpeechEmotion.Datasets;
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
    public IReadOnlyList<int> Remaining => [.. Enumerable.Range(1, Runs.Count).Where(number => !FolderOf(number).IsComplete)];

    /// <summary>The folder of a run.</summary>
    /// <param name="number">Its number, from 1.</param>
    public RunFolder FolderOf(int number) => new(Path.Combine(Folder, TrainCommand.DefaultName(Runs[number - 1])));

    /// <summary>The emotions that any of the runs tells apart.</summary>
    public IReadOnlyList<string> Labels(Corpus all) => [.. Runs.SelectMany(config => config.Labels.Count > 0 ? config.Labels : all.DefaultLabels).Distinct()];

    /// <summary>Prints a line per run: number, folder, and whether it is done, being worked on, begun or to do.</summary>
    public void Print(TextWriter output)
    {
        for (int number = 1; number <= Runs.Count; number++)
        {
            RunFolder run = FolderOf(number);
            string state = run.IsComplete ? "done" : RunClaim.Holds(run.Folder) is { } holder ? $"taken by {holder}" : Directory.Exists(run.Folder) ? "begun" : "to do";
            output.WriteLine($"{number}\t{run.Folder}\t{state}");
        }
    }
}
