namespace SpeechEmotion.Audio.Decoding;

/// <summary>The two logarithmic codes of telephones [G711]: a byte is a sign, an exponent and four bits of mantissa, a sample of 14 or 13 bits. Full scale is 2^15.</summary>
internal static class G711
{
    private static readonly float[] s_muLaw = [.. Enumerable.Range(0, 256).Select(code => MuLaw((byte)code) / 32768f)];
    private static readonly float[] s_aLaw = [.. Enumerable.Range(0, 256).Select(code => ALaw((byte)code) / 32768f)];

    /// <summary>The sample of each code of µ-law.</summary>
    public static ReadOnlySpan<float> MuLawSamples => s_muLaw;

    /// <summary>The sample of each code of A-law.</summary>
    public static ReadOnlySpan<float> ALawSamples => s_aLaw;

    /// <summary>µ-law sends all bits inverted: ((2 m + 33) 2^e - 33), times 4.</summary>
    private static int MuLaw(byte code)
    {
        int bits = ~code & 0xFF, exponent = (bits >> 4) & 7, mantissa = bits & 15;
        int magnitude = ((((2 * mantissa) + 33) << exponent) - 33) * 4;
        return (bits & 0x80) != 0 ? -magnitude : magnitude;
    }

    /// <summary>A-law sends every second bit inverted: 2 m + 1 if the exponent is 0, (2 m + 33) 2^(e-1) where not, times 8.</summary>
    private static int ALaw(byte code)
    {
        int bits = code ^ 0x55, exponent = (bits >> 4) & 7, mantissa = bits & 15;
        int magnitude = (exponent == 0 ? (2 * mantissa) + 1 : ((2 * mantissa) + 33) << (exponent - 1)) * 8;
        return (bits & 0x80) != 0 ? magnitude : -magnitude;
    }
}
