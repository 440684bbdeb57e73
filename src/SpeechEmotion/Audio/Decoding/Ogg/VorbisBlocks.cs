using System.Buffers.Binary;
using System.Numerics;

namespace SpeechEmotion.Audio.Decoding.Ogg;

/// <summary>
/// How many samples the packets of a Vorbis stream hold [Xiph2020]. A packet is a short or a long block, which overlaps with those before and after it. Counted is what the decoder gives out for a packet: from where the block
/// overlaps with the one before to where it overlaps with the one after.
/// </summary>
internal sealed class VorbisBlocks
{
    /// <summary>Bytes of the first header.</summary>
    public const int IdentificationLength = 30;

    private const int ModeBits = 41, MostModes = 64;
    private readonly int _short, _long;
    private readonly bool[] _isLong; // of each mode

    private VorbisBlocks(int shortLength, int longLength, bool[] isLong) => (_short, _long, _isLong) = (shortLength, longLength, isLong);

    /// <summary>Samples per channel of a long block.</summary>
    public int Longest => _long;

    /// <summary>Reads the headers; null if they are not those of Vorbis.</summary>
    /// <param name="identification">The first header.</param>
    /// <param name="setup">The third header.</param>
    public static VorbisBlocks? Parse(ReadOnlySpan<byte> identification, ReadOnlySpan<byte> setup)
    {
        if (identification.Length < IdentificationLength || !setup.StartsWith("\u0005vorbis"u8))
        {
            return null;
        }

        int shortBits = identification[28] & 15, longBits = identification[28] >> 4;
        return shortBits is >= 6 and <= 13 && longBits is >= 6 and <= 13 && shortBits <= longBits && Modes(setup) is { } modes ? new VorbisBlocks(1 << shortBits, 1 << longBits, modes) : null;
    }

    /// <summary>Channels and rate, as the first header declares them.</summary>
    public static (int Channels, int SampleRate) Format(ReadOnlySpan<byte> identification) =>
        identification.Length >= IdentificationLength ? (identification[11], BinaryPrimitives.ReadInt32LittleEndian(identification[12..])) : (0, 0);

    /// <summary>Measures a packet; null if it is none with sound.</summary>
    /// <returns>The samples per channel that the decoder gives out for it, and how many of them lie behind the block's centre, where positions count to.</returns>
    public (int Samples, int Tail)? Measure(ReadOnlySpan<byte> packet)
    {
        // bit 0: not sound · the mode's number · of a long block: whether the one before is long, whether the one after is
        int numberBits = 32 - BitOperations.LeadingZeroCount((uint)_isLong.Length - 1), bits = packet.Length > 1 ? packet[0] | (packet[1] << 8) : packet.Length > 0 ? packet[0] : 1;
        int mode = (bits >> 1) & ((1 << numberBits) - 1);
        if ((bits & 1) != 0 || mode >= _isLong.Length || (_isLong[mode] ? 3 : 1) + numberBits > 8 * packet.Length)
        {
            return null;
        }

        if (!_isLong[mode])
        {
            return (_short / 2, 0);
        }

        int before = ((bits >> (1 + numberBits)) & 1) != 0 ? _long : _short, after = ((bits >> (2 + numberBits)) & 1) != 0 ? _long : _short;
        return ((_long / 2) + (before / 4) - (after / 4), (_long / 4) - (after / 4));
    }

    /// <summary>
    /// Which modes are of long blocks. They stand at the end of the third header: their number less 1 in 6 bits, then for each whether it is long, two unused numbers of 16 bits that are 0, and 8 bits of a number below 64; the last
    /// bit is 1. What comes before them is only to be had by reading all of it, so they are read from behind.
    /// </summary>
    private static bool[]? Modes(ReadOnlySpan<byte> setup)
    {
        int end = 8 * setup.Length; // the bit behind the modes
        do
        {
            end--;
        }
        while (end > 0 && Bits(setup, end, 1) == 0);
        int found = 0;
        for (int count = 1, at = end - ModeBits; count <= MostModes && at >= 6; count++, at -= ModeBits)
        {
            if (Bits(setup, at + 1, 16) != 0 || Bits(setup, at + 17, 16) != 0 || Bits(setup, at + 33, 8) > 63)
            {
                break;
            }

            found = Bits(setup, at - 6, 6) == count - 1 ? count : found;
        }

        bool[] isLong = new bool[found];
        for (int mode = 0; mode < found; mode++)
        {
            isLong[mode] = Bits(setup, end - ((found - mode) * ModeBits), 1) == 1;
        }

        return found > 0 ? isLong : null;
    }

    /// <summary>A number whose lowest bit comes first, as the bits of each byte do.</summary>
    private static int Bits(ReadOnlySpan<byte> bytes, int at, int count)
    {
        int value = 0;
        for (int i = 0; i < count; i++)
        {
            value |= ((bytes[(at + i) >> 3] >> ((at + i) & 7)) & 1) << i;
        }

        return value;
    }
}
