using ScottPlot;
using SpeechEmotion.Audio;

namespace SpeechEmotion.Plots;

/// <summary>A clip's samples over time, in seconds; the amplitude axis is symmetric about 0 and fits the clip.</summary>
public static class WaveformPlot
{
    /// <summary>Width in units; a PNG has two pixels per unit.</summary>
    public const int Width = 1200;

    /// <summary>Height in units.</summary>
    public const int Height = 420;

    /// <summary>Draws a clip.</summary>
    /// <param name="path">File to write: .png or .svg.</param>
    /// <param name="clip">The clip; at least one sample.</param>
    /// <param name="title">What is drawn, such as the file's name.</param>
    public static void Save(string path, AudioClip clip, string title)
    {
        ArgumentNullException.ThrowIfNull(clip);
        if (clip.Samples.Length == 0)
        {
            throw new ArgumentException("The clip is empty; at least one sample is needed.", nameof(clip));
        }

        using Plot plot = PlotStyle.Create("time (s)");
        ScottPlot.Plottables.Signal wave = plot.Add.Signal(clip.Samples, 1.0 / clip.SampleRate, PlotStyle.First);
        wave.LineWidth = 1;
        wave.MaximumMarkerSize = 0;
        double peak = Math.Max(1e-3, clip.Samples.Max(sample => float.IsFinite(sample) ? Math.Abs(sample) : 0));
        PlotStyle.Ticks(plot.Axes.Bottom, 0, clip.DurationSeconds, 12);
        PlotStyle.Ticks(plot.Axes.Left, -1.08 * peak, 1.08 * peak, 7);
        string subtitle = $"{clip.DurationSeconds:F2} s at {clip.SampleRate:N0} Hz";
        PlotFile.Save(path, Width, title, subtitle, new PlotPanel(plot, Height - PlotFile.TitleRoom, new PixelPadding(76, 28, 60, PlotPanel.HeadingRoom), "amplitude"));
    }
}
