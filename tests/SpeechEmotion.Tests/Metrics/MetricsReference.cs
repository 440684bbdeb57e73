using System.Text.Json;
using SpeechEmotion.Metrics;
using Xunit;

namespace SpeechEmotion.Tests.Metrics;

/// <summary>Values of scikit-learn and SciPy, written by tests/reference/metrics/generate.py.</summary>
internal sealed record MetricsReference(
    IReadOnlyList<MetricsReference.Report> Reports,
    IReadOnlyList<MetricsReference.CalibrationCase> Calibrations,
    IReadOnlyList<JsonElement[]> Rounding)
{
    public static MetricsReference Values { get; } = Read();

    public static IEnumerable<TheoryDataRow<string>> ReportNames => Values.Reports.Select(report => new TheoryDataRow<string>(report.Name));

    public static IEnumerable<TheoryDataRow<string>> TextNames =>
        Values.Reports.Where(report => report.Text.Count > 0).Select(report => new TheoryDataRow<string>(report.Name));

    public static IEnumerable<TheoryDataRow<string>> CalibrationNames => Values.Calibrations.Select(item => new TheoryDataRow<string>(item.Name));

    public Report Named(string name) => Reports.Single(report => report.Name == name);

    private static MetricsReference Read()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "SpeechEmotion.slnx")))
        {
            folder = folder.Parent;
        }

        Assert.NotNull(folder);
        string json = File.ReadAllText(Path.Combine(folder.FullName, "tests", "reference", "metrics", "metrics.json"));
        return JsonSerializer.Deserialize<MetricsReference>(json, JsonSerializerOptions.Web)!;
    }

    internal sealed record Report(
        string Name,
        string[] Labels,
        int[] Truth,
        int[] Predicted,
        ConfusionMatrix Confusion,
        double Accuracy,
        double Uar,
        double[] Precision,
        double[] Recall,
        double[] F1,
        int[] Support,
        double[] Macro,
        double[] Weighted,
        Dictionary<string, string> Text);

    internal sealed record CalibrationCase(string Name, float[][] Logits, int[] Truth, float[][] Probabilities, double Ece, double LogLoss, double Temperature);
}
