using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace SpeechEmotion.Audio;

/// <summary>
/// Changes the sample rate by band-limited interpolation: each output sample is the dot product of the input around it with a windowed sinc
/// [Smith1984]. Frequencies up to 91.3 % of the lower Nyquist frequency pass within 0.001 dB; what lies above that Nyquist frequency, and
/// would alias, is attenuated by 100 dB or more. The result is aligned with the input (no delay), and beyond both ends the input counts as
/// silence. These are the pass band and the length, <c>ceil(n · ratio)</c>, of librosa's <c>soxr_hq</c>.
/// </summary>
public sealed class Resampler
{
    internal const double MaximumFactor = 256;
    private readonly ResamplingFilter? _filter; // null: both rates are equal
    private readonly long _up, _down; // the ratio in lowest terms; 0 if it was given as a real number

    /// <summary>Prepares a change between two sample rates.</summary>
    /// <param name="fromRate">The input's sample rate in Hz, at least 1.</param>
    /// <param name="toRate">The output's sample rate in Hz, at least 1 and within a factor of 256 of the input's.</param>
    /// <exception cref="ArgumentOutOfRangeException">A rate is below 1, or the two are too far apart.</exception>
    public Resampler(int fromRate, int toRate)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(fromRate, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(toRate, 1);
        Ratio = CheckRatio((double)toRate / fromRate, nameof(toRate));
        long divisor = (long)BigInteger.GreatestCommonDivisor(fromRate, toRate);
        _up = toRate / divisor;
        _down = fromRate / divisor;
        _filter = _up == _down ? null : ResamplingFilter.For(_up, _down);
    }

    /// <summary>Prepares a change by any factor, such as <c>2^(k/12)</c> for a shift by k semitones.</summary>
    /// <param name="ratio">Output samples per input sample, 1/256..256. More than 1 makes the result longer.</param>
    /// <exception cref="ArgumentOutOfRangeException">The ratio is not within 1/256..256.</exception>
    public Resampler(double ratio)
    {
        Ratio = CheckRatio(ratio, nameof(ratio));
        _filter = ratio == 1 ? null : ResamplingFilter.For(ratio);
    }

    /// <summary>Output samples per input sample.</summary>
    public double Ratio { get; }

    /// <summary>The filter; null if both rates are equal.</summary>
    internal ResamplingFilter? Filter => _filter;

    /// <summary>Resamples a whole recording.</summary>
    /// <param name="samples">Samples <c>[n]</c> at the input's rate.</param>
    /// <returns>Samples <c>[ceil(n · ratio)]</c> at the output's rate; output <c>j</c> lies at input <c>j / ratio</c>.</returns>
    /// <exception cref="ArgumentException">The result would be longer than an array can be.</exception>
    public float[] Resample(ReadOnlySpan<float> samples)
    {
        if (_filter is null)
        {
            return samples.ToArray();
        }

        float[] result = new float[ArrayLengthOf(samples.Length)];

        // Silence on both sides, so that the loops need no bounds: input sample i is at [i + halfTaps].
        float[] padded = new float[samples.Length + (2 * _filter.HalfTaps) + ResamplingFilter.Lanes];
        samples.CopyTo(padded.AsSpan(_filter.HalfTaps));
        Fill(padded, 0, 0, result, _filter);
        return result;
    }

    /// <summary>Samples that a recording of some samples turns into.</summary>
    internal double LengthOf(long samples) => _up > 0 ? ((samples * _up) + _down - 1) / _down : Math.Ceiling(samples * Ratio);

    /// <summary>Computes some output samples from the input around them.</summary>
    /// <param name="padded">Input sample i at <c>[i + halfTaps - origin]</c>, and silence if there is no input.</param>
    /// <param name="origin">What of the padded input is left out before its first sample here.</param>
    /// <param name="first">The first output sample that is wanted.</param>
    /// <param name="result">Receives it and those that follow.</param>
    /// <param name="filter">The filter.</param>
    internal void Fill(ReadOnlySpan<float> padded, long origin, long first, Span<float> result, ResamplingFilter filter)
    {
        if (filter.IsExact)
        {
            FillExact(padded, origin, first, result, filter);
        }
        else
        {
            FillInterpolated(padded, origin, first, result, filter);
        }
    }

    /// <summary>The time of output sample j is the fraction j · down / up, as whole samples and a remainder, the row.</summary>
    private void FillExact(ReadOnlySpan<float> padded, long origin, long first, Span<float> result, ResamplingFilter filter)
    {
        long whole = (first * _down / _up) - origin, phase = first * _down % _up;
        for (int j = 0; j < result.Length; j++)
        {
            ReadOnlySpan<float> window = padded.Slice((int)whole + 1, filter.Stride);
            result[j] = Dot(window, filter.Weights.AsSpan((int)phase * filter.Stride, filter.Stride));
            phase += _down;
            whole += phase / _up;
            phase %= _up;
        }
    }

    /// <summary>The time of output sample j is a real number, which falls between two rows: their dot products are interpolated.</summary>
    private void FillInterpolated(ReadOnlySpan<float> padded, long origin, long first, Span<float> result, ResamplingFilter filter)
    {
        for (int j = 0; j < result.Length; j++)
        {
            double time = _up > 0 ? (double)((first + j) * _down) / _up : (first + j) / Ratio;
            long whole = (long)time;
            double place = (time - whole) * filter.Phases;
            int phase = (int)place;
            ReadOnlySpan<float> window = padded.Slice((int)(whole - origin) + 1, filter.Stride);
            float before = Dot(window, filter.Weights.AsSpan(phase * filter.Stride, filter.Stride));
            float after = Dot(window, filter.Weights.AsSpan((phase + 1) * filter.Stride, filter.Stride));
            result[j] = before + ((float)(place - phase) * (after - before));
        }
    }

    private int ArrayLengthOf(int samples)
    {
        double length = LengthOf(samples);
        return length <= Array.MaxLength
            ? (int)length
            : throw new ArgumentException(
                $"{samples} samples times {Ratio} make {length:0} samples; at most {Array.MaxLength} are possible.", nameof(samples));
    }

    /// <summary>The sum of products, in two vectors of eight lanes whatever the processor has, so that sums keep their order.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Dot(ReadOnlySpan<float> window, ReadOnlySpan<float> weights)
    {
        ref float x = ref MemoryMarshal.GetReference(window);
        ref float w = ref MemoryMarshal.GetReference(weights);
        Vector256<float> even = Vector256<float>.Zero, odd = Vector256<float>.Zero;
        nuint i = 0, length = (nuint)weights.Length;
        for (; i + 16 <= length; i += 16)
        {
            even += Vector256.LoadUnsafe(ref x, i) * Vector256.LoadUnsafe(ref w, i);
            odd += Vector256.LoadUnsafe(ref x, i + 8) * Vector256.LoadUnsafe(ref w, i + 8);
        }

        if (i < length)
        {
            even += Vector256.LoadUnsafe(ref x, i) * Vector256.LoadUnsafe(ref w, i);
        }

        return Vector256.Sum(even + odd);
    }

    private static double CheckRatio(double ratio, string name) =>
        ratio is >= 1 / MaximumFactor and <= MaximumFactor
            ? ratio
            : throw new ArgumentOutOfRangeException(
                name, ratio, $"The ratio of the sample rates must be within 1/{MaximumFactor}..{MaximumFactor}.");
}
