using ScottPlot;
using SpeechEmotion.Audio;
using SpeechEmotion.Signal;

namespace SpeechEmotion.Plots;

/// <summary>A clip's power over time (seconds) and frequency (Hz), in decibels below the loudest point, down to 80.</summary>
public static class SpectrogramPlot
{
    /// <summary>Width in units; a PNG has two pixels per unit.</summary>
    public const int Width = 1200;

    /// <summary>Height in units.</summary>
    public const int Height = 560;

    /// <summary>Draws a clip: frames with a Hann window, centred on every hop-th sample, zeros beyond both ends.</summary>
    /// <param name="path">File to write: .png or .svg.</param>
    /// <param name="clip">The clip; at least one sample.</param>
    /// <param name="title">What is drawn, such as the file's name.</param>
    /// <param name="frameLength">Samples in a frame, even. Longer: finer in frequency, coarser in time.</param>
    /// <param name="hopLength">Samples from one frame to the next.</param>
    public static void Save(string path, AudioClip clip, string title, int frameLength = 512, int hopLength = 128)
    {
        ArgumentNullException.ThrowIfNull(clip);
        ArgumentOutOfRangeException.ThrowIfLessThan(hopLength, 1);
        if (clip.Samples.Length == 0)
        {
            throw new ArgumentException("The clip is empty; at least one sample is needed.", nameof(clip));
        }

        using Plot plot = PlotStyle.Create("time (s)");
        float[] power = Power(clip.Samples, frameLength, hopLength);
        double lastTime = (double)(clip.Samples.Length / hopLength) * hopLength / clip.SampleRate;
        TimeFrequencyPanel.Fill(plot, power, (frameLength / 2) + 1, lastTime, clip.SampleRate / 2.0);
        PlotStyle.Ticks(plot.Axes.Bottom, 0, clip.DurationSeconds, 12);
        PlotStyle.Ticks(plot.Axes.Left, 0, clip.SampleRate / 2.0, 9, whole: true);
        string subtitle = $"{clip.DurationSeconds:F2} s at {clip.SampleRate:N0} Hz  ·  window {frameLength}, hop {hopLength} samples";
        PlotFile.Save(path, Width, title, subtitle, TimeFrequencyPanel.Panel(plot, Height - PlotFile.TitleRoom, "frequency (Hz)"));
    }

    // samples [n] -> power [bins, columns]; frames that fall into one column are merged to their maximum.
    private static float[] Power(float[] samples, int frameLength, int hopLength)
    {
        var transform = new FourierTransform(frameLength);
        float[] window = Window.Hann(frameLength), frame = new float[frameLength];
        float[] re = new float[transform.Bins], im = new float[transform.Bins];
        int frames = 1 + (samples.Length / hopLength), columns = Math.Min(frames, TimeFrequencyPanel.MostColumns);
        var power = new float[transform.Bins * columns];
        for (int t = 0; t < frames; t++)
        {
            int start = (t * hopLength) - (frameLength / 2);
            for (int i = 0; i < frameLength; i++)
            {
                int at = start + i;
                frame[i] = (uint)at < (uint)samples.Length ? samples[at] * window[i] : 0;
            }

            transform.Forward(frame, re, im);
            int column = (int)((long)t * columns / frames);
            for (int bin = 0; bin < re.Length; bin++)
            {
                ref float cell = ref power[(bin * columns) + column];
                cell = Math.Max(cell, (re[bin] * re[bin]) + (im[bin] * im[bin]));
            }
        }

        return power;
    }
}
