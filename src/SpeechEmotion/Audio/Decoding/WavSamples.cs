using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;

namespace SpeechEmotion.Audio.Decoding;

/// <summary>
/// Turns the bytes of a WAV file into samples. Integers of <c>b</c> bits are divided by <c>2^(b-1)</c>, so that full scale is -1..1
/// (8-bit ones are unsigned and lose 128 first). Processors are taken to be little-endian, as WAV is.
/// </summary>
internal static class WavSamples
{
    /// <summary>Decodes samples of all channels.</summary>
    /// <param name="bytes">The samples, one after the other.</param>
    /// <param name="format">How they are stored.</param>
    /// <param name="samples">Receives as many as it has room for.</param>
    public static void Decode(ReadOnlySpan<byte> bytes, WavFormat format, Span<float> samples)
    {
        if (format.IsALaw || format.IsMuLaw)
        {
            ReadOnlySpan<float> table = format.IsALaw ? G711.ALawSamples : G711.MuLawSamples;
            for (int i = 0; i < samples.Length; i++)
            {
                samples[i] = table[bytes[i]];
            }

            return;
        }

        switch (format.IsFloat, format.Bits)
        {
            case (false, 8):
                for (int i = 0; i < samples.Length; i++)
                {
                    samples[i] = (bytes[i] - 128) * (1f / 128);
                }

                break;
            case (false, 16):
                DecodeSixteenBit(MemoryMarshal.Cast<byte, short>(bytes), samples);
                break;
            case (false, 24):
                for (int i = 0; i < samples.Length; i++)
                {
                    int offset = 3 * i;
                    samples[i] = ((bytes[offset] << 8) | (bytes[offset + 1] << 16) | (bytes[offset + 2] << 24)) * (1f / (1U << 31));
                }

                break;
            case (false, _):
                for (int i = 0; i < samples.Length; i++)
                {
                    samples[i] = BinaryPrimitives.ReadInt32LittleEndian(bytes[(4 * i)..]) * (1f / (1U << 31));
                }

                break;
            case (true, 32):
                MemoryMarshal.Cast<byte, float>(bytes)[..samples.Length].CopyTo(samples);
                break;
            default:
                for (int i = 0; i < samples.Length; i++)
                {
                    samples[i] = (float)BinaryPrimitives.ReadDoubleLittleEndian(bytes[(8 * i)..]);
                }

                break;
        }
    }

    private static void DecodeSixteenBit(ReadOnlySpan<short> integers, Span<float> samples)
    {
        const float scale = 1f / 32768;
        int i = 0;
        for (int half = Vector<float>.Count; i <= samples.Length - Vector<short>.Count; i += Vector<short>.Count)
        {
            Vector.Widen(new Vector<short>(integers[i..]), out Vector<int> low, out Vector<int> high);
            (Vector.ConvertToSingle(low) * scale).CopyTo(samples[i..]);
            (Vector.ConvertToSingle(high) * scale).CopyTo(samples[(i + half)..]);
        }

        for (; i < samples.Length; i++)
        {
            samples[i] = integers[i] * scale;
        }
    }
}
