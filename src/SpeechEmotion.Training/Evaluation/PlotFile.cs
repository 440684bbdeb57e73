using ScottPlot;
using SkiaSharp;

namespace SpeechEmotion.Evaluation;

/// <summary>Writes drawn panels as PNG (two pixels per unit) or SVG, whichever the file's extension says.</summary>
internal static class PlotFile
{
    /// <summary>Pixels of a PNG per unit of length, so that plots are sharp on dense screens and in print.</summary>
    public const int PixelsPerUnit = 2;

    public static void Save(string path, int width, int height, params ReadOnlySpan<(Plot Plot, PixelRect Place)> panels)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        byte[] picture = Path.GetExtension(path).ToLowerInvariant() switch
        {
            ".png" => Png(width, height, panels),
            ".svg" => Svg(width, height, panels),
            string other => throw new ArgumentException($"'{path}' ends in '{other}'; a plot is written as .png or .svg.", nameof(path)),
        };
        string temporary = path + ".tmp";
        File.WriteAllBytes(temporary, picture);
        File.Move(temporary, path, overwrite: true);
    }

    public static void Save(string path, int width, int height, Plot plot) => Save(path, width, height, (plot, new PixelRect(0, width, height, 0)));

    private static byte[] Png(int width, int height, ReadOnlySpan<(Plot, PixelRect)> panels)
    {
        using SKSurface surface = SKSurface.Create(new SKImageInfo(width * PixelsPerUnit, height * PixelsPerUnit, SKColorType.Rgba8888, SKAlphaType.Opaque));
        surface.Canvas.Scale(PixelsPerUnit);
        Draw(surface.Canvas, panels);
        using SKImage image = surface.Snapshot();
        using SKData data = image.Encode(SKEncodedImageFormat.Png, 100);
        return data.ToArray();
    }

    private static byte[] Svg(int width, int height, ReadOnlySpan<(Plot, PixelRect)> panels)
    {
        using var stream = new MemoryStream();
        using (SKCanvas canvas = SKSvgCanvas.Create(new SKRect(0, 0, width, height), stream))
        {
            Draw(canvas, panels);
        }

        return stream.ToArray();
    }

    private static void Draw(SKCanvas canvas, ReadOnlySpan<(Plot Plot, PixelRect Place)> panels)
    {
        canvas.Clear(SKColors.White);
        foreach ((Plot plot, PixelRect place) in panels)
        {
            plot.RenderManager.ClearCanvasBeforeEachRender = false;
            plot.Render(canvas, place);
        }
    }
}
