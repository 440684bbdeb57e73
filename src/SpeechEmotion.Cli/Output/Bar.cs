using Spectre.Console;

namespace SpeechEmotion.Cli.Output;

/// <summary>Bars made of text, an eighth of a cell fine.</summary>
internal static class Bar
{
    private const string Eighths = " ▏▎▍▌▋▊▉█";

    /// <summary>A bar, padded with blanks to its full width.</summary>
    /// <param name="console">Decides whether the bar can be made of blocks or must be made of number signs.</param>
    /// <param name="share">Its length, 0..1 of the full width.</param>
    /// <param name="cells">The full width.</param>
    public static string Of(IAnsiConsole console, double share, int cells)
    {
        int eighths = (int)Math.Round(8 * cells * Math.Clamp(share, 0, 1));
        string bar = console.Profile.Capabilities.Unicode
            ? new string(Eighths[8], eighths / 8) + (eighths % 8 == 0 ? "" : Eighths[eighths % 8])
            : new string('#', (eighths + 4) / 8);
        return bar.PadRight(cells);
    }

    /// <summary>An upright bar of one cell; a blank where it is less than a sixteenth high, and also if there are no blocks to make it of.</summary>
    /// <param name="console">Decides whether there are blocks.</param>
    /// <param name="share">Its height, 0..1.</param>
    public static string Upright(IAnsiConsole console, double share) =>
        console.Profile.Capabilities.Unicode ? " ▁▂▃▄▅▆▇█"[(int)Math.Round(8 * Math.Clamp(share, 0, 1))].ToString() : " ";
}
