using ScottPlot;
using ScottPlot.Panels;
using SpeechEmotion.Features;
using SpeechEmotion.Signal;

namespace SpeechEmotion.Plots;

/// <summary>Values over time and frequency, in decibels below the loudest, as a coloured area with a colour bar.</summary>
internal static class TimeFrequencyPanel
{
    /// <summary>Columns beyond what can be told apart are merged, each showing the loudest of its frames.</summary>
    public const int MostColumns = 2400;

    /// <summary>Room left of the data, for the axis, in units.</summary>
    public const int Left = 84;

    /// <summary>Room right of the data, for the colour bar, in units.</summary>
    public const int Right = 110;

    /// <summary>Fills a plot.</summary>
    /// <param name="plot">The plot.</param>
    /// <param name="power">Powers <c>[rows, columns]</c>, row-major, lowest frequency first; they are turned into decibels in place.</param>
    /// <param name="rows">Number of rows; at least 1.</param>
    /// <param name="lastTime">Centre of the last column, in seconds; that of the first is 0.</param>
    /// <param name="lastRow">Place of the last row on the vertical axis; that of the first is 0.</param>
    public static void Fill(Plot plot, float[] power, int rows, double lastTime, double lastRow)
    {
        int columns = power.Length / rows;
        (_, float greatest) = Decibels.FromPower(power);
        bool silent = greatest <= 10 * MathF.Log10(Decibels.LeastPower);

        AddColorBar(plot, AddMap(plot, rows, columns, lastTime, lastRow, (row, column) => silent ? -Decibels.Range : power[(row * columns) + column] - greatest), -Decibels.Range, 0);
    }

    /// <summary>Fills a plot with values as they are, one row above another; columns beyond what can be told apart are left out.</summary>
    /// <param name="plot">The plot.</param>
    /// <param name="features">The values.</param>
    /// <param name="lastTime">Centre of the last frame, in seconds; that of the first is 0.</param>
    /// <param name="leaveOut">Lowest rows whose values may lie beyond the colours.</param>
    public static void FillValues(Plot plot, FeatureMatrix features, double lastTime, int leaveOut)
    {
        int columns = Math.Min(features.Frames, MostColumns);
        ReadOnlySpan<float> coloured = features.Values.AsSpan(leaveOut * features.Frames);
        float least = float.PositiveInfinity, greatest = float.NegativeInfinity;
        foreach (float value in coloured)
        {
            (least, greatest) = (Math.Min(least, value), Math.Max(greatest, value));
        }

        AddColorBar(
            plot,
            AddMap(plot, features.Bands, columns, lastTime, features.Bands - 1, (row, column) => features[row, (int)((long)column * features.Frames / columns)]),
            least,
            greatest > least ? greatest : least + 1);
    }

    private static ScottPlot.Plottables.Heatmap AddMap(Plot plot, int rows, int columns, double lastTime, double lastRow, Func<int, int, float> value)
    {
        // A heat map needs two cells in each direction to know their size.
        var cells = new double[Math.Max(rows, 2), Math.Max(columns, 2)];
        for (int row = 0; row < cells.GetLength(0); row++)
        {
            for (int column = 0; column < cells.GetLength(1); column++)
            {
                cells[cells.GetLength(0) - 1 - row, column] = value(Math.Min(row, rows - 1), Math.Min(column, columns - 1));
            }
        }

        ScottPlot.Plottables.Heatmap map = plot.Add.Heatmap(cells);
        map.Colormap = new ScottPlot.Colormaps.Magma();
        map.Position = new CoordinateRect(0, Math.Max(lastTime, 1e-6), 0, Math.Max(lastRow, 1e-6));
        plot.HideGrid();
        return map;
    }

    /// <summary>Sets which values have the first and the last colour, and shows them in a bar.</summary>
    public static void AddColorBar(Plot plot, ScottPlot.Plottables.Heatmap map, double low, double high)
    {
        map.ManualRange = new ScottPlot.Range(low, high);

        // An empty right axis keeps the bar off the data.
        plot.Axes.Right.IsVisible = true;
        plot.Axes.Right.MinimumSize = plot.Axes.Right.MaximumSize = 14;
        plot.Axes.Right.FrameLineStyle.Width = 0;
        plot.Axes.Right.TickGenerator = new ScottPlot.TickGenerators.EmptyTickGenerator();
        ColorBar bar = plot.Add.ColorBar(map);
        bar.Width = 18;
        PlotStyle.Style(bar.Axis);
        PlotStyle.Ticks(bar.Axis, low, high, 5);
    }

    /// <summary>The filled plot, with room for its colour bar.</summary>
    public static PlotPanel Panel(Plot plot, int height, string heading) =>
        new(plot, height, new PixelPadding(Left, Right, 60, PlotPanel.HeadingRoom), heading) { ColorBarHeading = "power (dB)" };

    /// <summary>Power in mel bands <c>[bands, columns]</c>, merged to at most <see cref="MostColumns"/> columns.</summary>
    public static float[] Merge(FeatureMatrix mel)
    {
        int columns = Math.Min(mel.Frames, MostColumns);
        var merged = new float[mel.Bands * columns];
        for (int band = 0; band < mel.Bands; band++)
        {
            ReadOnlySpan<float> row = mel.Band(band);
            for (int frame = 0; frame < row.Length; frame++)
            {
                ref float cell = ref merged[(band * columns) + (int)((long)frame * columns / row.Length)];
                cell = Math.Max(cell, row[frame]);
            }
        }

        return merged;
    }

    /// <summary>Marks the mel axis, whose unit is bands, at round frequencies.</summary>
    public static void MelTicks(IAxis axis, FeatureConfig config)
    {
        double low = MelScale.FromFrequency(config.MinFrequency);
        double high = MelScale.FromFrequency(config.MaxFrequency > 0 ? config.MaxFrequency : config.SampleRate / 2.0);
        double[] frequencies = [.. new double[] { 125, 250, 500, 1000, 2000, 4000, 8000, 16000 }.Where(f => Band(f) > -0.5 && Band(f) < config.MelBands - 0.5)];
        (axis.Min, axis.Max) = (-0.5, config.MelBands - 0.5);
        axis.SetTicks([.. frequencies.Select(Band)], [.. frequencies.Select(f => $"{f:N0}")]);

        // Centres of bands are equally far apart in mel; the first is one step above the lowest edge.
        double Band(double frequency) => ((MelScale.FromFrequency(frequency) - low) / (high - low) * (config.MelBands + 1)) - 1;
    }
}
