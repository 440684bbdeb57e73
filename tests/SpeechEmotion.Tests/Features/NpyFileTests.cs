using System.Text;
using SpeechEmotion.Features;
using Xunit;

namespace SpeechEmotion.Tests.Features;

public sealed class NpyFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("npy").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Write_OneDimension_IsTheFormatByteForByte()
    {
        string path = Path.Combine(_folder, "a.npy");
        NpyFile.Write(path, [1f, -2f], 2);
        byte[] bytes = File.ReadAllBytes(path);
        byte[] prefix = [0x93, .. "NUMPY"u8, 1, 0, 118, 0];
        Assert.Equal(prefix, bytes[..10]);
        Assert.Equal("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }".PadRight(117) + "\n", Encoding.ASCII.GetString(bytes[10..128]));
        byte[] values = [0, 0, 0x80, 0x3F, 0, 0, 0, 0xC0];
        Assert.Equal(values, bytes[128..]);
    }

    [Theory]
    [InlineData(6)]
    [InlineData(2, 3)]
    [InlineData(1, 2, 3)]
    [InlineData(0)]
    [InlineData]
    public void Read_OfWrite_GivesValuesAndShape(params int[] shape)
    {
        string path = Path.Combine(_folder, "b.npy");
        float[] values = [.. Enumerable.Range(0, shape.Aggregate(1, (a, b) => a * b)).Select(i => i * 0.1f)];
        NpyFile.Write(path, values, shape);
        (float[] readValues, int[] readShape) = NpyFile.Read(path);
        Assert.Equal(values, readValues);
        Assert.Equal(shape, readShape);
        Assert.Equal(0, (new FileInfo(path).Length - (values.Length * 4)) % 64);
    }

    [Fact]
    public void Write_Matrix_IsBandsTimesFramesAndLeavesNoOtherFile()
    {
        string path = Path.Combine(_folder, "c.npy");
        NpyFile.Write(path, [9f], 1);
        NpyFile.Write(path, new FeatureMatrix([1, 2, 3, 4, 5, 6], 2, 3));
        Assert.Equal([2, 3], NpyFile.Read(path).Shape);
        Assert.Equal([path], Directory.GetFiles(_folder));
    }

    [Fact]
    public void Write_ShapeThatDoesNotFit_Throws()
    {
        string path = Path.Combine(_folder, "d.npy");
        ArgumentException error = Assert.Throws<ArgumentException>(() => NpyFile.Write(path, [1f, 2f, 3f], 2, 2));
        Assert.Contains("(2, 2)", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => NpyFile.Write(path, [1f], -1, -1));
        Assert.False(File.Exists(path));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(9)]
    [InlineData(100)]
    [InlineData(130)]
    public void Read_Truncated_Throws(int kept)
    {
        string path = Path.Combine(_folder, "e.npy");
        NpyFile.Write(path, [1f], 1);
        File.WriteAllBytes(path, File.ReadAllBytes(path)[..kept]);
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => NpyFile.Read(path));
        Assert.StartsWith(path, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("'<f4'", "'<f8'")]
    [InlineData("False", "True ")]
    [InlineData("(1,)", "(2,)")]
    [InlineData("(1,)", "1   ")]
    [InlineData("(1,), }   ", "(9999999,)")]
    public void Read_AnotherKindOfArray_Throws(string part, string altered)
    {
        string path = Path.Combine(_folder, "f.npy");
        NpyFile.Write(path, [1f], 1);
        byte[] bytes = File.ReadAllBytes(path);
        string header = Encoding.ASCII.GetString(bytes, 10, 118).Replace(part, altered, StringComparison.Ordinal);
        Encoding.ASCII.GetBytes(header).CopyTo(bytes, 10);
        File.WriteAllBytes(path, bytes);
        Assert.Throws<InvalidDataException>(() => NpyFile.Read(path));
    }
}
