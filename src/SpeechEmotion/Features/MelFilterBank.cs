using SpeechEmotion.Signal;

namespace SpeechEmotion.Features;

/// <summary>
/// Sums a power spectrum into overlapping triangular bands whose corners are equally spaced in mel [Davis1980]. Each triangle has unit area over Hz
/// [Slaney1998], so that white noise gives every band the same power. Immutable; safe to share between threads.
/// </summary>
public sealed unsafe class MelFilterBank
{
    private readonly int[] _first; // first bin of each band
    private readonly float[][] _weights; // from there on, as long as they are not 0

    /// <summary>Builds the bands.</summary>
    /// <param name="sampleRate">Samples per second, in Hz.</param>
    /// <param name="frameLength">Samples in the frame of which the spectrum is taken; even.</param>
    /// <param name="bands">Number of bands, 1 or more. More: finer in frequency; narrow low bands may then fall between two bins and stay 0.</param>
    /// <param name="minFrequency">Lower corner of the lowest band, in Hz.</param>
    /// <param name="maxFrequency">Upper corner of the highest band, in Hz; 0 means half the sample rate.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public MelFilterBank(int sampleRate, int frameLength, int bands, double minFrequency = 0, double maxFrequency = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(sampleRate, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(frameLength, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(bands, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(minFrequency);
        double upper = maxFrequency > 0 ? maxFrequency : sampleRate / 2.0;
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(minFrequency, upper);
        Bins = (frameLength / 2) + 1;
        _first = new int[bands];
        _weights = new float[bands][];
        double low = MelScale.FromFrequency(minFrequency), high = MelScale.FromFrequency(upper);
        double Corner(int i) => MelScale.ToFrequency(low + ((high - low) * i / (bands + 1)));
        for (int band = 0; band < bands; band++)
        {
            (double left, double centre, double right) = (Corner(band), Corner(band + 1), Corner(band + 2));
            float Weight(int bin)
            {
                double frequency = (double)bin * sampleRate / frameLength;
                double height = Math.Min((frequency - left) / (centre - left), (right - frequency) / (right - centre));
                return (float)(Math.Max(0, height) * 2 / (right - left));
            }

            int[] bins = [.. Enumerable.Range(0, Bins).Where(bin => Weight(bin) > 0)];
            _first[band] = bins.FirstOrDefault();
            _weights[band] = [.. bins.Select(Weight)];
        }
    }

    /// <summary>Number of bands.</summary>
    public int Bands => _first.Length;

    /// <summary>Number of bins of the power spectrum, frameLength/2 + 1.</summary>
    public int Bins { get; }

    /// <summary>All weights, <c>[bands, bins]</c>, row-major: the matrix that takes power spectra to mel power.</summary>
    public float[] ToMatrix()
    {
        var matrix = new float[Bands * Bins];
        for (int band = 0; band < Bands; band++)
        {
            _weights[band].CopyTo(matrix, (band * Bins) + _first[band]);
        }

        return matrix;
    }

    /// <summary>Mel power of one frame.</summary>
    /// <param name="power">Power spectrum <c>[bins]</c>, <c>|X[k]|²</c>.</param>
    /// <param name="mel">Mel power <c>[bands]</c>.</param>
    /// <exception cref="ArgumentException">A span has another length.</exception>
    public void Apply(ReadOnlySpan<float> power, Span<float> mel)
    {
        if (power.Length != Bins || mel.Length != Bands)
        {
            throw new ArgumentException($"{power.Length} bins and {mel.Length} bands do not fit a filter bank of {Bins} bins and {Bands} bands.", nameof(power));
        }

        fixed (float* bins = power)
        {
            for (int band = 0; band < Bands; band++)
            {
                mel[band] = (float)Band((OneLane*)bins, band);
            }
        }
    }

    /// <summary>Mel power of one band in as many frames as there are lanes.</summary>
    internal T Band<T>(T* power, int band)
        where T : unmanaged, ILanes<T>
    {
        ReadOnlySpan<float> weights = _weights[band];
        T* bins = power + _first[band];
        T even = T.All(0), odd = T.All(0); // two sums, because one would wait for itself
        for (int i = 0; i + 1 < weights.Length; i += 2)
        {
            even = T.MultiplyAdd(bins[i], T.All(weights[i]), even);
            odd = T.MultiplyAdd(bins[i + 1], T.All(weights[i + 1]), odd);
        }

        return weights.Length % 2 == 0 ? even + odd : T.MultiplyAdd(bins[weights.Length - 1], T.All(weights[^1]), even + odd);
    }
}
