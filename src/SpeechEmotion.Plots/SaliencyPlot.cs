using ScottPlot;
using SpeechEmotion.Audio;
using SpeechEmotion.Features;

namespace SpeechEmotion.Plots;

/// <summary>A clip's mel spectrogram, and below it by how many points the probability of an emotion drops without each part of the sound: blue counts for the emotion, red against it.</summary>
public static class SaliencyPlot
{
    /// <summary>Width in units; a PNG has two pixels per unit.</summary>
    public const int Width = 1200;

    /// <summary>Height in units.</summary>
    public const int Height = 900;

    private const int MelHeight = 440;

    /// <summary>Draws a clip.</summary>
    /// <param name="path">File to write: .png or .svg.</param>
    /// <param name="clip">The clip; at least one sample.</param>
    /// <param name="title">What is drawn, such as the file's name.</param>
    /// <param name="subtitle">What is explained, such as the emotion and its probability.</param>
    /// <param name="frequencies">Edges of the bands in Hz, ascending, equally far apart in mel, <c>[bands + 1]</c>.</param>
    /// <param name="drops">Drops of the probability, -1..1, <c>[bands][parts]</c>, lowest band first; the parts are equally long and fill the clip.</param>
    /// <exception cref="ArgumentException">The drops do not fit the bands.</exception>
    public static void Save(string path, AudioClip clip, string title, string subtitle, IReadOnlyList<double> frequencies, IReadOnlyList<float[]> drops)
    {
        ArgumentNullException.ThrowIfNull(clip);
        ArgumentNullException.ThrowIfNull(frequencies);
        ArgumentNullException.ThrowIfNull(drops);
        if (drops.Count == 0 || drops.Count + 1 != frequencies.Count || drops.Any(band => band.Length == 0 || band.Length != drops[0].Length))
        {
            throw new ArgumentException($"{drops.Count} bands of drops do not fit {frequencies.Count} edges; there must be one edge more than bands, and as many parts in each band.", nameof(drops));
        }

        FeatureConfig config = new() { Kinds = [FeatureKind.MelPower], SampleRate = clip.SampleRate, ClipLength = 0 };
        FeatureMatrix bands = new FeatureExtractor(config).Extract(clip);
        using Plot mel = PlotStyle.Create();
        using Plot map = PlotStyle.Create("time (s)");
        TimeFrequencyPanel.Fill(mel, TimeFrequencyPanel.Merge(bands), bands.Bands, (bands.Frames - 1.0) * config.HopLength / clip.SampleRate, bands.Bands - 1);
        TimeFrequencyPanel.MelTicks(mel.Axes.Left, config);
        PlotStyle.Ticks(mel.Axes.Bottom, 0, clip.DurationSeconds, 12);
        Fill(map, clip.DurationSeconds, frequencies, drops, drops.Max(band => band.Max(MathF.Abs)));
        PixelPadding padding = new(TimeFrequencyPanel.Left, TimeFrequencyPanel.Right, 60, PlotPanel.HeadingRoom);
        PlotFile.Save(
            path,
            Width,
            title,
            subtitle,
            TimeFrequencyPanel.Panel(mel, MelHeight, $"{config.MelBands} mel bands, at frequency (Hz)"),
            new PlotPanel(map, Height - PlotFile.TitleRoom - MelHeight, padding, "without this part, at frequency (Hz)") { ColorBarHeading = "drop (points)" });
    }

    /// <summary>Fills a plot with drops.</summary>
    /// <param name="plot">The plot.</param>
    /// <param name="width">What the parts together are wide on the horizontal axis.</param>
    /// <param name="frequencies">Edges of the bands.</param>
    /// <param name="drops">The drops, <c>[bands][parts]</c>.</param>
    /// <param name="largest">The drop, or rise, that has the strongest colour, 0..1.</param>
    internal static void Fill(Plot plot, double width, IReadOnlyList<double> frequencies, IReadOnlyList<float[]> drops, double largest)
    {
        int rows = drops.Count, parts = drops[0].Length;
        double[,] cells = new double[Math.Max(rows, 2), Math.Max(parts, 2)]; // a heat map needs two cells in each direction to know their size
        for (int row = 0; row < cells.GetLength(0); row++)
        {
            for (int part = 0; part < cells.GetLength(1); part++)
            {
                cells[cells.GetLength(0) - 1 - row, part] = 100 * drops[Math.Min(row, rows - 1)][Math.Min(part, parts - 1)];
            }
        }

        double most = Math.Max(1, 100 * largest);
        ScottPlot.Plottables.Heatmap map = plot.Add.Heatmap(cells);
        map.Colormap = new ScottPlot.Colormaps.Balance().Reversed();
        double wide = width / cells.GetLength(1) / 2, high = (double)rows / cells.GetLength(0) / 2; // half a cell: the position is that of the outer cells' centres
        map.Position = new CoordinateRect(wide, width - wide, high, rows - high);
        plot.HideGrid();
        TimeFrequencyPanel.AddColorBar(plot, map, -most, most);
        PlotStyle.Ticks(plot.Axes.Bottom, 0, width, 12);
        (plot.Axes.Left.Min, plot.Axes.Left.Max) = (0, rows);
        plot.Axes.Left.SetTicks([.. Enumerable.Range(0, rows + 1).Select(edge => (double)edge)], [.. frequencies.Select(frequency => $"{frequency:N0}")]);
    }
}
