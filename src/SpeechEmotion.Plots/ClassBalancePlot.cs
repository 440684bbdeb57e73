using ScottPlot;
using ScottPlot.TickGenerators;
using SpeechEmotion.Audio;
using SpeechEmotion.Datasets;
using SpeechEmotion.Runs;

namespace SpeechEmotion.Plots;

/// <summary>How many clips a corpus has of each emotion; where the sex of every speaker is known, each bar is divided by it.</summary>
public static class ClassBalancePlot
{
    /// <summary>Width in units; a PNG has two pixels per unit.</summary>
    public const int Width = 1000;

    /// <summary>Height in units.</summary>
    public const int Height = 600;

    /// <summary>Draws the bars: the six emotions of CREMA-D first and in their order, any others after them by name.</summary>
    /// <param name="path">File to write: .png or .svg.</param>
    /// <param name="utterances">The clips; at least one.</param>
    /// <param name="title">What is drawn, such as the corpus's name.</param>
    public static void Save(string path, IReadOnlyList<Utterance> utterances, string title)
    {
        ArgumentNullException.ThrowIfNull(utterances);
        if (utterances.Count == 0)
        {
            throw new ArgumentException("There is no clip to count; at least one is needed.", nameof(utterances));
        }

        var present = utterances.Select(utterance => utterance.Emotion).ToHashSet();
        string[] emotions = [.. EmotionNames.CremaD.Where(present.Remove), .. present.Order(StringComparer.Ordinal)];
        string?[] sexes = utterances.All(utterance => utterance.Sex is not null)
            ? [.. utterances.Select(utterance => utterance.Sex).Distinct().Order(StringComparer.Ordinal)]
            : [null];
        int speakers = utterances.Select(utterance => utterance.Speaker).OfType<string>().Distinct().Count();
        string over = speakers > 0 ? $"{Counted.Of(utterances.Count, "clip", "N0")} of {Counted.Of(speakers, "speaker")}" : Counted.Of(utterances.Count, "clip", "N0");
        using Plot plot = PlotStyle.Create();
        plot.Grid.XAxisStyle.IsVisible = false;
        for (int i = 0; i < emotions.Length; i++)
        {
            int below = 0;
            for (int j = 0; j < sexes.Length; j++)
            {
                int count = utterances.Count(utterance => utterance.Emotion == emotions[i] && (sexes[j] is null || utterance.Sex == sexes[j]));
                Color color = Tint(Color.FromHex(EmotionColors.Of(emotions[i])), j);
                plot.Add.Bar(new Bar { Position = i, ValueBase = below, Value = below + count, Size = 0.68, FillColor = color, LineWidth = 0 });
                if (sexes.Length > 1 && count > 0)
                {
                    Write(plot, i, below + (count / 2.0), $"{sexes[j]}\n{count:N0}", 13, PlotStyle.On(color), Alignment.MiddleCenter, false);
                }

                below += count;
            }

            Write(plot, i, below, $"{below:N0}", 15, PlotStyle.Ink, Alignment.LowerCenter, true);
        }

        plot.Axes.Bottom.TickGenerator = new NumericManual([.. Enumerable.Range(0, emotions.Length).Select(i => (double)i)], emotions);
        PlotStyle.Style(plot.Axes.Bottom.TickLabelStyle, 15, PlotStyle.Ink);
        plot.Axes.Bottom.MajorTickStyle.Length = 0;
        int most = emotions.Max(emotion => utterances.Count(utterance => utterance.Emotion == emotion));
        plot.Axes.SetLimitsX(-0.6, emotions.Length - 0.4);
        PlotStyle.Ticks(plot.Axes.Left, 0, 1.1 * most, 7, whole: true);
        PlotFile.Save(path, Width, title, over, new PlotPanel(plot, Height - PlotFile.TitleRoom, new PixelPadding(76, 28, 44, PlotPanel.HeadingRoom), "clips"));
    }

    // The first part in full colour, the further ones ever lighter.
    private static Color Tint(Color color, int step) => step == 0 ? color : color.MixedWith(Colors.White, step == 1 ? 0.55 : 0.75);

    private static void Write(Plot plot, double x, double y, string text, float size, Color color, Alignment alignment, bool bold)
    {
        ScottPlot.Plottables.Text label = plot.Add.Text(text, x, y);
        PlotStyle.Style(label.LabelStyle, size, color, bold);
        label.Alignment = alignment;
        label.LabelBackgroundColor = alignment == Alignment.LowerCenter ? Colors.White : Colors.Transparent;
        label.OffsetY = alignment == Alignment.LowerCenter ? -4 : 0;
    }
}
