using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;
using SpeechEmotion.Audio;

namespace SpeechEmotion.Features;

/// <summary>
/// Arrays as NumPy keeps them: <c>.npy</c>, version 1.0, little-endian 32-bit floats, C order (the last index runs fastest). In Python:
/// <c>numpy.load("F.npy")</c>. The format is NumPy's own [NumPy2020].
/// </summary>
public static partial class NpyFile
{
    private const int Prefix = 10; // magic, version, header length
    private static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <summary>Writes a feature matrix, <c>[bands, frames]</c>.</summary>
    /// <param name="path">The file; replaced where it exists, whole or not at all.</param>
    /// <param name="features">The matrix.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, FeatureMatrix features)
    {
        ArgumentNullException.ThrowIfNull(features);
        Write(path, features.Values, features.Bands, features.Frames);
    }

    /// <summary>Writes an array of any number of dimensions.</summary>
    /// <param name="path">The file; replaced where it exists, whole or not at all.</param>
    /// <param name="values">Values, the last index running fastest.</param>
    /// <param name="shape">Length of each dimension; their product is the number of values.</param>
    /// <exception cref="ArgumentException">The shape does not fit the values.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, ReadOnlySpan<float> values, params ReadOnlySpan<int> shape)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (Product(shape) != values.Length)
        {
            throw new ArgumentException($"{values.Length} values do not fill an array of shape ({string.Join(", ", shape.ToArray())}).", nameof(shape));
        }

        using AtomicFile file = new(path);
        file.Stream.Write(Header(shape));
        if (BitConverter.IsLittleEndian)
        {
            file.Stream.Write(MemoryMarshal.AsBytes(values));
        }
        else
        {
            foreach (float value in values)
            {
                int bits = BinaryPrimitives.ReverseEndianness(BitConverter.SingleToInt32Bits(value));
                file.Stream.Write(MemoryMarshal.AsBytes(new ReadOnlySpan<int>(in bits)));
            }
        }

        file.Complete();
    }

    /// <summary>Reads an array of little-endian 32-bit floats in C order.</summary>
    /// <param name="path">The file.</param>
    /// <returns>Values, the last index running fastest, and the length of each dimension.</returns>
    /// <exception cref="InvalidDataException">The file is not such an array.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static (float[] Values, int[] Shape) Read(string path)
    {
        byte[] bytes = File.ReadAllBytes(path);
        if (bytes.Length < Prefix || !bytes.AsSpan().StartsWith(Magic) || bytes[6] != 1)
        {
            throw new InvalidDataException($"{path}: does not begin with the mark of a .npy file of version 1; write it with numpy.save.");
        }

        int start = Prefix + BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(8));
        string header = Encoding.ASCII.GetString(bytes, Prefix, Math.Min(start, bytes.Length) - Prefix);
        Match shapeText = ShapePattern().Match(header);
        if (!TypePattern().IsMatch(header) || !OrderPattern().IsMatch(header) || !shapeText.Success)
        {
            throw new InvalidDataException($"{path}: the header does not describe an array of little-endian 32-bit floats ('<f4') in C order; write it with numpy.save from such an array.");
        }

        int[] shape = [.. shapeText.Groups[1].Value
            .Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(length => int.TryParse(length, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : -1)];
        long declared = Array.IndexOf(shape, -1) < 0 ? Product(shape) : -1;
        if (declared < 0 || declared > int.MaxValue || bytes.Length - start != declared * sizeof(float))
        {
            throw new InvalidDataException($"{path}: shape ({string.Join(", ", shape)}) does not fit the {bytes.Length - start} bytes of values after the header.");
        }

        var values = new float[declared];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = BinaryPrimitives.ReadSingleLittleEndian(bytes.AsSpan(start + (i * sizeof(float))));
        }

        return (values, shape);
    }

    /// <summary>What stands in a file before the values.</summary>
    /// <param name="shape">Length of each dimension.</param>
    internal static byte[] Header(params ReadOnlySpan<int> shape)
    {
        // "The header ends with a newline, and prefix and header fill a multiple of 64 bytes."
        string header = $"{{'descr': '<f4', 'fortran_order': False, 'shape': ({string.Join(", ", shape.ToArray())}{(shape.Length == 1 ? "," : "")}), }}";
        header = header.PadRight(((Prefix + header.Length + 64) / 64 * 64) - Prefix - 1) + "\n";
        var length = new byte[2];
        BinaryPrimitives.WriteUInt16LittleEndian(length, checked((ushort)header.Length));
        return [.. Magic, 1, 0, .. length, .. Encoding.ASCII.GetBytes(header)];
    }

    /// <summary>Number of values of a shape, 1 for that of a single number; -1 if it is beyond what memory can hold.</summary>
    private static long Product(ReadOnlySpan<int> shape)
    {
        long product = 1;
        foreach (int length in shape)
        {
            product *= length;
            if (length < 0 || product > int.MaxValue)
            {
                return -1;
            }
        }

        return product;
    }

    [GeneratedRegex("""['"]descr['"]: ['"]<f4['"]""")]
    private static partial Regex TypePattern();

    [GeneratedRegex("""['"]fortran_order['"]: False""")]
    private static partial Regex OrderPattern();

    [GeneratedRegex("""['"]shape['"]: \(([0-9, ]*)\)""")]
    private static partial Regex ShapePattern();
}
