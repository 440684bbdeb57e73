using ScottPlot;
using ScottPlot.TickGenerators;
using SpeechEmotion.Runs;

namespace SpeechEmotion.Plots;

/// <summary>Unweighted average recall of several runs below one another, with their 95 % intervals.</summary>
public static class RunsPlot
{
    /// <summary>Width in units; a PNG has two pixels per unit.</summary>
    public const int Width = 1000;

    private const int RowHeight = 44;

    /// <summary>Draws a bar for each run, in the order given, the first on top, and a whisker over its interval.</summary>
    /// <param name="path">File to write: .png or .svg.</param>
    /// <param name="runs">The runs; at least one.</param>
    /// <param name="title">What is compared.</param>
    public static void Save(string path, IReadOnlyList<RunSummary> runs, string title)
    {
        ArgumentNullException.ThrowIfNull(runs);
        if (runs.Count == 0)
        {
            throw new ArgumentException("There is no run to draw; at least one is needed.", nameof(runs));
        }

        using Plot plot = PlotStyle.Create("UAR");
        plot.Grid.YAxisStyle.IsVisible = false;
        for (int i = 0; i < runs.Count; i++)
        {
            EvaluationReport report = runs[i].Report;
            double place = -i;
            (double low, double high) = Interval(report);
            plot.Add.Bar(new Bar { Position = place, Value = report.Uar, Size = 0.62, FillColor = PlotStyle.First, LineWidth = 0, Orientation = Orientation.Horizontal });
            plot.PlottableList.Add(new ScottPlot.Plottables.LinePlot { Start = new(low, place), End = new(high, place), LineColor = PlotStyle.Ink, LineWidth = 2, MarkerSize = 0 });
            ScottPlot.Plottables.Text label = plot.Add.Text($"{report.Uar:0.000}", high, place);
            PlotStyle.Style(label.LabelStyle, 14, PlotStyle.Ink, bold: true);
            label.Alignment = Alignment.MiddleLeft;
            label.OffsetX = 8;
        }

        plot.Axes.Left.TickGenerator = new NumericManual([.. Enumerable.Range(0, runs.Count).Select(i => (double)-i)], [.. runs.Select(run => run.Name)]);
        PlotStyle.Style(plot.Axes.Left.TickLabelStyle, 14, PlotStyle.Ink);
        plot.Axes.Left.MajorTickStyle.Length = 0;
        plot.Axes.SetLimitsY(-runs.Count + 0.4, 0.6);
        double most = runs.Max(run => Interval(run.Report).High);
        PlotStyle.Ticks(plot.Axes.Bottom, 0, Math.Min(1.08, 1.12 * Math.Max(most, 0.1)), 9);
        int longest = runs.Max(run => run.Name.Length), room = Math.Clamp(24 + (longest * 8), 90, Width / 2);
        int[] clips = [.. runs.Select(run => run.Report.Clips).Distinct().Order()];
        string over = $"bars: unweighted average recall; lines: 95 % intervals; {(clips.Length == 1 ? $"{clips[0]:N0}" : $"{clips[0]:N0} to {clips[^1]:N0}")} test clips";
        PlotFile.Save(path, Width, title, over, new PlotPanel(plot, (runs.Count * RowHeight) + 86, new PixelPadding(room, 28, 62, 12), ""));
    }

    private static (double Low, double High) Interval(EvaluationReport report) => report.Interval.Uar is [double low, double high] ? (low, high) : (report.Uar, report.Uar);
}
