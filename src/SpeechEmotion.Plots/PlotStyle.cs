using ScottPlot;
using SpeechEmotion.Runs;

namespace SpeechEmotion.Plots;

/// <summary>What all plots have in common: typeface, colours, round ticks. Lengths are units of which a PNG has two pixels.</summary>
internal static class PlotStyle
{
    public static readonly Color Ink = Color.FromHex("#1F2933");
    public static readonly Color Muted = Color.FromHex("#52606D");
    public static readonly Color Line = Color.FromHex("#9AA5B1");
    public static readonly Color GridLine = Color.FromHex("#E4E9EE");
    public static readonly Color First = Color.FromHex("#0072B2");
    public static readonly Color Second = Color.FromHex("#D55E00");
    public static readonly Color Third = Color.FromHex("#009E73");

    /// <summary>An empty plot: a faint grid, left and bottom axis lines only.</summary>
    /// <param name="x">Label of the horizontal axis; may be empty.</param>
    public static Plot Create(string x = "")
    {
        PlotFonts.Register();
        var plot = new Plot();
        plot.FigureBackground.Color = Colors.White;
        plot.DataBackground.Color = Colors.White;
        plot.XLabel(x);
        Style(plot.Axes.Bottom);
        Style(plot.Axes.Left);
        plot.Axes.Top.IsVisible = false;
        plot.Axes.Right.IsVisible = false;
        plot.Grid.MajorLineColor = GridLine;
        plot.Grid.MajorLineWidth = 1;
        return plot;
    }

    /// <summary>An axis in the common style.</summary>
    public static void Style(IAxis axis)
    {
        Style(axis.Label, 14, Ink);
        Style(axis.TickLabelStyle, 13, Muted);
        axis.FrameLineStyle.Width = 1;
        axis.FrameLineStyle.Color = Line;
        axis.MajorTickStyle.Length = 5;
        axis.MajorTickStyle.Width = 1;
        axis.MajorTickStyle.Color = Line;
        axis.MinorTickStyle.Length = 0;
    }

    /// <summary>Text in the common typeface.</summary>
    public static void Style(LabelStyle label, float size, Color color, bool bold = false)
    {
        label.FontName = PlotFonts.Family;
        label.FontSize = size;
        label.ForeColor = color;
        label.Bold = bold;
    }

    /// <summary>Limits of an axis, and a maximum number of ticks, at round numbers.</summary>
    public static void Ticks(IAxis axis, double from, double to, int most, bool whole = false)
    {
        axis.Min = from;
        axis.Max = to;
        (double[] places, string[] labels) = RoundNumbers.Between(from, to, most, whole);
        axis.SetTicks(places, labels);
    }

    /// <summary>White or ink, whichever is easier to read on a colour: the one of higher contrast [WCAG2018].</summary>
    public static Color On(Color background)
    {
        double light = RelativeLuminance(background) + 0.05;
        return 1.05 / light > light / (RelativeLuminance(Ink) + 0.05) ? Colors.White : Ink;
    }

    private static double RelativeLuminance(Color color)
    {
        return (0.2126 * Linear(color.Red)) + (0.7152 * Linear(color.Green)) + (0.0722 * Linear(color.Blue));

        static double Linear(byte value) => value <= 10 ? value / 255.0 / 12.92 : Math.Pow(((value / 255.0) + 0.055) / 1.055, 2.4);
    }
}
