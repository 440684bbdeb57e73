using System.Text;
using ScottPlot;
using SkiaSharp;
using SpeechEmotion.Audio;

namespace SpeechEmotion.Plots;

/// <summary>Writes a title, and panels below it, as PNG (two pixels per unit) or SVG, whichever the file's extension says.</summary>
internal static class PlotFile
{
    /// <summary>Pixels of a PNG per unit of length, so that plots are sharp on dense screens and in print.</summary>
    public const int PixelsPerUnit = 2;

    /// <summary>Height of title and subtitle, in units.</summary>
    public const int TitleRoom = 74;

    private const int Margin = 24;

    public static void Save(string path, int width, string title, string subtitle, params IReadOnlyList<PlotPanel> panels)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(title);
        int height = TitleRoom + panels.Sum(panel => panel.Height);
        Action<SKCanvas> draw = canvas => Draw(canvas, width, title, subtitle, panels);
        byte[] picture = Path.GetExtension(path).ToLowerInvariant() switch
        {
            ".png" => Png(width, height, draw),
            ".svg" => Svg(width, height, draw),
            string other => throw new ArgumentException($"'{path}' ends in '{other}'; a plot is written as .png or .svg.", nameof(path)),
        };
        AtomicFile.Write(path, picture);
    }

    private static byte[] Png(int width, int height, Action<SKCanvas> draw)
    {
        using SKSurface surface = SKSurface.Create(new SKImageInfo(width * PixelsPerUnit, height * PixelsPerUnit, SKColorType.Rgba8888, SKAlphaType.Opaque));
        surface.Canvas.Scale(PixelsPerUnit);
        draw(surface.Canvas);
        using SKImage image = surface.Snapshot();
        using SKData data = image.Encode(SKEncodedImageFormat.Png, 100);
        return data.ToArray();
    }

    private static byte[] Svg(int width, int height, Action<SKCanvas> draw)
    {
        using var stream = new MemoryStream();
        using (SKCanvas canvas = SKSvgCanvas.Create(new SKRect(0, 0, width, height), stream))
        {
            draw(canvas);
        }

        // Whoever has no Inter should see some other upright sans serif, not the browser's default.
        string text = Encoding.UTF8.GetString(stream.ToArray());
        return Encoding.UTF8.GetBytes(text.Replace($"{PlotFonts.Family}\"", $"{PlotFonts.Family}, sans-serif\"", StringComparison.Ordinal));
    }

    private static void Draw(SKCanvas canvas, int width, string title, string subtitle, IReadOnlyList<PlotPanel> panels)
    {
        canvas.Clear(SKColors.White);
        Write(canvas, title, Margin, 36, 22, PlotStyle.Ink, width - (2 * Margin), bold: true);
        Write(canvas, subtitle, Margin, 60, 14, PlotStyle.Muted, width - (2 * Margin));
        float top = TitleRoom;
        foreach (PlotPanel panel in panels)
        {
            panel.Plot.RenderManager.ClearCanvasBeforeEachRender = false;
            panel.Plot.Layout.Fixed(panel.Padding);
            panel.Plot.Render(canvas, new PixelRect(0, width, top + panel.Height, top));
            float line = top + panel.Padding.Top - 14;
            Write(canvas, panel.Heading, Margin, line, 14, PlotStyle.Ink, width);
            Write(canvas, panel.ColorBarHeading, width - panel.Padding.Right + 14, line, 14, PlotStyle.Ink, width);
            float right = width - panel.Padding.Right;
            foreach ((string name, Color color) in panel.Legend.Reverse())
            {
                right -= Measure(name, 14);
                Write(canvas, name, right, line, 14, PlotStyle.Ink, width);
                using var paint = new SKPaint { Color = color.ToSKColor(), StrokeWidth = 3, IsAntialias = true, StrokeCap = SKStrokeCap.Round };
                canvas.DrawLine(right - 28, line - 5, right - 8, line - 5, paint);
                right -= 52;
            }

            top += panel.Height;
        }
    }

    private static void Write(SKCanvas canvas, string text, float x, float baseline, float size, Color color, float room, bool bold = false)
    {
        while (text.Length > 2 && Measure(text, size, bold) > room)
        {
            text = text[..^2].TrimEnd() + "…";
        }

        using SKFont font = Font(size, bold);
        using var paint = new SKPaint { Color = color.ToSKColor(), IsAntialias = true };
        canvas.DrawText(text, x, baseline, font, paint);
    }

    private static float Measure(string text, float size, bool bold = false)
    {
        using SKFont font = Font(size, bold);
        return font.MeasureText(text);
    }

    private static SKFont Font(float size, bool bold) =>
        new(ScottPlot.Fonts.GetTypeface(PlotFonts.Family, bold ? FontWeight.Bold : FontWeight.Normal, FontSlant.Upright, FontSpacing.Normal), size)
        {
            Subpixel = true,
        };
}
