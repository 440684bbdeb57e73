using System.Buffers.Binary;
using System.Text;

namespace SpeechEmotion.Tests.Audio;

/// <summary>Builds WAV files byte by byte, right or wrong, apart from the code under test.</summary>
internal sealed record WavBuilder
{
    public string Form { get; init; } = "RIFF";

    public uint? RiffSize { get; init; }

    public int Tag { get; init; } = 1;

    public int Channels { get; init; } = 1;

    public uint SampleRate { get; init; } = 16000;

    public int Bits { get; init; } = 16;

    public int? ValidBits { get; init; }

    public int? FrameBytes { get; init; }

    public bool Extensible { get; init; }

    public int? FormatLength { get; init; }

    public byte[] Data { get; init; } = [];

    public uint? DataSize { get; init; }

    /// <summary>Whole chunks before 'fmt ', before 'data' and after it.</summary>
    public byte[] First { get; init; } = [];

    public byte[] Middle { get; init; } = [];

    public byte[] Last { get; init; } = [];

    public static byte[] Chunk(string id, byte[] content, uint? size = null)
    {
        byte[] head = [.. Encoding.ASCII.GetBytes(id), .. BitConverter.GetBytes(size ?? (uint)content.Length)];
        return [.. head, .. content, .. new byte[content.Length % 2]];
    }

    /// <summary>The bytes of a sample, by the definition of each format.</summary>
    public static byte[] Encode(double value, int tag, int bits)
    {
        byte[] bytes = new byte[bits / 8];
        if (tag == 3)
        {
            return bits == 32 ? BitConverter.GetBytes((float)value) : BitConverter.GetBytes(value);
        }

        long integer = (long)Math.Round(value * Math.Pow(2, bits - 1)) + (bits == 8 ? 128 : 0);
        Span<byte> wide = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(wide, integer);
        wide[..bytes.Length].CopyTo(bytes);
        return bytes;
    }

    public WavBuilder WithSamples(params double[] interleaved) =>
        this with { Data = [.. interleaved.SelectMany(value => Encode(value, Tag, Bits))] };

    public byte[] Build()
    {
        byte[] format = [.. U16(Extensible ? 0xFFFE : Tag), .. U16(Channels), .. BitConverter.GetBytes(SampleRate),
            .. BitConverter.GetBytes((uint)(SampleRate * Channels * Bits / 8)), .. U16(FrameBytes ?? (Channels * Bits / 8)), .. U16(Bits)];
        if (Extensible)
        {
            format = [.. format, .. U16(22), .. U16(ValidBits ?? Bits), .. new byte[4], .. U16(Tag),
                0, 0, 0, 0, 0x10, 0, 0x80, 0, 0, 0xAA, 0, 0x38, 0x9B, 0x71];
        }

        if (FormatLength is not null)
        {
            Array.Resize(ref format, FormatLength.Value);
        }

        byte[] body = [.. "WAVE"u8, .. First, .. Chunk("fmt ", format), .. Middle, .. Chunk("data", Data, DataSize), .. Last];
        return [.. Encoding.ASCII.GetBytes(Form), .. BitConverter.GetBytes(RiffSize ?? (uint)body.Length), .. body];
    }

    private static byte[] U16(int value) => BitConverter.GetBytes((ushort)value);
}
