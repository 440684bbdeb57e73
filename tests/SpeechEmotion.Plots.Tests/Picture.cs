using System.Runtime.InteropServices;
using SkiaSharp;
using Xunit;

namespace SpeechEmotion.Plots.Tests;

/// <summary>A PNG file, decoded.</summary>
internal sealed class Picture : IDisposable
{
    private readonly SKBitmap _bitmap;

    public Picture(string path)
    {
        using FileStream stream = File.OpenRead(path);
        using SKCodec codec = SKCodec.Create(stream);
        Assert.NotNull(codec);
        Assert.Equal(SKEncodedImageFormat.Png, codec.EncodedFormat);
        _bitmap = SKBitmap.Decode(codec);
    }

    public (int Width, int Height) Size => (_bitmap.Width, _bitmap.Height);

    /// <summary>Number of colours among every third pixel of every third row.</summary>
    public int Colors()
    {
        ReadOnlySpan<uint> pixels = MemoryMarshal.Cast<byte, uint>(_bitmap.GetPixelSpan());
        var colors = new HashSet<uint>();
        for (int y = 0; y < _bitmap.Height; y += 3)
        {
            for (int x = 0; x < _bitmap.Width; x += 3)
            {
                colors.Add(pixels[(y * _bitmap.Width) + x]);
            }
        }

        return colors.Count;
    }

    /// <summary>Red, green and blue of a pixel, each 0..255.</summary>
    public (byte Red, byte Green, byte Blue) At(int x, int y)
    {
        SKColor color = _bitmap.GetPixel(x, y);
        return (color.Red, color.Green, color.Blue);
    }

    /// <summary>Number of pixels of exactly a colour.</summary>
    public int Count(string hex)
    {
        SKColor wanted = SKColor.Parse(hex);
        return _bitmap.Pixels.Count(pixel => pixel == wanted);
    }

    /// <summary>Widths in pixels of the bars of a colour, from top to bottom.</summary>
    public int[] Bars(string hex)
    {
        SKColor wanted = SKColor.Parse(hex);
        SKColor[] pixels = _bitmap.Pixels;
        int[] widths = [.. Enumerable.Range(0, _bitmap.Height).Select(y => pixels.AsSpan(y * _bitmap.Width, _bitmap.Width).Count(wanted)), 0];
        return [.. Enumerable.Range(0, _bitmap.Height).Where(y => widths[y] > 0 && widths[y + 1] == 0).Select(y => widths[y])];
    }

    public void Dispose() => _bitmap.Dispose();
}
