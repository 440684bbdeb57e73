using TorchSharp;
using static TorchSharp.torch;

namespace SpeechEmotion.Networks.Weights;

/// <summary>
/// Matrices whose numbers are whole ones from -127 to 127, times a scale for each output, the first dimension: a quarter of the room of 32-bit floats. A scale has 16 significant bits, so
/// that the products are exact, and what has been rounded once is found again to the bit.
/// </summary>
internal static class EightBitWeights
{
    private const int Greatest = sbyte.MaxValue;

    /// <summary>The nearest weights that eight bits hold, as 32-bit floats.</summary>
    /// <param name="weights">A tensor of two dimensions or more.</param>
    public static Tensor Round(Tensor weights)
    {
        using DisposeScope scope = NewDisposeScope();
        float[] values = [.. weights.detach().to(ScalarType.Float32).cpu().contiguous().data<float>()];
        (sbyte[] codes, float[] scales) = Encode(values, (int)weights.shape[0]);
        int row = values.Length / scales.Length;
        return tensor([.. codes.Select((code, i) => code * scales[i / row])], weights.shape).MoveToOuterDisposeScope();
    }

    /// <summary>The whole numbers and the scales of weights, the nearest ones.</summary>
    /// <param name="weights">The weights, row after row.</param>
    /// <param name="rows">Number of rows, at least 1.</param>
    public static (sbyte[] Codes, float[] Scales) Encode(ReadOnlySpan<float> weights, int rows)
    {
        var codes = new sbyte[weights.Length];
        var scales = new float[rows];
        int length = weights.Length / rows;
        for (int row = 0; row < rows; row++)
        {
            ReadOnlySpan<float> values = weights.Slice(row * length, length);
            float greatest = 0;
            foreach (float value in values)
            {
                greatest = MathF.Max(greatest, MathF.Abs(value));
            }

            scales[row] = RoundUp(greatest / Greatest) is > 0 and float scale ? scale : 1;
            for (int i = 0; i < length; i++)
            {
                codes[(row * length) + i] = (sbyte)MathF.Round(values[i] / scales[row]);
            }
        }

        return (codes, scales);
    }

    /// <summary>The next number of 16 significant bits.</summary>
    private static float RoundUp(float value)
    {
        const uint lost = (1u << 8) - 1;
        return BitConverter.UInt32BitsToSingle((BitConverter.SingleToUInt32Bits(value) + lost) & ~lost);
    }
}
