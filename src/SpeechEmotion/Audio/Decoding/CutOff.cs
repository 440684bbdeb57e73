using System.Buffers.Binary;
using SpeechEmotion.Audio.Decoding.Ogg;

namespace SpeechEmotion.Audio.Decoding;

/// <summary>Tells whether a file that <c>ffmpeg</c> decodes ends too early: it passes over what is missing in silence.</summary>
internal static class CutOff
{
    private const int AsfHeaderBytes = 1 << 16;

    private static ReadOnlySpan<byte> W64 => [0x72, 0x69, 0x66, 0x66, 0x2E, 0x91, 0xCF, 0x11, 0xA5, 0xD6, 0x28, 0xDB, 0x04, 0xC1, 0x00, 0x00];

    private static ReadOnlySpan<byte> Asf => [0x30, 0x26, 0xB2, 0x75, 0x8E, 0x66, 0xCF, 0x11];

    private static ReadOnlySpan<byte> AsfFileProperties => [0xA1, 0xDC, 0xAB, 0x8C, 0x47, 0xA9, 0xCF, 0x11, 0x8E, 0xE4, 0x00, 0xC0, 0x0C, 0x20, 0x53, 0x65];

    /// <summary>What is wrong with a file that ends within a page of Ogg, or before the end that its header states (AIFF, AU, CAF, W64, ASF); null if nothing is.</summary>
    /// <param name="stream">The file, which can seek; its position is lost.</param>
    /// <param name="head">Its first bytes.</param>
    public static string? Describe(Stream stream, ReadOnlySpan<byte> head)
    {
        if (head.StartsWith("OggS"u8))
        {
            return EndsWithinPage(stream) ? "is cut off within a page of Ogg" : null;
        }

        double? stated = head.Length < 24 ? null
            : head.StartsWith("FORM"u8) && head[8..].StartsWith("AIF"u8) ? 8.0 + BinaryPrimitives.ReadUInt32BigEndian(head[4..])
            : head.StartsWith(".snd"u8) && BinaryPrimitives.ReadUInt32BigEndian(head[8..]) is not uint.MaxValue and var data ? (double)BinaryPrimitives.ReadUInt32BigEndian(head[4..]) + data
            : head.StartsWith(W64) ? BinaryPrimitives.ReadUInt64LittleEndian(head[16..])
            : head.StartsWith("caff"u8) ? CafBytes(stream)
            : head.StartsWith(Asf) ? AsfBytes(stream)
            : null;
        return stated > stream.Length + 1 ? FormattableString.Invariant($"is cut off: its header states {stated:0} bytes, and it has {stream.Length}") : null; // A last byte that fills up is often missing.
    }

    private static bool EndsWithinPage(Stream stream)
    {
        byte[] bytes = new byte[(int)Math.Min(2 * OggPage.Longest, stream.Length)];
        stream.Position = stream.Length - bytes.Length;
        ReadOnlySpan<byte> tail = bytes.AsSpan(0, stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false));
        int at = tail.LastIndexOf(OggPage.Beginning);
        return at >= 0 && (tail.Length - at < OggPage.HeaderLength || OggPage.LengthOf(tail[at..]) > tail.Length - at);
    }

    /// <summary>Where the chunk of samples ends; a length of -1 says that it is not known.</summary>
    private static double? CafBytes(Stream stream)
    {
        byte[] chunk = new byte[12]; // type 4, length 8
        for (double at = 8; at + chunk.Length <= stream.Length;)
        {
            stream.Position = (long)at;
            stream.ReadExactly(chunk);
            long length = BinaryPrimitives.ReadInt64BigEndian(chunk.AsSpan(4));
            at += chunk.Length + (double)length;
            if (length < 0 || chunk.AsSpan().StartsWith("data"u8))
            {
                return length < 0 ? null : at;
            }
        }

        return null;
    }

    // object: name 16, length 8, file 16, bytes of the file 8, … flags at 88: bit 0 says that the length is not known
    private static double? AsfBytes(Stream stream)
    {
        byte[] bytes = new byte[(int)Math.Min(AsfHeaderBytes, stream.Length)];
        stream.Position = 0;
        stream.ReadExactly(bytes);
        int at = bytes.AsSpan().IndexOf(AsfFileProperties);
        return at < 0 || at + 92 > bytes.Length || (bytes[at + 88] & 1) != 0 ? null : BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(at + 40));
    }
}
