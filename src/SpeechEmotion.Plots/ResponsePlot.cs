using ScottPlot;
using SpeechEmotion.Runs;

namespace SpeechEmotion.Plots;

/// <summary>Mean probabilities of the emotions when clips are changed more and more: one panel for each change, one curve for each emotion.</summary>
public static class ResponsePlot
{
    /// <summary>Width in units; a PNG has two pixels per unit.</summary>
    public const int Width = 1000;

    private const int PanelHeight = 270;

    /// <summary>Draws the curves.</summary>
    /// <param name="path">File to write: .png or .svg.</param>
    /// <param name="curves">The changes; at least one.</param>
    /// <param name="title">What was changed, such as the corpus.</param>
    /// <param name="subtitle">How many clips it rests on.</param>
    /// <exception cref="ArgumentException">There is no curve, or one has fewer than two amounts.</exception>
    public static void Save(string path, IReadOnlyList<ResponseCurve> curves, string title, string subtitle)
    {
        ArgumentNullException.ThrowIfNull(curves);
        if (curves.Count == 0 || curves.Any(curve => curve.Amounts.Count < 2))
        {
            throw new ArgumentException("There must be a curve, and each must have two amounts or more.", nameof(curves));
        }

        Plot[] plots = [.. curves.Select(curve => PlotStyle.Create(curve.Change))];
        double top = Math.Min(100, 105 * curves.Max(curve => curve.Probabilities.Values.Max(values => values.Max())));
        PlotPanel[] panels = [.. curves.Select((curve, i) => Panel(plots[i], curve, top, isFirst: i == 0))];
        PlotFile.Save(path, Width, title, subtitle, panels);
        Array.ForEach(plots, plot => plot.Dispose());
    }

    private static PlotPanel Panel(Plot plot, ResponseCurve curve, double top, bool isFirst)
    {
        PlotStyle.Ticks(plot.Axes.Left, 0, top, 6);
        double margin = 0.02 * (curve.Amounts[^1] - curve.Amounts[0]);
        PlotStyle.Ticks(plot.Axes.Bottom, curve.Amounts[0] - margin, curve.Amounts[^1] + margin, 15);
        foreach ((string emotion, double[] values) in curve.Probabilities)
        {
            ScottPlot.Plottables.Scatter line = plot.Add.Scatter(curve.Amounts.ToArray(), values.Select(value => 100 * value).ToArray(), Color.FromHex(EmotionColors.Of(emotion)));
            line.LineWidth = 2.5f;
            line.MarkerSize = 6;
        }

        return new PlotPanel(plot, PanelHeight, new PixelPadding(76, 28, 62, PlotPanel.HeadingRoom), isFirst ? "mean probability (%)" : "")
        {
            Legend = isFirst ? [.. curve.Probabilities.Keys.Select(emotion => (emotion, Color.FromHex(EmotionColors.Of(emotion))))] : [],
        };
    }
}
