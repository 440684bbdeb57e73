using ScottPlot;
using SpeechEmotion.Training;

namespace SpeechEmotion.Evaluation;

/// <summary>How training went: above the loss of training and validation part per epoch, below their accuracy and the validation part's UAR; the best epoch is marked.</summary>
public static class TrainingCurvesPlot
{
    /// <summary>Width in units; a PNG has two pixels per unit.</summary>
    public const int Width = 1000;

    /// <summary>Height in units.</summary>
    public const int Height = 760;

    /// <summary>Draws the curves.</summary>
    /// <param name="path">File to write: .png or .svg.</param>
    /// <param name="epochs">The epochs in order; at least one. Figures that are NaN are left out.</param>
    /// <param name="title">What was trained.</param>
    /// <param name="bestEpoch">The epoch whose weights were kept; null marks the highest validation UAR, the first of several.</param>
    public static void Save(string path, IReadOnlyList<EpochMetrics> epochs, string title, int? bestEpoch = null)
    {
        ArgumentNullException.ThrowIfNull(epochs);
        if (epochs.Count == 0)
        {
            throw new ArgumentException("There is no epoch to draw; at least one is needed.", nameof(epochs));
        }

        EpochMetrics? best = bestEpoch is int number
            ? epochs.FirstOrDefault(row => row.Epoch == number)
                ?? throw new ArgumentOutOfRangeException(nameof(bestEpoch), number, "The best epoch is not among the epochs.")
            : epochs.Where(row => double.IsFinite(row.ValidationUar)).MaxBy(row => row.ValidationUar);
        string subtitle = best is null ? "" : double.IsFinite(best.ValidationUar)
            ? $"best epoch {best.Epoch}: validation UAR {100 * best.ValidationUar:F1} %, accuracy {100 * best.ValidationAccuracy:F1} %"
            : $"best epoch {best.Epoch}";

        using Plot loss = PlotStyle.Create(title, subtitle, "", "cross-entropy (nats)");
        Add(loss, epochs, row => row.TrainLoss, "training", PlotStyle.First, best);
        Add(loss, epochs, row => row.ValidationLoss, "validation", PlotStyle.Second, best);
        using Plot share = PlotStyle.Create("", "", "epoch", "share of clips (%)");
        Add(share, epochs, row => 100 * row.TrainAccuracy, "training accuracy", PlotStyle.First, best);
        Add(share, epochs, row => 100 * row.ValidationAccuracy, "validation accuracy", PlotStyle.Second, best);
        Add(share, epochs, row => 100 * row.ValidationUar, "validation UAR", PlotStyle.Third, best);
        Finish(loss, epochs, best, Alignment.UpperRight, new PixelPadding(76, 28, 34, 74));
        Finish(share, epochs, best, Alignment.LowerRight, new PixelPadding(76, 28, 58, 14));
        PlotFile.Save(path, Width, Height, (loss, new PixelRect(0, Width, 400, 0)), (share, new PixelRect(0, Width, Height, 400)));
    }

    private static void Add(Plot plot, IReadOnlyList<EpochMetrics> epochs, Func<EpochMetrics, double> value, string name, Color color, EpochMetrics? best)
    {
        EpochMetrics[] rows = [.. epochs.Where(row => double.IsFinite(value(row)))];
        if (rows.Length == 0)
        {
            return;
        }

        ScottPlot.Plottables.Scatter curve = plot.Add.Scatter(rows.Select(row => (double)row.Epoch).ToArray(), rows.Select(value).ToArray(), color);
        curve.LegendText = name;
        curve.LineWidth = 2.5f;
        curve.MarkerSize = rows.Length <= 40 ? 6 : 0;
        if (best is not null && double.IsFinite(value(best)))
        {
            ScottPlot.Plottables.Marker mark = plot.Add.Marker(best.Epoch, value(best), MarkerShape.FilledCircle, 13, color);
            mark.MarkerLineColor = Colors.White;
            mark.MarkerLineWidth = 2;
        }
    }

    private static void Finish(Plot plot, IReadOnlyList<EpochMetrics> epochs, EpochMetrics? best, Alignment legend, PixelPadding padding)
    {
        if (best is not null)
        {
            plot.MoveToBack(plot.Add.VerticalLine(best.Epoch, 1.5f, PlotStyle.Line, LinePattern.Dashed));
        }

        PlotStyle.RoundTicks(plot.Axes.Bottom, whole: true);
        double first = epochs[0].Epoch, last = epochs[^1].Epoch, margin = Math.Max(0.5, 0.02 * (last - first));
        plot.Axes.AutoScale();
        plot.Axes.SetLimitsX(first - margin, last + margin);
        plot.Layout.Fixed(padding);
        plot.ShowLegend(legend);
    }
}
