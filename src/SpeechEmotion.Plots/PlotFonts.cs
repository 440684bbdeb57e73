using System.Reflection;
using ScottPlot;
using SkiaSharp;

namespace SpeechEmotion.Plots;

/// <summary>The typeface of all plots, carried in the assembly: containers have no fonts, and without one all text would be missing.</summary>
internal sealed class PlotFonts : IFontResolver
{
    /// <summary>The typeface's name, also in SVG files.</summary>
    public const string Family = "Inter";

    private static readonly Lazy<bool> Registered = new(() =>
    {
        ScottPlot.Fonts.FontResolvers.Insert(0, new PlotFonts());
        return true;
    });

    private PlotFonts()
    {
    }

    /// <summary>Makes the typeface known to ScottPlot; once per process.</summary>
    public static bool Register() => Registered.Value;

    /// <inheritdoc/>
    public SKTypeface? CreateTypeface(string fontName, FontWeight weight, FontSlant slant, FontSpacing spacing) =>
        fontName == Family ? Read(weight > FontWeight.Medium ? "Inter-SemiBold.otf" : "Inter-Regular.otf") : null;

    /// <inheritdoc/>
    public SKTypeface? CreateTypeface(string fontName, bool bold, bool italic) =>
        CreateTypeface(fontName, bold ? FontWeight.Bold : FontWeight.Normal, FontSlant.Upright, FontSpacing.Normal);

    private static SKTypeface Read(string file)
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(file)!;
        using SKData data = SKData.Create(stream);
        return SKTypeface.FromData(data);
    }
}
