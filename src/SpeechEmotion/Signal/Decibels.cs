using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace SpeechEmotion.Signal;

/// <summary>Power on a logarithmic scale: <c>10 log10(power)</c>, so that +10 dB is ten times the power and 0 dB is a power of 1.</summary>
public static unsafe class Decibels
{
    /// <summary>The least power that is told from silence, 1e-10: nothing lies below -100 dB.</summary>
    public const float LeastPower = 1e-10f;

    /// <summary>How far below the maximum of the clip values are cut off: 80 dB.</summary>
    public const float Range = 80;

    /// <summary>Power to decibels, in place, then everything further than <see cref="Range"/> below the maximum raised to that floor.</summary>
    /// <param name="values">Powers, 0 or more, of one whole clip in any order; afterwards decibels, accurate to 1e-4 dB.</param>
    /// <returns>The least and the greatest of the resulting decibels; 0 and 0 if there are no values.</returns>
    public static (float Least, float Greatest) FromPower(Span<float> values) => FromPower(values, toUnit: false);

    /// <summary>
    /// Power to decibels as <see cref="FromPower(Span{float})"/>, then scaled by the clip's own least and greatest value: <c>(x - least) / (greatest - least + 1e-6)</c>.
    /// A constant clip becomes all 0.
    /// </summary>
    /// <param name="values">Powers, 0 or more, of one whole clip in any order; afterwards 0..1.</param>
    public static void FromPowerToUnit(Span<float> values) => FromPower(values, toUnit: true);

    private static (float Least, float Greatest) FromPower(Span<float> values, bool toUnit)
    {
        if (values.IsEmpty)
        {
            return (0, 0);
        }

        float least = float.PositiveInfinity, greatest = float.NegativeInfinity;
        fixed (float* first = values)
        {
            // powers -> decibels, and their extremes
            float* end = first + values.Length;
            float* rest = Vector512.IsHardwareAccelerated ? Convert<SixteenLanes>(first, end, ref least, ref greatest)
                : Vector256.IsHardwareAccelerated ? Convert<EightLanes>(first, end, ref least, ref greatest)
                : Convert<FourLanes>(first, end, ref least, ref greatest);
            Convert<OneLane>(rest, end, ref least, ref greatest);

            // decibels -> max(decibels, floor) -> 0..1
            float floor = greatest - Range;
            least = MathF.Max(least, floor);
            float offset = toUnit ? least : 0, scale = toUnit && greatest > least ? 1 / (greatest - least + 1e-6f) : 1;
            if (toUnit || floor == least)
            {
                rest = Vector512.IsHardwareAccelerated ? Limit<SixteenLanes>(first, end, floor, offset, scale)
                    : Vector256.IsHardwareAccelerated ? Limit<EightLanes>(first, end, floor, offset, scale)
                    : Limit<FourLanes>(first, end, floor, offset, scale);
                Limit<OneLane>(rest, end, floor, offset, scale);
            }
        }

        return (least, greatest);
    }

    /// <summary><c>10 log10(max(power, LeastPower))</c>, by <c>ln m = 2 artanh((m - 1) / (m + 1))</c> for the mantissa m, 2/3..4/3.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static T FromPower<T>(T power)
        where T : unmanaged, ILanes<T>
    {
        const float PerOctave = 3.01029996f, PerNeper = 4.34294482f; // 10 log10(2) and 10 log10(e)
        T mantissa = T.Split(T.Max(power, T.All(LeastPower)), out T exponent);
        T s = (mantissa - T.All(1)) / (mantissa + T.All(1));
        T square = s * s; // at most 1/25: the next term of the series is below 1e-6 dB
        T series = T.MultiplyAdd(square, T.MultiplyAdd(square, T.MultiplyAdd(square, T.All(2f / 7), T.All(2f / 5)), T.All(2f / 3)), T.All(2));
        return T.MultiplyAdd(exponent, T.All(PerOctave), series * s * PerNeper);
    }

    /// <summary>Powers to decibels, from one address on for as many whole vectors as there are.</summary>
    private static float* Convert<T>(float* next, float* end, ref float least, ref float greatest)
        where T : unmanaged, ILanes<T>
    {
        T low = T.All(least), high = T.All(greatest);
        for (; end - next >= T.Count; next += T.Count)
        {
            T decibels = FromPower(T.Load(next));
            T.Store(decibels, next);
            low = T.Min(low, decibels);
            high = T.Max(high, decibels);
        }

        float* lanes = stackalloc float[T.Count];
        T.Store(low, lanes);
        for (int lane = 0; lane < T.Count; lane++)
        {
            least = MathF.Min(least, lanes[lane]);
        }

        T.Store(high, lanes);
        for (int lane = 0; lane < T.Count; lane++)
        {
            greatest = MathF.Max(greatest, lanes[lane]);
        }

        return next;
    }

    private static float* Limit<T>(float* next, float* end, float floor, float offset, float scale)
        where T : unmanaged, ILanes<T>
    {
        T lowest = T.All(floor), zero = T.All(offset);
        for (; end - next >= T.Count; next += T.Count)
        {
            T.Store((T.Max(T.Load(next), lowest) - zero) * scale, next);
        }

        return next;
    }
}
