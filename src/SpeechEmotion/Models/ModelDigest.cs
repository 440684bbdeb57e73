using System.Security.Cryptography;
using System.Text;

namespace SpeechEmotion.Models;

/// <summary>
/// The last bytes of a model file: the SHA-256 of all bytes before them, written as one more metadata entry, <c>sha256</c>, that every ONNX reader accepts. It tells a
/// damaged or altered file from the one that was exported; it is no signature.
/// </summary>
public static class ModelDigest
{
    // Field 14 (metadata_props) of 74 bytes: field 1 (key) of 6, field 2 (value) of 64.
    private static readonly byte[] s_start = [0x72, 74, 0x0A, 6, .. "sha256"u8, 0x12, 64];

    /// <summary>Length of the entry in bytes.</summary>
    public static int Length => s_start.Length + (2 * SHA256.HashSizeInBytes);

    /// <summary>The entry that follows the model's own bytes.</summary>
    /// <param name="hash">SHA-256 of these, 32 bytes.</param>
    public static byte[] ToEntry(ReadOnlySpan<byte> hash) => [.. s_start, .. Encoding.ASCII.GetBytes(Convert.ToHexStringLower(hash))];

    /// <summary>The digest that a file ends with, 64 hexadecimal digits; check the file first.</summary>
    /// <param name="model">The whole file.</param>
    public static string Read(ReadOnlySpan<byte> model) => Encoding.ASCII.GetString(model[^(2 * SHA256.HashSizeInBytes)..]);

    /// <summary>Whether a file ends with its own digest.</summary>
    /// <param name="model">The whole file.</param>
    /// <exception cref="InvalidDataException">It does not; the message says which way.</exception>
    public static void Check(ReadOnlySpan<byte> model)
    {
        if (model.Length < Length || !model[^Length..].StartsWith(s_start))
        {
            throw new InvalidDataException("does not end with its digest: it is no model of this program, or not all of one; export or fetch it again.");
        }

        if (!model[^Length..].SequenceEqual(ToEntry(SHA256.HashData(model[..^Length]))))
        {
            throw new InvalidDataException("has been altered or damaged since it was exported: its digest does not match; export or fetch it again.");
        }
    }
}
