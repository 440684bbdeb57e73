using ScottPlot;
using SpeechEmotion.Audio;
using SpeechEmotion.Features;

namespace SpeechEmotion.Plots;

/// <summary>A clip's power in mel bands over time (seconds), in decibels below the loudest band, down to 80; the bands are equally high and marked at round frequencies.</summary>
public static class MelSpectrogramPlot
{
    /// <summary>Width in units; a PNG has two pixels per unit.</summary>
    public const int Width = 1200;

    /// <summary>Height in units.</summary>
    public const int Height = 560;

    /// <summary>Draws a clip at its own sample rate and length.</summary>
    /// <param name="path">File to write: .png or .svg.</param>
    /// <param name="clip">The clip; at least one sample.</param>
    /// <param name="title">What is drawn, such as the file's name.</param>
    /// <param name="config">Frames and bands; null takes the defaults.</param>
    public static void Save(string path, AudioClip clip, string title, FeatureConfig? config = null)
    {
        ArgumentNullException.ThrowIfNull(clip);
        config = (config ?? new FeatureConfig()) with { Kinds = [FeatureKind.MelPower], SampleRate = clip.SampleRate, ClipLength = 0 };
        FeatureMatrix mel = new FeatureExtractor(config).Extract(clip);
        using Plot plot = PlotStyle.Create("time (s)");
        TimeFrequencyPanel.Fill(plot, TimeFrequencyPanel.Merge(mel), mel.Bands, (mel.Frames - 1.0) * config.HopLength / clip.SampleRate, mel.Bands - 1);
        TimeFrequencyPanel.MelTicks(plot.Axes.Left, config);
        PlotStyle.Ticks(plot.Axes.Bottom, 0, clip.DurationSeconds, 12);
        string subtitle = $"{clip.DurationSeconds:F2} s at {clip.SampleRate:N0} Hz  ·  window {config.FrameLength}, hop {config.HopLength} samples";
        PlotFile.Save(
            path, Width, title, subtitle, TimeFrequencyPanel.Panel(plot, Height - PlotFile.TitleRoom, $"{config.MelBands} mel bands, at frequency (Hz)"));
    }
}
