using System.Security.Cryptography;

namespace SpeechEmotion.Features.Encoders;

/// <summary>SHA-256 of an encoder's ONNX file and of the data files that belong to it, whose names begin with its own (<c>x.onnx_data</c>, <c>x.onnx.data</c>).</summary>
internal static class EncoderDigest
{
    /// <summary>Computes the digest, and compares it with the one that is on record.</summary>
    /// <param name="encoder">The encoder; without a digest, any file will do.</param>
    /// <returns>64 hexadecimal digits.</returns>
    /// <exception cref="InvalidDataException">There is no such file, or it is another one.</exception>
    public static string Check(EncoderConfig encoder)
    {
        string digest = Compute(encoder.Path);
        return encoder.Digest is null || encoder.Digest == digest ? digest
            : throw new InvalidDataException(
                $"{encoder.Path}: is not the encoder that the network was trained with: its SHA-256 begins with {digest[..12]}, not {encoder.Digest[..Math.Min(12, encoder.Digest.Length)]}");
    }

    private static string Compute(string encoder)
    {
        if (!File.Exists(encoder))
        {
            throw new InvalidDataException($"{encoder}: there is no such file; features.encoder.path must name the ONNX file of a speech encoder");
        }

        string folder = Path.GetDirectoryName(Path.GetFullPath(encoder))!, name = Path.GetFileName(encoder);
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] block = new byte[1 << 20];
        foreach (string file in Directory.EnumerateFiles(folder).Where(file => Path.GetFileName(file).StartsWith(name, StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using FileStream stream = File.OpenRead(file);
            for (int got = stream.Read(block); got > 0; got = stream.Read(block))
            {
                hash.AppendData(block, 0, got);
            }
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
