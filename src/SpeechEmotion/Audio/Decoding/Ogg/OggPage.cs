using System.Buffers.Binary;

namespace SpeechEmotion.Audio.Decoding.Ogg;

/// <summary>
/// A page of an Ogg file [RFC3533]: a header of 27 bytes, a table of segments, and up to 255 segments of up to 255 bytes. A packet is a row of segments; one shorter than 255 bytes ends it.
/// </summary>
/// <param name="bytes">The whole page. They are the reader's, and good until it reads the next page.</param>
internal sealed class OggPage(ReadOnlyMemory<byte> bytes)
{
    /// <summary>Bytes before the table of segments.</summary>
    public const int HeaderLength = 27;

    /// <summary>Bytes of the longest page.</summary>
    public const int Longest = HeaderLength + 255 + (255 * 255);

    private const int SumAt = 22, SumLength = 4;
    private static readonly uint[] s_sums = [.. Enumerable.Range(0, 256).Select(Sum)];

    /// <summary>What a page begins with: the pattern to look for, and the only version.</summary>
    public static ReadOnlySpan<byte> Beginning => "OggS\0"u8;

    /// <summary>Bytes of the whole page.</summary>
    public int Length => bytes.Length;

    /// <summary>Whether its first segment goes on with a packet of the page before.</summary>
    public bool IsContinued => (bytes.Span[5] & 1) != 0;

    /// <summary>Whether a stream begins with it.</summary>
    public bool IsFirst => (bytes.Span[5] & 2) != 0;

    /// <summary>Whether its stream ends with it.</summary>
    public bool IsLast => (bytes.Span[5] & 4) != 0;

    /// <summary>Samples per channel of the stream until the end of the last packet that ends here; -1 if none does.</summary>
    public long Position => BinaryPrimitives.ReadInt64LittleEndian(bytes.Span[6..]);

    /// <summary>Tells its stream from others in the file.</summary>
    public uint Serial => BinaryPrimitives.ReadUInt32LittleEndian(bytes.Span[14..]);

    /// <summary>Its place among the pages of its stream.</summary>
    public uint Sequence => BinaryPrimitives.ReadUInt32LittleEndian(bytes.Span[18..]);

    /// <summary>The length of each segment.</summary>
    public ReadOnlySpan<byte> Segments => bytes.Span.Slice(HeaderLength, bytes.Span[HeaderLength - 1]);

    /// <summary>The segments.</summary>
    public ReadOnlyMemory<byte> Body => bytes[(HeaderLength + Segments.Length)..];

    /// <summary>Whether its checksum is that of its bytes.</summary>
    public bool IsSound
    {
        get
        {
            // The checksum is that of the page with a checksum of 0.
            ReadOnlySpan<byte> page = bytes.Span;
            uint sum = Add(Add(Add(0, page[..SumAt]), stackalloc byte[SumLength]), page[(SumAt + SumLength)..]);
            return sum == BinaryPrimitives.ReadUInt32LittleEndian(page[SumAt..]);
        }
    }

    /// <summary>Bytes of the page that begins with these, as far as they say; the whole header and table say it all.</summary>
    public static int LengthOf(ReadOnlySpan<byte> page)
    {
        int length = HeaderLength + page[HeaderLength - 1];
        if (page.Length < length)
        {
            return length;
        }

        foreach (byte segment in page[HeaderLength..length])
        {
            length += segment;
        }

        return length;
    }

    private static uint Add(uint sum, ReadOnlySpan<byte> bytes)
    {
        foreach (byte value in bytes)
        {
            sum = (sum << 8) ^ s_sums[(sum >> 24) ^ value];
        }

        return sum;
    }

    /// <summary>The remainder of a byte, divided by the polynomial of the checksum.</summary>
    private static uint Sum(int value)
    {
        uint sum = (uint)value << 24;
        for (int bit = 0; bit < 8; bit++)
        {
            sum = (sum << 1) ^ ((sum >> 31) * 0x04C1_1DB7);
        }

        return sum;
    }
}
