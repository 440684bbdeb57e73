using System.Buffers.Binary;

namespace SpeechEmotion.Audio.Decoding;

/// <summary>The notes on a recording that stand before, behind and, where files were joined, between the frames of an MP3 file.</summary>
internal static class Mp3Tag
{
    /// <summary>Bytes from which every tag is known and its length read.</summary>
    public const int HeadLength = 16;

    private const int MaximumBytes = 1 << 25, Id3HeaderLength = 10, OldId3Length = 128, ApeHeaderLength = 32;

    /// <summary>Bytes of the tag that begins here; null if none does, or one whose length is damaged.</summary>
    public static long? LengthOf(ReadOnlySpan<byte> bytes)
    {
        long? length = bytes.StartsWith("ID3"u8) && bytes.Length >= Id3HeaderLength ? Id3Length(bytes)
            : bytes.StartsWith("TAG"u8) ? OldId3Length
            : bytes.StartsWith("APETAGEX"u8) && bytes.Length >= HeadLength ? ApeHeaderLength + (long)BinaryPrimitives.ReadUInt32LittleEndian(bytes[12..])
            : null;
        return length <= MaximumBytes ? length : null;
    }

    /// <summary>Whether these bytes stand only in tags whose length is at their end.</summary>
    public static bool IsWithin(ReadOnlySpan<byte> bytes) => bytes.StartsWith("APETAGEX"u8) || bytes.StartsWith("LYRICSBEGIN"u8);

    /// <summary>The length stands in the header, seven bits a byte.</summary>
    private static long? Id3Length(ReadOnlySpan<byte> tag) =>
        tag[6..Id3HeaderLength].ContainsAnyInRange((byte)0x80, (byte)0xFF) ? null : Id3HeaderLength + (tag[6] << 21 | tag[7] << 14 | tag[8] << 7 | tag[9]) + ((tag[5] & 0x10) != 0 ? Id3HeaderLength : 0);
}
