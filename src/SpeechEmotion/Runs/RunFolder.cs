using System.Globalization;

namespace SpeechEmotion.Runs;

/// <summary>Where a run keeps its files.</summary>
/// <param name="Folder">The folder.</param>
public sealed record RunFolder(string Folder)
{
    /// <summary>The complete experiment, <c>experiment.json</c>.</summary>
    public string Experiment => Path.Combine(Folder, "experiment.json");

    /// <summary>Which clip is in which part, <c>split.csv</c>.</summary>
    public string Split => Path.Combine(Folder, "split.csv");

    /// <summary>A row per epoch, <c>metrics.csv</c>.</summary>
    public string Metrics => Path.Combine(Folder, "metrics.csv");

    /// <summary>The best weights so far, <c>weights.safetensors</c>.</summary>
    public string Weights => Path.Combine(Folder, "weights.safetensors");

    /// <summary>How the training clips sound, <c>familiarity.npy</c>; only where the network hears mel-standardised features and has heard enough clips.</summary>
    internal string Familiarity => Path.Combine(Folder, "familiarity.npy");

    /// <summary>What resuming needs, <c>checkpoint</c>.</summary>
    public string Checkpoint => Path.Combine(Folder, "checkpoint");

    /// <summary>The probabilities for each test clip, <c>predictions.csv</c>.</summary>
    public string Predictions => Path.Combine(Folder, "predictions.csv");

    /// <summary>Figures on the test part, <c>report.json</c>; its presence says that the run is complete.</summary>
    public string Report => Path.Combine(Folder, "report.json");

    /// <summary>The report as a page, <c>report.html</c>.</summary>
    public string ReportPage => Path.Combine(Folder, "report.html");

    /// <summary>Picture of the confusion matrix.</summary>
    public string ConfusionMatrix => Path.Combine(Folder, "confusion-matrix.png");

    /// <summary>Picture of loss and accuracy over the epochs.</summary>
    public string TrainingCurves => Path.Combine(Folder, "training-curves.png");

    /// <summary>The runs of the members, where a run has several networks: <c>members</c>.</summary>
    public string Members => Path.Combine(Folder, "members");

    /// <summary>The run of one of the networks that answer together, from 0: <c>members/1</c> is the first.</summary>
    public RunFolder Member(int member) => new(Path.Combine(Members, $"{member + 1}"));

    /// <summary>Whether the run has been trained and evaluated.</summary>
    public bool IsComplete => File.Exists(Report);

    /// <summary>The run of one fold, where the split is by folds.</summary>
    public RunFolder Fold(int fold) => new(Path.Combine(Folder, $"fold-{fold}"));

    /// <summary>The runs of the folds that are there, in their order.</summary>
    internal IEnumerable<RunFolder> Folds =>
        Directory.Exists(Folder) ? Directory.EnumerateDirectories(Folder, "fold-*").Select(NumberOf).Where(fold => Directory.Exists(Fold(fold).Folder)).Order().Distinct().Select(Fold) : [];

    /// <summary>What is wrong with a folder that has no experiment, to stand behind its name.</summary>
    internal string WhyNotARun => Directory.Exists(Folder) ? "is not a run; it has no experiment.json" : "there is no such run";

    private static int NumberOf(string fold) => int.TryParse(Path.GetFileName(fold)["fold-".Length..], NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : -1;

    /// <summary>Wall-clock time that all trainings of this run took, those of members and folds included, in seconds.</summary>
    public double TrainingSeconds() =>
        Directory.EnumerateFiles(Folder, "metrics.csv", SearchOption.AllDirectories)
            .Where(path => !Path.GetRelativePath(Folder, path).Split(Path.DirectorySeparatorChar).Contains("checkpoint"))
            .Sum(path => MetricsFile.Read(path).Sum(epoch => epoch.Seconds));
}
