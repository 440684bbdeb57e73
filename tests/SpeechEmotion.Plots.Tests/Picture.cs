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

    public void Dispose() => _bitmap.Dispose();
}
