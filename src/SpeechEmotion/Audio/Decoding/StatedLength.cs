using System.Buffers.Binary;
using SpeechEmotion.Audio.Decoding.Ogg;

namespace SpeechEmotion.Audio.Decoding;

/// <summary>
/// How long a compressed recording says it is, read from its first and last bytes, so that one that is too long is refused before any of it is decoded. It may say anything: nothing is
/// allocated for it, and what is decoded is counted as well.
/// </summary>
internal static class StatedLength
{
    private const int LastPageBytes = 1 << 16, MostHeaderPages = 32, LongestFirstPage = 10, OpusRate = 48000;

    /// <summary>Seconds of a FLAC or Ogg file; null if it is neither, does not say, or its end cannot be read without the rest.</summary>
    /// <param name="stream">The recording; its position is lost if it can seek.</param>
    /// <param name="head">Its first bytes.</param>
    public static double? Seconds(Stream stream, ReadOnlySpan<byte> head) =>
        head.StartsWith("fLaC"u8) ? Flac(head)
        : !head.StartsWith("OggS"u8) || !stream.CanSeek ? null
        : OggVorbisReader.IsVorbis(head) && head.Length >= 44 ? Ogg(stream, stream.Position - head.Length, BinaryPrimitives.ReadInt32LittleEndian(head[40..]))
        : head.Length >= 36 && head[28..].StartsWith("OpusHead"u8) ? Ogg(stream, stream.Position - head.Length, OpusRate)
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

    /// <summary>The last page counts all samples until its end, in a live stream also those from before the recording. Where several streams follow one another, nothing says how long they are together.</summary>
    private static double? Ogg(Stream stream, long start, int rate)
    {
        byte[] bytes = new byte[(int)Math.Min(LastPageBytes, stream.Length - start)];
        stream.Position = stream.Length - bytes.Length;
        ReadOnlySpan<byte> tail = bytes.AsSpan(0, stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false));
        int at = tail.LastIndexOf("OggS"u8);
        if (rate <= 0 || at < 0 || tail.Length - at < OggPage.HeaderLength)
        {
            return null;
        }

        OggPage last = new(bytes.AsMemory(at));
        stream.Position = start;
        OggPageReader pages = new(stream);
        for (int read = 0; read < MostHeaderPages && pages.Next() is { } page; read++)
        {
            if (page.Position > 0 && page.Serial == last.Serial)
            {
                // A first page of a few seconds is the beginning; its samples count.
                long before = page.Position / (double)rate > LongestFirstPage ? page.Position : 0;
                return last.Position > before ? (double)(last.Position - before) / rate : null;
            }
        }

        return null;
    }
}
