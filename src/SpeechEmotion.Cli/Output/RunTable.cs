using Spectre.Console;
using SpeechEmotion.Runs;

namespace SpeechEmotion.Cli.Output;

/// <summary>Runs beside one another, best UAR first within each protocol.</summary>
internal static class RunTable
{
    private const int Padding = 3; // of a column, with the space to its neighbour
    private const int ShortestName = 12;

    /// <summary>Creates the table.</summary>
    /// <param name="runs">The runs.</param>
    /// <param name="width">Letters that fit on a line; where not all columns do, the least important are left out, and last the beginnings of long names.</param>
    public static Table Create(IReadOnlyList<RunSummary> runs, int width)
    {
        RunSummary[] ordered = [.. runs.OrderBy(run => run.Report.Protocol, StringComparer.Ordinal).ThenByDescending(run => run.Report.Uar)];
        List<(string Title, int Importance, Func<EvaluationReport, string> Cell)> columns =
        [
            ("split", 8, report => report.Protocol),
            ("clips", 4, report => $"{report.Clips}"),
            ("accuracy", 6, report => $"{report.Accuracy:F3}"),
            ("UAR", 9, report => $"{report.Uar:F3}"),
            ("95 %", 7, report => $"{report.Interval.Uar[0]:F3}–{report.Interval.Uar[1]:F3}"),
            ("macro F1", 3, report => $"{report.MacroF1:F3}"),
            ("ECE", 5, report => $"{report.Ece:F3}"),
            ("parameters", 1, report => report.Parameters == 0 ? "–" : $"{report.Parameters}"),
            ("time", 2, report => report.Seconds == 0 ? "–" : TrainingDisplay.Format(TimeSpan.FromSeconds(report.Seconds))),
        ];
        int longest = Math.Max("run".Length, ordered.Max(run => run.Name.Length));
        int Room() => width - Padding - 1 - columns.Sum(column => Padding + Math.Max(column.Title.Length, ordered.Max(run => column.Cell(run.Report).Length)));
        while (Room() < Math.Min(longest, columns.Count > 5 ? longest : ShortestName) && columns.Count > 2)
        {
            columns.Remove(columns.MinBy(column => column.Importance));
        }

        int name = Math.Max(ShortestName, Room());
        Table table = new Table().Border(TableBorder.Simple).AddColumn("run");
        foreach ((string title, _, _) in columns)
        {
            TableColumn column = new(title);
            table.AddColumn(title is "split" or "95 %" ? column : column.RightAligned());
        }

        foreach (RunSummary run in ordered)
        {
            table.AddRow([Markup.Escape(ShortText.Of(run.Name, name)), .. columns.Select(column => column.Title == "UAR" ? $"[bold]{column.Cell(run.Report)}[/]" : Markup.Escape(column.Cell(run.Report)))]);
        }

        return table;
    }
}
