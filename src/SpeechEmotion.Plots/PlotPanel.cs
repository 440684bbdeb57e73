using ScottPlot;

namespace SpeechEmotion.Plots;

/// <summary>One of the plots that stand below one another in a picture.</summary>
/// <param name="Plot">The plot; it has no title and no label on its vertical axis.</param>
/// <param name="Height">Height in units, heading and axis included.</param>
/// <param name="Padding">Room around the data, in units; the heading stands in the upper one.</param>
/// <param name="Heading">What the vertical axis shows; stands above it, so that nobody needs to turn their head.</param>
internal sealed record PlotPanel(Plot Plot, int Height, PixelPadding Padding, string Heading)
{
    /// <summary>Room for a heading above the data, in units.</summary>
    public const int HeadingRoom = 36;

    /// <summary>Names and colours of the curves; they stand at the right end of the heading's line.</summary>
    public IReadOnlyList<(string Name, Color Color)> Legend { get; init; } = [];

    /// <summary>What the colour bar shows; empty if there is none.</summary>
    public string ColorBarHeading { get; init; } = "";
}
