using ScottPlot;
using SpeechEmotion.Runs;

namespace SpeechEmotion.Plots;

/// <summary>How training went: above the loss of training and validation part per epoch, below their accuracy and the validation part's UAR; the best epoch is marked.</summary>
public static class TrainingCurvesPlot
{
    /// <summary>Width in units; a PNG has two pixels per unit.</summary>
    public const int Width = 1000;

    /// <summary>Height in units.</summary>
    public const int Height = 760;

    /// <summary>Draws the curves.</summary>
    /// <param name="path">File to write: .png or .svg.</param>
    /// <param name="epochs">The epochs in order; at least one. Figures that are NaN are left out, as are curves without any.</param>
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
            : $"weights of epoch {best.Epoch}";

        using Plot loss = PlotStyle.Create();
        using Plot share = PlotStyle.Create("epoch");
        PlotPanel above = Panel(loss, 320, 34, "cross-entropy (nats)", epochs, best, [
            ("training", PlotStyle.First, row => row.TrainLoss),
            ("validation", PlotStyle.Second, row => row.ValidationLoss)]);
        PlotPanel below = Panel(share, Height - PlotFile.TitleRoom - 320, 62, "share of clips (%)", epochs, best, [
            ("training accuracy", PlotStyle.First, row => 100 * row.TrainAccuracy),
            ("validation accuracy", PlotStyle.Second, row => 100 * row.ValidationAccuracy),
            ("validation UAR", PlotStyle.Third, row => 100 * row.ValidationUar)]);
        PlotFile.Save(path, Width, title, subtitle, above, below);
    }

    private static PlotPanel Panel(
        Plot plot,
        int height,
        int bottom,
        string heading,
        IReadOnlyList<EpochMetrics> epochs,
        EpochMetrics? best,
        IReadOnlyList<(string Name, Color Color, Func<EpochMetrics, double> Value)> curves)
    {
        curves = [.. curves.Where(curve => epochs.Any(row => double.IsFinite(curve.Value(row))))];
        double[] values = [.. curves.SelectMany(curve => epochs.Select(curve.Value)).Where(double.IsFinite).DefaultIfEmpty(0)];
        double room = values.Max() > values.Min() ? 0.06 * (values.Max() - values.Min()) : 0.1 * Math.Max(1, Math.Abs(values[0]));
        double first = epochs[0].Epoch, last = epochs[^1].Epoch, margin = Math.Max(0.5, 0.02 * (last - first));
        PlotStyle.Ticks(plot.Axes.Left, values.Min() - room, values.Max() + room, 7);
        PlotStyle.Ticks(plot.Axes.Bottom, first - margin, last + margin, 21, whole: true);
        if (best is not null)
        {
            plot.Add.VerticalLine(best.Epoch, 1.5f, PlotStyle.Line, LinePattern.Dashed);
        }

        foreach ((_, Color color, Func<EpochMetrics, double> value) in curves)
        {
            EpochMetrics[] rows = [.. epochs.Where(row => double.IsFinite(value(row)))];
            ScottPlot.Plottables.Scatter curve = plot.Add.Scatter(rows.Select(row => (double)row.Epoch).ToArray(), rows.Select(value).ToArray(), color);
            curve.LineWidth = 2.5f;
            curve.MarkerSize = rows.Length <= 40 ? 6 : 0;
        }

        // The dots of the best epoch, ringed in white, lie above all curves.
        foreach ((_, Color color, Func<EpochMetrics, double> value) in curves.Where(curve => best is not null && double.IsFinite(curve.Value(best))))
        {
            plot.Add.Marker(best!.Epoch, value(best), MarkerShape.FilledCircle, 16, Colors.White);
            plot.Add.Marker(best.Epoch, value(best), MarkerShape.FilledCircle, 11, color);
        }

        return new PlotPanel(plot, height, new PixelPadding(76, 28, bottom, PlotPanel.HeadingRoom), heading)
        {
            Legend = [.. curves.Select(curve => (curve.Name, curve.Color))],
        };
    }
}
