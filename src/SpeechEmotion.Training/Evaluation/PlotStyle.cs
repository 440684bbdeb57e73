using ScottPlot;
using ScottPlot.TickGenerators;

namespace SpeechEmotion.Evaluation;

/// <summary>What all plots have in common: typeface, colours, spacing. Lengths are units of which a PNG has two pixels.</summary>
internal static class PlotStyle
{
    public static readonly Color Ink = Color.FromHex("#1F2933");
    public static readonly Color Muted = Color.FromHex("#52606D");
    public static readonly Color Line = Color.FromHex("#9AA5B1");
    public static readonly Color GridLine = Color.FromHex("#E8ECF0");
    public static readonly Color First = Color.FromHex("#0072B2");
    public static readonly Color Second = Color.FromHex("#D55E00");
    public static readonly Color Third = Color.FromHex("#009E73");

    /// <summary>An empty plot: title in bold, subtitle (may be empty) below it, axis labels, a faint grid, left and bottom axis lines only.</summary>
    public static Plot Create(string title, string subtitle, string x, string y)
    {
        PlotFonts.Register();
        var plot = new Plot();
        plot.Font.Set(PlotFonts.Family);
        plot.FigureBackground.Color = Colors.White;
        plot.DataBackground.Color = Colors.White;

        plot.Title(title, 20);
        plot.Axes.Title.Label.Bold = true;
        plot.Axes.Title.Label.ForeColor = Ink;
        plot.Axes.Title.FullFigureCenter = false;
        plot.Axes.Top.Label.Text = subtitle;
        Style(plot.Axes.Top.Label, 14, Muted);

        plot.XLabel(x, 14);
        plot.YLabel(y, 14);
        foreach (IAxis axis in (IAxis[])[plot.Axes.Bottom, plot.Axes.Left])
        {
            Style(axis);
        }

        foreach (IAxis axis in (IAxis[])[plot.Axes.Top, plot.Axes.Right])
        {
            axis.FrameLineStyle.Width = 0;
            axis.MajorTickStyle.Length = 0;
            axis.MinorTickStyle.Length = 0;
        }

        plot.Axes.Right.MinimumSize = 24;
        plot.Grid.MajorLineColor = GridLine;
        plot.Grid.MajorLineWidth = 1;

        plot.Legend.FontName = PlotFonts.Family;
        plot.Legend.FontSize = 13;
        plot.Legend.FontColor = Ink;
        plot.Legend.OutlineWidth = 0;
        plot.Legend.ShadowColor = Colors.Transparent;
        plot.Legend.BackgroundColor = Colors.White.WithAlpha(0.85);
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

    /// <summary>Ticks at round numbers, none between them.</summary>
    public static void RoundTicks(IAxis axis, Func<double, string>? format = null, bool whole = false)
    {
        var ticks = new NumericAutomatic { IntegerTicksOnly = whole };
        if (format is not null)
        {
            ticks.LabelFormatter = format;
        }

        axis.TickGenerator = ticks;
    }

    public static void Style(LabelStyle label, float size, Color color)
    {
        label.FontName = PlotFonts.Family;
        label.FontSize = size;
        label.ForeColor = color;
        label.Bold = false;
    }
}
