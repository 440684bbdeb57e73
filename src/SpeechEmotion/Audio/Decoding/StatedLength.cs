using System.Buffers.Binary;

namespace SpeechEmotion.Audio.Decoding;

/// <summary>
/// How long a compressed recording says it is, read from its first and last bytes, so that one that is too long is refused before any of it is decoded. It may say anything: nothing is
/// allocated for it, and what is decoded is counted as well.
/// </summary>
internal static class StatedLength
{
    private const int LastPageBytes = 1 << 16, PageHeaderBytes = 27, OpusRate = 48000;

    /// <summary>Seconds of a FLAC or Ogg file; null if it is neither, does not say, or its end cannot be read without the rest.</summary>
    /// <param name="stream">The recording; its position is lost if it can seek.</param>
    /// <param name="head">Its first bytes.</param>
    public static double? Seconds(Stream stream, ReadOnlySpan<byte> head) =>
        head.StartsWith("fLaC"u8) ? Flac(head)
        : !head.StartsWith("OggS"u8) || !stream.CanSeek ? null
        : OggVorbisReader.IsVorbis(head) && head.Length >= 44 ? Ogg(stream, BinaryPrimitives.ReadInt32LittleEndian(head[40..]))
        : head.Length >= 36 && head[28..].StartsWith("OpusHead"u8) ? Ogg(stream, OpusRate)
        : null;

    // signature 4, block header 4, block and frame sizes 10, then in 64 bits: rate 20, channels 3, bits per sample 5, samples 36
    private static double? Flac(ReadOnlySpan<byte> head)
    {
        if (head.Length < 26)
        {
            return null;
        }

        ulong format = BinaryPrimitives.ReadUInt64BigEndian(head[18..]);
        double rate = format >> 44, samples = format & 0xF_FFFF_FFFF;
        return rate > 0 && samples > 0 ? samples / rate : null;
    }

    /// <summary>The last page counts all samples until its end.</summary>
    private static double? Ogg(Stream stream, int rate)
    {
        byte[] bytes = new byte[(int)Math.Min(LastPageBytes, stream.Length)];
        stream.Position = stream.Length - bytes.Length;
        ReadOnlySpan<byte> tail = bytes.AsSpan(0, stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false));
        int page = tail.LastIndexOf("OggS"u8);
        long samples = page >= 0 && tail.Length - page >= PageHeaderBytes ? BinaryPrimitives.ReadInt64LittleEndian(tail[(page + 6)..]) : 0;
        return rate > 0 && samples > 0 ? (double)samples / rate : null;
    }
}
