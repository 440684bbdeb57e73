using ScottPlot;

namespace SpeechEmotion.Plots;

/// <summary>Where a model listens on average: for each emotion, by how many points its probability drops without a part of the sound, over the course of a clip and frequency.</summary>
public static class MeanSaliencyPlot
{
    /// <summary>Width in units; a PNG has two pixels per unit.</summary>
    public const int Width = 1000;

    private const int PanelHeight = 250;

    /// <summary>Draws the maps.</summary>
    /// <param name="path">File to write: .png or .svg.</param>
    /// <param name="title">What was listened to, such as the corpus.</param>
    /// <param name="subtitle">How many clips it rests on.</param>
    /// <param name="frequencies">Edges of the bands in Hz, ascending, equally far apart in mel, <c>[bands + 1]</c>.</param>
    /// <param name="drops">For each emotion, the mean drops of its probability, -1..1, <c>[bands][parts]</c>, lowest band first; the parts are equal parts of a clip.</param>
    /// <exception cref="ArgumentException">There is no emotion, or the drops do not fit the bands.</exception>
    public static void Save(string path, string title, string subtitle, IReadOnlyList<double> frequencies, IReadOnlyDictionary<string, float[][]> drops)
    {
        ArgumentNullException.ThrowIfNull(frequencies);
        ArgumentNullException.ThrowIfNull(drops);
        if (drops.Count == 0 || drops.Values.Any(bands => bands.Length + 1 != frequencies.Count || bands.Any(band => band.Length == 0)))
        {
            throw new ArgumentException("There must be an emotion, and its drops must have a row for each band, which is one less than there are edges.", nameof(drops));
        }

        double most = drops.Values.Max(bands => bands.Max(band => band.Max(MathF.Abs)));
        List<Plot> plots = [];
        List<PlotPanel> panels = [];
        foreach ((string emotion, float[][] bands) in drops)
        {
            bool isLast = plots.Count == drops.Count - 1;
            Plot plot = PlotStyle.Create(isLast ? "part of the clip (%)" : "");
            SaliencyPlot.Fill(plot, 100, frequencies, bands, most);
            plots.Add(plot);
            panels.Add(new PlotPanel(plot, PanelHeight + (isLast ? 28 : 0), new PixelPadding(TimeFrequencyPanel.Left, TimeFrequencyPanel.Right, isLast ? 60 : 32, PlotPanel.HeadingRoom), $"{emotion}, at frequency (Hz)") { ColorBarHeading = "drop (points)" });
        }

        PlotFile.Save(path, Width, title, subtitle, panels);
        plots.ForEach(plot => plot.Dispose());
    }
}
