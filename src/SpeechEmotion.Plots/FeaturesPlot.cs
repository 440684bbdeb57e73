using ScottPlot;
using SpeechEmotion.Audio;
using SpeechEmotion.Features;

namespace SpeechEmotion.Plots;

/// <summary>The three features of a clip below one another over the same seconds: zero-crossing rate, energy, mel spectrogram.</summary>
public static class FeaturesPlot
{
    /// <summary>Width in units; a PNG has two pixels per unit.</summary>
    public const int Width = 1200;

    /// <summary>Height in units.</summary>
    public const int Height = 900;

    /// <summary>Draws a clip at its own sample rate and length.</summary>
    /// <param name="path">File to write: .png or .svg.</param>
    /// <param name="clip">The clip; at least one sample.</param>
    /// <param name="title">What is drawn, such as the file's name.</param>
    /// <param name="config">Frames and bands; null takes the defaults.</param>
    public static void Save(string path, AudioClip clip, string title, FeatureConfig? config = null)
    {
        ArgumentNullException.ThrowIfNull(clip);
        config = (config ?? new FeatureConfig()) with { SampleRate = clip.SampleRate, ClipLength = 0 };
        using Plot rate = PlotStyle.Create();
        using Plot energy = PlotStyle.Create();
        using Plot mel = PlotStyle.Create("time (s)");
        Curve(rate, clip, config, FeatureKind.ZeroCrossingRate, PlotStyle.First);
        Curve(energy, clip, config, FeatureKind.Energy, PlotStyle.Second);
        FeatureMatrix bands = Extract(clip, config, FeatureKind.MelPower);
        TimeFrequencyPanel.Fill(mel, TimeFrequencyPanel.Merge(bands), bands.Bands, (bands.Frames - 1.0) * config.HopLength / clip.SampleRate, bands.Bands - 1);
        TimeFrequencyPanel.MelTicks(mel.Axes.Left, config);
        PlotStyle.Ticks(mel.Axes.Bottom, 0, clip.DurationSeconds, 12);

        var padding = new PixelPadding(TimeFrequencyPanel.Left, TimeFrequencyPanel.Right, 30, PlotPanel.HeadingRoom);
        PlotFile.Save(
            path,
            Width,
            title,
            $"{clip.DurationSeconds:F2} s at {clip.SampleRate:N0} Hz  ·  window {config.FrameLength}, hop {config.HopLength} samples",
            new PlotPanel(rate, 220, padding, "zero-crossing rate"),
            new PlotPanel(energy, 220, padding, "energy (mean square)"),
            TimeFrequencyPanel.Panel(mel, Height - PlotFile.TitleRoom - 440, $"{config.MelBands} mel bands, at frequency (Hz)"));
    }

    private static void Curve(Plot plot, AudioClip clip, FeatureConfig config, FeatureKind kind, Color color)
    {
        float[] values = Extract(clip, config, kind).Values;
        ScottPlot.Plottables.Signal curve = plot.Add.Signal(values, (double)config.HopLength / clip.SampleRate, color);
        curve.LineWidth = 1.8f;
        curve.MaximumMarkerSize = 0;
        PlotStyle.Ticks(plot.Axes.Bottom, 0, clip.DurationSeconds, 12);
        PlotStyle.Ticks(plot.Axes.Left, 0, Math.Max(1e-6, 1.08 * values.Max()), 5);
    }

    private static FeatureMatrix Extract(AudioClip clip, FeatureConfig config, FeatureKind kind) =>
        new FeatureExtractor(config with { Kinds = [kind] }).Extract(clip.Samples);
}
