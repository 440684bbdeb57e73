using System.Buffers.Binary;

namespace SpeechEmotion.Tests.Audio.Decoding;

/// <summary>The pages of an Ogg file, to be damaged.</summary>
internal static class OggFile
{
    public static List<byte[]> Pages(byte[] file)
    {
        List<byte[]> pages = [];
        for (int at = 0, length; at < file.Length; at += length)
        {
            int segments = file[at + 26];
            length = 27 + segments + file.AsSpan(at + 27, segments).ToArray().Sum(segment => segment);
            pages.Add(file[at..(at + length)]);
        }

        return pages;
    }

    public static long Position(byte[] page) => BinaryPrimitives.ReadInt64LittleEndian(page.AsSpan(6));

    /// <summary>The same page that states another position, stream or number, with the checksum that belongs to it.</summary>
    public static byte[] With(byte[] page, long? position = null, uint? serial = null, uint? sequence = null, bool isLast = false)
    {
        byte[] changed = [.. page];
        changed[5] |= (byte)(isLast ? 4 : 0);
        BinaryPrimitives.WriteInt64LittleEndian(changed.AsSpan(6), position ?? Position(page));
        BinaryPrimitives.WriteUInt32LittleEndian(changed.AsSpan(14), serial ?? BinaryPrimitives.ReadUInt32LittleEndian(page.AsSpan(14)));
        BinaryPrimitives.WriteUInt32LittleEndian(changed.AsSpan(18), sequence ?? BinaryPrimitives.ReadUInt32LittleEndian(page.AsSpan(18)));
        changed.AsSpan(22, 4).Clear();
        uint sum = 0;
        foreach (byte value in changed)
        {
            sum ^= (uint)value << 24;
            for (int bit = 0; bit < 8; bit++)
            {
                sum = (sum << 1) ^ ((sum >> 31) * 0x04c1_1db7);
            }
        }

        BinaryPrimitives.WriteUInt32LittleEndian(changed.AsSpan(22), sum);
        return changed;
    }

    /// <summary>The pages as those of another stream.</summary>
    public static IEnumerable<byte[]> OfStream(this IEnumerable<byte[]> pages, uint serial) => pages.Select(page => With(page, serial: serial));
}
