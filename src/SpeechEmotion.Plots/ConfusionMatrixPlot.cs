using ScottPlot;
using ScottPlot.TickGenerators;
using SpeechEmotion.Audio;
using SpeechEmotion.Metrics;
using SpeechEmotion.Runs;

namespace SpeechEmotion.Plots;

/// <summary>
/// A confusion matrix as a picture: a row per intended emotion, a column per recognised one; each cell tells the clips and their share of the row, which
/// also is its colour. What is right stands on the diagonal.
/// </summary>
public static class ConfusionMatrixPlot
{
    /// <summary>Width in units; a PNG has two pixels per unit.</summary>
    public const int Width = 820;

    /// <summary>Height in units.</summary>
    public const int Height = 866;

    // White to dark blue, evenly darker: [Brewer2003], Blues.
    private static readonly ScottPlot.Colormaps.CustomInterpolated Blues = new(
        [.. new[] { "#F5F9FD", "#DEEBF7", "#C6DBEF", "#9ECAE1", "#6BAED6", "#4292C6", "#2171B5", "#08519C", "#08306B" }.Select(hex => Color.FromHex(hex))]);

    /// <summary>Draws the matrix of a report.</summary>
    /// <param name="path">File to write: .png or .svg.</param>
    /// <param name="report">The report.</param>
    /// <param name="title">What was measured, such as the experiment's name.</param>
    public static void Save(string path, EvaluationReport report, string title)
    {
        ArgumentNullException.ThrowIfNull(report);
        Save(path, report.Confusion, report.Labels, title);
    }

    /// <summary>Draws a matrix; accuracy and UAR stand below the title.</summary>
    /// <param name="path">File to write: .png or .svg.</param>
    /// <param name="confusion">Counts <c>[truth][predicted]</c>.</param>
    /// <param name="labels">Names of the emotions, one for each row.</param>
    /// <param name="title">What was measured.</param>
    public static void Save(string path, ConfusionMatrix confusion, IReadOnlyList<string> labels, string title)
    {
        double accuracy = confusion.Accuracy, uar = confusion.Uar;
        int[] clips = confusion.Support();
        int n = confusion.Classes;
        if (labels.Count != n)
        {
            throw new ArgumentException($"{labels.Count} labels for {n} emotions; one for each is needed.", nameof(labels));
        }

        using Plot plot = PlotStyle.Create("recognised emotion");
        plot.HideGrid();
        float room = 600f / n;
        for (int truth = 0; truth < n; truth++)
        {
            int support = Math.Max(1, clips[truth]);
            for (int predicted = 0; predicted < n; predicted++)
            {
                double share = (double)confusion[truth, predicted] / support;
                ScottPlot.Plottables.Rectangle cell = plot.Add.Rectangle(predicted - 0.5, predicted + 0.5, truth - 0.5, truth + 0.5);
                cell.FillColor = Blues.GetColor(share);
                cell.LineColor = Colors.White;
                cell.LineWidth = 2;
                Color ink = PlotStyle.On(cell.FillColor);
                Write(plot, predicted, truth, $"{confusion[truth, predicted]:N0}", Math.Min(20, room / 5), -room / 11, ink, truth == predicted);
                Write(plot, predicted, truth, $"{100 * share:F0} %", Math.Min(13, room / 7), room / 8, ink, false);
            }
        }

        double[] places = [.. Enumerable.Range(0, n).Select(i => (double)i)];
        foreach (IAxis axis in (IAxis[])[plot.Axes.Bottom, plot.Axes.Left])
        {
            axis.TickGenerator = new NumericManual(places, [.. labels]);
            axis.MajorTickStyle.Length = 0;
            axis.FrameLineStyle.Width = 0;
            PlotStyle.Style(axis.TickLabelStyle, 14, PlotStyle.Ink);
        }

        plot.Axes.SetLimits(-0.5, n - 0.5, n - 0.5, -0.5);
        string subtitle = $"accuracy {100 * accuracy:F1} %  ·  UAR {100 * uar:F1} %  ·  {Counted.Of(confusion.Clips, "clip", "N0")}";
        int left = 40 + (9 * labels.Max(label => label.Length));
        PlotFile.Save(path, Width, title, subtitle, new PlotPanel(plot, Height - PlotFile.TitleRoom, new PixelPadding(left, 24, 64, 30), "intended emotion"));
    }

    private static void Write(Plot plot, double x, double y, string text, float size, float down, Color color, bool bold)
    {
        ScottPlot.Plottables.Text label = plot.Add.Text(text, x, y);
        label.Alignment = Alignment.MiddleCenter;
        label.OffsetY = down;
        PlotStyle.Style(label.LabelStyle, size, color, bold);
    }
}
