using System.Text.RegularExpressions;
using System.Xml.Linq;
using SpeechEmotion.Datasets.Splits;
using SpeechEmotion.Experiments;
using SpeechEmotion.Runs;
using Xunit;

namespace SpeechEmotion.Tests.Runs;

public sealed class HtmlReportTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();

    [Fact]
    public void Render_OneRun_ShowsFiguresIntervalsEmotionsConfusionAndConfiguration()
    {
        string html = HtmlReport.Render(Run("expo-net"));

        Assert.Contains("<h1>expo-net</h1>", html, StringComparison.Ordinal);
        Assert.Contains("58.2 %", html, StringComparison.Ordinal);
        Assert.Contains("56.1 % to 60.3 %", html, StringComparison.Ordinal);
        Assert.All(ExampleRun.Confusion.SelectMany(row => row), count => Assert.Contains($">{count}<small>", html, StringComparison.Ordinal));
        Assert.Equal(5, Regex.Count(html, "<polyline"));
        Assert.Contains("&quot;network&quot;: &quot;ExpoNet&quot;", html, StringComparison.Ordinal);
        Assert.DoesNotContain("Comparison", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Render_SeveralRuns_ComparesThemBestFirst()
    {
        RunSummary better = Run("better"), worse = Run("worse");
        worse = worse with { Report = worse.Report with { Uar = 0.41, Protocol = "random" } };

        string html = HtmlReport.Render(worse, better);

        Assert.Contains("<h1>2 runs compared</h1>", html, StringComparison.Ordinal);
        Assert.True(html.IndexOf("better", StringComparison.Ordinal) < html.IndexOf("worse", StringComparison.Ordinal));
        Assert.Contains("style=\"width:41.0%\"", html, StringComparison.Ordinal);
        Assert.Contains("style=\"left:56.1%;width:4.2%\"", html, StringComparison.Ordinal);
        Assert.Contains("different protocols", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Render_AnyRun_LoadsNothingAndIsWellFormed()
    {
        string html = HtmlReport.Render(Run("a"), Run("b"));

        Assert.DoesNotMatch("(src|href)=|url\\(|@import|<script|<link", html);
        Assert.Contains("default-src 'none'", html, StringComparison.Ordinal);
        Assert.Contains("prefers-color-scheme: dark", html, StringComparison.Ordinal);
        string body = html[html.IndexOf("<body>", StringComparison.Ordinal)..html.IndexOf("</html>", StringComparison.Ordinal)];
        Assert.NotNull(XElement.Parse(body).Element("main"));
    }

    [Fact]
    public void Render_NamesWithMarkup_AreEscaped()
    {
        RunSummary run = Run("<script>alert(1)</script>") with { Configuration = "{\"name\": \"</pre><b>\"}" };
        run = run with { Report = run.Report with { Labels = ["<i>", .. run.Report.Labels.Skip(1)], Protocol = "a&b" } };

        string html = HtmlReport.Render(run);

        Assert.DoesNotContain("<script>", html, StringComparison.Ordinal);
        Assert.DoesNotContain("</pre><b>", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<i>", html, StringComparison.Ordinal);
        Assert.Contains("a&amp;b", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Render_WithoutEpochsAndConfiguration_LeavesThemOut()
    {
        string html = HtmlReport.Render(Run("a") with { Epochs = [], Configuration = "" });

        Assert.DoesNotContain("<svg", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<details", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Render_NoRun_Throws() => Assert.Throws<ArgumentException>(() => HtmlReport.Render());

    [Fact]
    public void Save_RunFolder_IsReadAndWritten()
    {
        string run = _folder.CreateSubdirectory("expo-net-seed1").FullName;
        Run("").Report.Save(Path.Combine(run, "report.json"));
        MetricsFile.Write(Path.Combine(run, "metrics.csv"), ExampleRun.Epochs());
        File.WriteAllText(Path.Combine(run, "experiment.json"), "{}\n");

        RunSummary summary = RunSummary.Read(run + "/");
        HtmlReport.Save(Path.Combine(run, "report.html"), summary);

        Assert.Equal("expo-net-seed1", summary.Name);
        Assert.Equal(20, summary.Epochs.Count);
        Assert.Equal("{}", summary.Configuration);
        Assert.Equal(HtmlReport.Render(summary), File.ReadAllText(Path.Combine(run, "report.html")));
    }

    [Fact]
    public void Read_FolderWithoutReport_SaysWhatToDo()
    {
        var error = Assert.Throws<InvalidDataException>(() => RunSummary.Read(_folder.FullName));

        Assert.Contains("holds no report.json; it is no finished run", error.Message, StringComparison.Ordinal);
        ExperimentFile.Write(Path.Combine(_folder.FullName, "experiment.json"), new ExperimentConfig { Name = "e", Split = new SplitConfig { Protocol = Protocol.All } });
        Assert.Equal($"{_folder.FullName}: has nothing to report: every clip trains and none tests (split all).", Assert.Throws<InvalidDataException>(() => RunSummary.Read(_folder.FullName)).Message);
        string missing = Path.Combine(_folder.FullName, "missing");
        Assert.Equal($"{missing}: there is no such run", Assert.Throws<InvalidDataException>(() => RunSummary.Read(missing)).Message);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static RunSummary Run(string name)
    {
        EvaluationReport report = EvaluationReport.From(ExampleRun.Predictions(), "speaker", 5025, 1_234_567) with
        {
            Interval = new EvaluationInterval([0.561, 0.603], [0.558, 0.6]),
        };
        return new RunSummary(name, report, ExampleRun.Epochs(), "{\n  \"network\": \"ExpoNet\"\n}");
    }
}
