using Spectre.Console;
using SpeechEmotion.Runs;

namespace SpeechEmotion.Cli.Output;

/// <summary>Runs beside one another, best UAR first within each protocol.</summary>
internal static class RunTable
{
    /// <summary>Creates the table.</summary>
    public static Table Create(IReadOnlyList<RunSummary> runs)
    {
        Table table = new Table().Border(TableBorder.Simple)
            .AddColumn("run")
            .AddColumn("split")
            .AddColumn(new TableColumn("clips").RightAligned())
            .AddColumn(new TableColumn("accuracy").RightAligned())
            .AddColumn(new TableColumn("UAR").RightAligned())
            .AddColumn("95 %")
            .AddColumn(new TableColumn("macro F1").RightAligned())
            .AddColumn(new TableColumn("ECE").RightAligned())
            .AddColumn(new TableColumn("parameters").RightAligned())
            .AddColumn(new TableColumn("time").RightAligned());
        foreach (RunSummary run in runs.OrderBy(run => run.Report.Protocol, StringComparer.Ordinal).ThenByDescending(run => run.Report.Uar))
        {
            EvaluationReport report = run.Report;
            table.AddRow(
                Markup.Escape(run.Name), report.Protocol, $"{report.Clips}", $"{report.Accuracy:F3}", $"[bold]{report.Uar:F3}[/]",
                $"{report.Interval.Uar[0]:F3}–{report.Interval.Uar[1]:F3}", $"{report.MacroF1:F3}", $"{report.Ece:F3}", $"{report.Parameters:N0}",
                TrainingDisplay.Format(TimeSpan.FromSeconds(report.Seconds)));
        }

        return table;
    }
}
