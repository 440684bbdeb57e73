using System.Buffers.Binary;

namespace SpeechEmotion.Audio.Decoding;

/// <summary>What the chunk <c>fmt </c> of a WAV file says about its samples.</summary>
/// <param name="Tag">The WAVE format tag, of the sub-format where the header is extensible: 1 integer, 3 float, 6 A-law, 7 µ-law; others need another decoder.</param>
/// <param name="Channels">Samples per frame, 1..256.</param>
/// <param name="SampleRate">Frames per second, in Hz, <see cref="AudioFile.MinimumSampleRate"/>..<see cref="AudioFile.MaximumSampleRate"/>.</param>
/// <param name="Bits">Bits that a sample occupies: 8, 16, 24 or 32 for integers, 32 or 64 for floats, 8 for A-law and µ-law.</param>
internal readonly record struct WavFormat(int Tag, int Channels, int SampleRate, int Bits)
{
    /// <summary>Bytes of the longest header that is understood; what follows is skipped.</summary>
    public const int ExtensibleLength = 40;

    private const int PlainLength = 16;
    private const int Integer = 1, Float = 3, ALaw = 6, MuLaw = 7, Extensible = 0xFFFE;
    private const int MaximumChannels = 256;

    /// <summary>Whether samples are 32-bit or 64-bit floating point.</summary>
    public bool IsFloat => Tag == Float;

    /// <summary>Whether samples are A-law codes.</summary>
    public bool IsALaw => Tag == ALaw;

    /// <summary>Whether samples are µ-law codes.</summary>
    public bool IsMuLaw => Tag == MuLaw;

    /// <summary>Whether samples have a size of their own; otherwise they need another decoder and the other properties are unchecked.</summary>
    public bool IsReadable => Tag is Integer or Float or ALaw or MuLaw;

    /// <summary>Bytes of one frame, that is, of one sample of each channel.</summary>
    public int FrameBytes => Channels * Bits / 8;

    /// <summary>Reads and checks the header.</summary>
    /// <param name="chunk">The content of the chunk, as far as it is there, at most <see cref="ExtensibleLength"/> bytes.</param>
    /// <param name="where">The start of every message: file, chunk and place.</param>
    /// <exception cref="InvalidDataException">A field has a value that no audio file can have.</exception>
    public static WavFormat Parse(ReadOnlySpan<byte> chunk, string where)
    {
        if (chunk.Length < PlainLength)
        {
            throw new InvalidDataException($"{where} holds {Counted.Of(chunk.Length, "byte")}; at least {PlainLength} are needed");
        }

        int tag = BinaryPrimitives.ReadUInt16LittleEndian(chunk);
        int channels = BinaryPrimitives.ReadUInt16LittleEndian(chunk[2..]);
        uint rate = BinaryPrimitives.ReadUInt32LittleEndian(chunk[4..]);
        int frameBytes = BinaryPrimitives.ReadUInt16LittleEndian(chunk[12..]);
        int bits = BinaryPrimitives.ReadUInt16LittleEndian(chunk[14..]);
        if (tag == Extensible)
        {
            if (chunk.Length < ExtensibleLength)
            {
                throw new InvalidDataException($"{where} is extensible, but holds {Counted.Of(chunk.Length, "byte")}; {ExtensibleLength} are needed");
            }

            int validBits = BinaryPrimitives.ReadUInt16LittleEndian(chunk[18..]);
            if (validBits > bits)
            {
                throw new InvalidDataException($"{where} declares {validBits} valid bits in samples of {bits} bits");
            }

            // The sub-format is a GUID that begins with the tag. Fewer valid bits are stored in the upper ones, so the scale stays.
            tag = BinaryPrimitives.ReadUInt16LittleEndian(chunk[24..]);
        }

        if (tag is not (Integer or Float or ALaw or MuLaw))
        {
            return new WavFormat(tag, channels, 0, bits);
        }

        if (channels is 0 or > MaximumChannels)
        {
            throw new InvalidDataException(
                $"{where} declares {channels} channels; "
                + (channels == 0 ? "at least 1 is needed" : $"at most {MaximumChannels} are possible"));
        }

        if (rate is < AudioFile.MinimumSampleRate or > AudioFile.MaximumSampleRate)
        {
            throw new InvalidDataException($"{where} declares a sample rate of {rate} Hz; {AudioFile.MinimumSampleRate} to {AudioFile.MaximumSampleRate} Hz can be read");
        }

        if (tag is ALaw or MuLaw && bits != 8)
        {
            throw new InvalidDataException($"{where} declares {(tag == ALaw ? "A-law" : "µ-law")} samples of {bits} bits; they have 8");
        }

        if (tag == Integer && bits is not (8 or 16 or 24 or 32))
        {
            throw new InvalidDataException($"{where} declares integers of {bits} bits; 8, 16, 24 or 32 can be read");
        }

        if (tag == Float && bits is not (32 or 64))
        {
            throw new InvalidDataException($"{where} declares floats of {bits} bits; 32 or 64 can be read");
        }

        var format = new WavFormat(tag, channels, (int)rate, bits);
        return frameBytes == format.FrameBytes
            ? format
            : throw new InvalidDataException(
                $"{where} declares frames of {Counted.Of(frameBytes, "byte")}; {Counted.Of(channels, "channel")} of {bits} bits make{(channels == 1 ? "s" : "")} {format.FrameBytes}");
    }
}
