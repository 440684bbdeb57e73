using System.Numerics;

namespace SpeechEmotion.Signal;

/// <summary>
/// A stream of pseudo-random numbers that is the same for the same seed on every machine and in every version: xoshiro256** [Blackman2021],
/// its state filled by SplitMix64. (<see cref="Random"/> does not promise to keep its sequence between versions of .NET.)
/// </summary>
public sealed class SeededRandom
{
    private ulong _s0, _s1, _s2, _s3;

    /// <summary>Starts the stream that belongs to a seed and, where given, to a place below it.</summary>
    /// <param name="seed">The seed of the experiment.</param>
    /// <param name="path">Numbers that name an independent sub-stream, such as epoch, clip and copy; the same path gives the same stream.</param>
    public SeededRandom(ulong seed, params ReadOnlySpan<ulong> path)
    {
        ulong state = seed;
        foreach (ulong step in path)
        {
            state = SplitMix(ref state) ^ (step * 0xD1342543DE82EF95UL);
        }

        _s0 = SplitMix(ref state);
        _s1 = SplitMix(ref state);
        _s2 = SplitMix(ref state);
        _s3 = SplitMix(ref state);
    }

    /// <summary>The next 64 random bits.</summary>
    public ulong NextBits()
    {
        ulong result = BitOperations.RotateLeft(_s1 * 5, 7) * 9;
        ulong t = _s1 << 17;
        _s2 ^= _s0;
        _s3 ^= _s1;
        _s1 ^= _s2;
        _s0 ^= _s3;
        _s2 ^= t;
        _s3 = BitOperations.RotateLeft(_s3, 45);
        return result;
    }

    /// <summary>A whole number, uniform in <paramref name="minimum"/>..<paramref name="maximum"/>, both included.</summary>
    public int NextInteger(int minimum, int maximum)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maximum, minimum);
        ulong range = (ulong)((long)maximum - minimum) + 1;
        ulong limit = ulong.MaxValue - (ulong.MaxValue % range);
        ulong bits;
        do
        {
            bits = NextBits();
        }
        while (bits >= limit);
        return (int)(minimum + (long)(bits % range));
    }

    /// <summary>A number, uniform in 0..1, 1 excluded, with 53 random bits.</summary>
    public double NextUniform() => (NextBits() >> 11) * (1.0 / (1UL << 53));

    /// <summary>A number, uniform in <paramref name="minimum"/>..<paramref name="maximum"/>.</summary>
    public double NextUniform(double minimum, double maximum) => minimum + ((maximum - minimum) * NextUniform());

    /// <summary>A number from the normal distribution of mean 0 and standard deviation 1, by the polar method [Marsaglia1964].</summary>
    public double NextGaussian()
    {
        double u, v, s;
        do
        {
            u = (2 * NextUniform()) - 1;
            v = (2 * NextUniform()) - 1;
            s = (u * u) + (v * v);
        }
        while (s is >= 1 or 0);
        return u * Math.Sqrt(-2 * Math.Log(s) / s);
    }

    /// <summary>Puts the items in a random order, each order equally likely [Fisher1938].</summary>
    public void Shuffle<T>(Span<T> items)
    {
        for (int i = items.Length - 1; i > 0; i--)
        {
            int j = NextInteger(0, i);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }

    private static ulong SplitMix(ref ulong state)
    {
        state += 0x9E3779B97F4A7C15UL;
        ulong z = state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }
}
