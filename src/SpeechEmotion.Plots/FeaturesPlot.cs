using ScottPlot;
using SpeechEmotion.Audio;
using SpeechEmotion.Features;

namespace SpeechEmotion.Plots;

/// <summary>Features of a clip below one another over the same seconds: a curve for a kind of one row, a coloured area for one of several.</summary>
public static class FeaturesPlot
{
    /// <summary>Width in units; a PNG has two pixels per unit.</summary>
    public const int Width = 1200;

    /// <summary>Height of zero-crossing rate, energy and mel spectrogram, in units.</summary>
    public const int Height = PlotFile.TitleRoom + (2 * CurveHeight) + AreaHeight;

    private const int CurveHeight = 220;
    private const int AreaHeight = 386;

    private static readonly Color[] s_colors = [PlotStyle.First, PlotStyle.Second, PlotStyle.Third];

    /// <summary>Draws a clip at its own sample rate and length.</summary>
    /// <param name="path">File to write: .png or .svg.</param>
    /// <param name="clip">The clip; at least one sample.</param>
    /// <param name="title">What is drawn, such as the file's name.</param>
    /// <param name="config">Kinds, from top to bottom, frames and bands; null takes zero-crossing rate, energy, mel spectrogram and the defaults.</param>
    public static void Save(string path, AudioClip clip, string title, FeatureConfig? config = null)
    {
        ArgumentNullException.ThrowIfNull(clip);
        config ??= new FeatureConfig { Kinds = [FeatureKind.ZeroCrossingRate, FeatureKind.Energy, FeatureKind.MelPower] };
        config = config with { SampleRate = clip.SampleRate, ClipLength = 0 };
        Plot[] plots = [.. config.Kinds.Select((_, i) => PlotStyle.Create(i == config.Kinds.Count - 1 ? "time (s)" : ""))];
        try
        {
            int curves = 0;
            PlotPanel[] panels = [.. config.Kinds.Select((kind, i) =>
                FeatureKinds.IsOneRow(kind) ? Curve(plots[i], clip, config, kind, s_colors[curves++ % s_colors.Length]) : Area(plots[i], clip, config, kind))];
            string subtitle = $"{clip.DurationSeconds:F2} s at {clip.SampleRate:N0} Hz  ·  window {config.FrameLength}, hop {config.HopLength} samples";
            PlotFile.Save(path, Width, title, subtitle, panels);
        }
        finally
        {
            foreach (Plot plot in plots)
            {
                plot.Dispose();
            }
        }
    }

    private static PlotPanel Curve(Plot plot, AudioClip clip, FeatureConfig config, FeatureKind kind, Color color)
    {
        float[] values = Extract(clip, config, kind).Values;
        ScottPlot.Plottables.Signal curve = plot.Add.Signal(values, (double)config.HopLength / clip.SampleRate, color);
        curve.LineWidth = 1.8f;
        curve.MaximumMarkerSize = 0;
        PlotStyle.Ticks(plot.Axes.Bottom, 0, clip.DurationSeconds, 12);
        PlotStyle.Ticks(plot.Axes.Left, 0, Math.Max(1e-6, 1.08 * values.Max()), 5);
        bool last = plot.Axes.Bottom.Label.Text.Length > 0;
        var padding = new PixelPadding(TimeFrequencyPanel.Left, TimeFrequencyPanel.Right, last ? 60 : 30, PlotPanel.HeadingRoom);
        return new PlotPanel(plot, last ? CurveHeight + 30 : CurveHeight, padding, Heading(kind, config));
    }

    private static PlotPanel Area(Plot plot, AudioClip clip, FeatureConfig config, FeatureKind kind)
    {
        FeatureMatrix features = Extract(clip, config, kind);
        double lastTime = (features.Frames - 1.0) * config.HopLength / clip.SampleRate;
        if (kind == FeatureKind.MelPower)
        {
            TimeFrequencyPanel.Fill(plot, TimeFrequencyPanel.Merge(features), features.Bands, lastTime, features.Bands - 1);
        }
        else
        {
            TimeFrequencyPanel.FillValues(plot, features, lastTime, leaveOut: kind == FeatureKind.Mfcc && features.Bands > 1 ? 1 : 0);
        }

        if (kind is FeatureKind.MelPower or FeatureKind.MelDecibels or FeatureKind.MelScaled)
        {
            TimeFrequencyPanel.MelTicks(plot.Axes.Left, config);
        }
        else if (kind == FeatureKind.Chroma)
        {
            (plot.Axes.Left.Min, plot.Axes.Left.Max) = (-0.5, 11.5);
            plot.Axes.Left.SetTicks([0, 2, 4, 5, 7, 9, 11], ["C", "D", "E", "F", "G", "A", "B"]);
        }
        else
        {
            PlotStyle.Ticks(plot.Axes.Left, -0.5, features.Bands - 0.5, 8, whole: true);
        }

        PlotStyle.Ticks(plot.Axes.Bottom, 0, clip.DurationSeconds, 12);
        string unit = kind switch
        {
            FeatureKind.MelPower => "power (dB)",
            FeatureKind.MelDecibels => "level (dB)",
            _ => "value",
        };
        return TimeFrequencyPanel.Panel(plot, AreaHeight, Heading(kind, config)) with { ColorBarHeading = unit };
    }

    private static string Heading(FeatureKind kind, FeatureConfig config) => kind switch
    {
        FeatureKind.ZeroCrossingRate => "zero-crossing rate",
        FeatureKind.Energy => "energy (mean square)",
        FeatureKind.Rms => "level (root mean square)",
        FeatureKind.SpectralCentroid => "spectral centroid (Hz)",
        FeatureKind.SpectralBandwidth => "spectral bandwidth (Hz)",
        FeatureKind.SpectralRollOff => "spectral roll-off (Hz)",
        FeatureKind.SpectralFlatness => "spectral flatness",
        FeatureKind.Chroma => "pitch class",
        FeatureKind.Pitch => "pitch (Hz; 0 if there is none)",
        FeatureKind.Voicing => "voicing",
        FeatureKind.HarmonicsToNoise => "harmonics to noise (dB; 0 without a pitch)",
        FeatureKind.Jitter => "jitter (fraction; 0 without a pitch)",
        FeatureKind.Shimmer => "shimmer (fraction; 0 without a pitch)",
        FeatureKind.Mfcc => $"{config.MfccCoefficients} cepstral coefficients; coefficient 0, the level, is beyond the colours",
        FeatureKind.MfccDelta => $"slope of {config.MfccCoefficients} cepstral coefficients (per frame)",
        FeatureKind.MfccDelta2 => $"second derivative of {config.MfccCoefficients} cepstral coefficients",
        FeatureKind.MelStandardised => $"{config.MelBands} mel bands, standardised; above them their levels and the active frames",
        _ => $"{config.MelBands} mel bands, at frequency (Hz)",
    };

    private static FeatureMatrix Extract(AudioClip clip, FeatureConfig config, FeatureKind kind) =>
        new FeatureExtractor(config with { Kinds = [kind] }).Extract(clip);
}
