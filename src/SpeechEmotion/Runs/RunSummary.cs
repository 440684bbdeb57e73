using System.Text.Json.Nodes;
using SpeechEmotion.Datasets;
using SpeechEmotion.Datasets.Tables;

namespace SpeechEmotion.Runs;

/// <summary>What a report tells of one run.</summary>
/// <param name="Name">The run's name, such as its folder's.</param>
/// <param name="Report">Its figures on the test part.</param>
/// <param name="Epochs">Its epochs; empty if they are not known.</param>
/// <param name="Configuration">Its configuration as JSON; empty if it is not known.</param>
public sealed record RunSummary(string Name, EvaluationReport Report, IReadOnlyList<EpochMetrics> Epochs, string Configuration)
{
    /// <summary>Reads a run folder: <c>report.json</c>, and <c>metrics.csv</c> and <c>experiment.json</c> where they are there.</summary>
    /// <param name="folder">The run's folder.</param>
    /// <exception cref="InvalidDataException">The folder holds no report, or a file that cannot be read.</exception>
    public static RunSummary Read(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        string report = Path.Combine(folder, "report.json");
        if (!File.Exists(report))
        {
            throw new InvalidDataException($"{folder}: {WhyNoReport(new RunFolder(folder))}");
        }

        string metrics = Path.Combine(folder, "metrics.csv"), experiment = Path.Combine(folder, "experiment.json");
        return new RunSummary(
            Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder))),
            EvaluationReport.Load(report),
            File.Exists(metrics) ? MetricsFile.Read(metrics) : [],
            File.Exists(experiment) ? TextFile.Read(experiment, TextFile.LongestDocument).Trim() : "");
    }

    private static string WhyNoReport(RunFolder run) =>
        !Directory.Exists(run.Folder) ? run.WhyNotARun
        : File.Exists(run.Experiment) && ProtocolOf(run.Experiment) == "all" ? "has nothing to report: every clip trains and none tests (split all)."
        : "holds no report.json; it is no finished run; train it to its end first.";

    private static string? ProtocolOf(string experiment) =>
        JsonCheck.Parse(TextFile.Read(experiment, TextFile.LongestDocument), experiment) is JsonObject read && read["split"] is JsonObject split && split["protocol"] is JsonValue value && value.TryGetValue(out string? protocol) ? protocol : null;
}
