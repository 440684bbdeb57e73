using System.Collections.Concurrent;

namespace SpeechEmotion.Audio;

/// <summary>
/// The low-pass filter of a resampler, cut into rows that are ready for dot products. It is the ideal filter, <c>c sinc(c t)</c>, under
/// a Kaiser window [Kaiser1980]; time <c>t</c> counts input samples, and <c>c</c> is the cutoff as part of the input's Nyquist frequency.
/// Row <c>p</c> of <c>phases</c> holds the weights of the input samples around an output sample that falls <c>p / phases</c> after one of
/// them [Smith1984].
/// </summary>
internal sealed class ResamplingFilter
{
    /// <summary>The pass band, as part of the lower of both Nyquist frequencies; the stop band begins at 1.</summary>
    private const double PassBand = 0.913;

    /// <summary>Attenuation of the stop band in dB, and as much below the signal is the ripple in the pass band.</summary>
    private const double Attenuation = 120;

    /// <summary>Rows per sample of the lower rate where rows are interpolated; leaves errors of <c>(pi / 512)² / 8</c>, -107 dB.</summary>
    private const int InterpolatedPhases = 512;

    /// <summary>Exact rows are used up to 1 MiB of weights: enough for every pair of common sample rates.</summary>
    private const int MaximumExactWeights = 1 << 18;

    private const int CacheSize = 32;
    private static readonly ConcurrentDictionary<(long Up, long Down, double Ratio), ResamplingFilter> Cache = new();

    private ResamplingFilter(int phases, int halfTaps, double scale, bool isExact)
    {
        Phases = phases;
        HalfTaps = halfTaps;
        IsExact = isExact;
        Stride = (Taps + Lanes - 1) / Lanes * Lanes;

        // One row more than phases, so that the last one has a neighbour to be interpolated with.
        Weights = new float[(phases + 1) * Stride];
        double cutoff = scale * (1 + PassBand) / 2;
        double beta = 0.1102 * (Attenuation - 8.7);
        double peak = BesselI0(beta);
        for (int phase = 0; phase <= phases; phase++)
        {
            for (int tap = 0; tap < Taps; tap++)
            {
                double t = ((double)phase / phases) + halfTaps - 1 - tap;
                double edge = t / halfTaps;
                double window = BesselI0(beta * Math.Sqrt(Math.Max(0, 1 - (edge * edge)))) / peak;
                Weights[(phase * Stride) + tap] = (float)(cutoff * Sinc(cutoff * t) * window);
            }
        }
    }

    /// <summary>Weights that a vector instruction takes at a time; fixed, so that sums have the same order on every processor.</summary>
    public const int Lanes = 8;

    /// <summary>Rows per input sample.</summary>
    public int Phases { get; }

    /// <summary>Input samples on each side of an output sample that weigh in.</summary>
    public int HalfTaps { get; }

    /// <summary>Input samples that weigh in.</summary>
    public int Taps => 2 * HalfTaps;

    /// <summary>Distance from row to row: <see cref="Taps"/>, rounded up to whole vectors; what is beyond is zero.</summary>
    public int Stride { get; }

    /// <summary>Whether every output sample falls on a row; otherwise two rows are interpolated.</summary>
    public bool IsExact { get; }

    /// <summary><c>[phases + 1, stride]</c> row-major.</summary>
    public float[] Weights { get; }

    /// <summary>The filter for the rational ratio <paramref name="up"/> / <paramref name="down"/>, in lowest terms.</summary>
    public static ResamplingFilter For(long up, long down)
    {
        double ratio = (double)up / down;
        int halfTaps = HalfTapsFor(ratio);
        return up * (2 * halfTaps) <= MaximumExactWeights
            ? Cached((up, down, 0), () => new ResamplingFilter((int)up, halfTaps, Math.Min(1, ratio), isExact: true))
            : For(ratio);
    }

    /// <summary>The filter for any ratio of output rate to input rate.</summary>
    public static ResamplingFilter For(double ratio)
    {
        double scale = Math.Min(1, ratio);

        // A slower output has a wider filter, which changes less from row to row.
        int phases = (int)Math.Ceiling(InterpolatedPhases * scale);
        return Cached((0, 0, ratio), () => new ResamplingFilter(phases, HalfTapsFor(ratio), scale, isExact: false));
    }

    /// <summary>Kaiser's estimate of the length, in samples of the lower rate, stretched to input samples.</summary>
    private static int HalfTapsFor(double ratio)
    {
        double transition = Math.PI * (1 - PassBand);
        return (int)Math.Ceiling((Attenuation - 7.95) / (2.285 * transition) / 2 / Math.Min(1, ratio));
    }

    private static ResamplingFilter Cached((long Up, long Down, double Ratio) key, Func<ResamplingFilter> build)
    {
        if (Cache.TryGetValue(key, out ResamplingFilter? known))
        {
            return known;
        }

        ResamplingFilter filter = build();
        if (Cache.Count >= CacheSize)
        {
            Cache.Clear();
        }

        Cache[key] = filter;
        return filter;
    }

    private static double Sinc(double x) => x == 0 ? 1 : Math.Sin(Math.PI * x) / (Math.PI * x);

    /// <summary>The modified Bessel function of order 0: <c>Σ ((x/2)^k / k!)²</c>.</summary>
    private static double BesselI0(double x)
    {
        double sum = 1, term = 1, quarter = x * x / 4;
        for (int k = 1; term > sum * 1e-17; k++)
        {
            term *= quarter / (k * (double)k);
            sum += term;
        }

        return sum;
    }
}
