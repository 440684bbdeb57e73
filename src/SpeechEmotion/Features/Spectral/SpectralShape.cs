using SpeechEmotion.Signal;

namespace SpeechEmotion.Features.Spectral;

/// <summary>
/// Where a frame's spectrum lies and how it is spread, for as many frames at once as there are lanes, from power <c>p[k]</c> and magnitude <c>m[k] = √p[k]</c>, bin k
/// at frequency f[k]:
/// <code>
/// // centroid   c = Σ f m / Σ m                        bandwidth   √(Σ m (f - c)² / Σ m)
/// // roll-off   least f[k] with Σ m[0..k] ≥ 0.85 Σ m    flatness    geometric mean of p / mean of p, p at least 1e-10
/// // chroma     pitch classes of p, over the largest
/// </code>
/// In silence all are 0, but flatness is 1. Immutable; safe to share between threads.
/// </summary>
internal sealed unsafe class SpectralShape
{
    /// <summary>The fraction of the magnitudes that lies at or below the roll-off frequency.</summary>
    public const float RollOffFraction = 0.85f;

    /// <summary>What is divided by is at least this, the least normal number, so that silence gives 0.</summary>
    public const float Tiny = 1.17549435e-38f;

    private readonly int _bins;
    private readonly float _binWidth; // Hz
    private readonly ChromaFilterBank? _chroma;

    /// <summary>Plans the measurement.</summary>
    /// <param name="config">A valid configuration.</param>
    public SpectralShape(FeatureConfig config)
    {
        _bins = (config.FrameLength / 2) + 1;
        _binWidth = (float)config.SampleRate / config.FrameLength;
        _chroma = config.Kinds.Contains(FeatureKind.Chroma) ? new ChromaFilterBank(config.SampleRate, config.FrameLength) : null;
    }

    /// <summary>Measures frames <paramref name="first"/> to <c>first + count - 1</c>.</summary>
    /// <param name="power">Power <c>[bins]</c>.</param>
    /// <param name="magnitude">Room for <c>[bins]</c>.</param>
    /// <param name="rows">Where the results go.</param>
    /// <param name="first">The frame in the first lane.</param>
    /// <param name="count">Frames, 1 to the number of lanes.</param>
    public void Measure<T>(T* power, T* magnitude, SpectralRows rows, int first, int count)
        where T : unmanaged, ILanes<T>
    {
        if (rows.AnyOfMagnitude)
        {
            MeasureMagnitude(power, magnitude, rows, first, count);
        }

        if (!rows.Flatness.IsEmpty)
        {
            MeasureFlatness(power, rows.Flatness.Slice(first, count));
        }

        if (!rows.Chroma.IsEmpty)
        {
            MeasureChroma(power, rows.Chroma, first, count);
        }
    }

    /// <summary>Fills the frames from <paramref name="first"/> on with what silence measures.</summary>
    public static void Silence(SpectralRows rows, int first, int frames)
    {
        Clear(rows.Centroid, first, frames);
        Clear(rows.Bandwidth, first, frames);
        Clear(rows.RollOff, first, frames);
        Clear(rows.Chroma, first, frames);
        if (!rows.Flatness.IsEmpty)
        {
            rows.Flatness[first..].Fill(1);
        }
    }

    private void MeasureMagnitude<T>(T* power, T* magnitude, SpectralRows rows, int first, int count)
        where T : unmanaged, ILanes<T>
    {
        T total = T.All(0), moment = T.All(0);
        for (int k = 0; k < _bins; k++)
        {
            magnitude[k] = T.Sqrt(power[k]);
            total += magnitude[k];
            moment = T.MultiplyAdd(magnitude[k], T.All(k), moment);
        }

        T norm = T.Max(total, T.All(Tiny)), centroid = moment / norm;
        Store(centroid * _binWidth, rows.Centroid, first, count);
        if (!rows.Bandwidth.IsEmpty)
        {
            T spread = T.All(0);
            for (int k = 0; k < _bins; k++)
            {
                T distance = T.All(k) - centroid;
                spread = T.MultiplyAdd(magnitude[k] * distance, distance, spread);
            }

            Store(T.Sqrt(spread / norm) * _binWidth, rows.Bandwidth, first, count);
        }

        if (!rows.RollOff.IsEmpty)
        {
            // The index is the number of bins up to which the sum stays below the threshold: 1 for each such bin, as any positive gap becomes when scaled and cut.
            T threshold = total * RollOffFraction, sum = T.All(0), index = T.All(0);
            for (int k = 0; k < _bins; k++)
            {
                sum += magnitude[k];
                index += T.Min(T.Max((threshold - sum) * float.MaxValue, T.All(0)), T.All(1));
            }

            Store(index * _binWidth, rows.RollOff, first, count);
        }
    }

    private void MeasureFlatness<T>(T* power, Span<float> flatness)
        where T : unmanaged, ILanes<T>
    {
        T decibels = T.All(0), sum = T.All(0);
        for (int k = 0; k < _bins; k++)
        {
            decibels += Decibels.FromPower(power[k]);
            sum += T.Max(power[k], T.All(Decibels.LeastPower));
        }

        float* lanes = stackalloc float[2 * T.Count];
        T.Store(decibels * (1f / _bins), lanes);
        T.Store(sum * (1f / _bins), lanes + T.Count);
        for (int lane = 0; lane < flatness.Length; lane++)
        {
            flatness[lane] = MathF.Pow(10, lanes[lane] / 10) / lanes[T.Count + lane];
        }
    }

    private void MeasureChroma<T>(T* power, Span<float> chroma, int first, int count)
        where T : unmanaged, ILanes<T>
    {
        T* classes = stackalloc T[ChromaFilterBank.Classes];
        T largest = T.All(Tiny);
        for (int i = 0; i < ChromaFilterBank.Classes; i++)
        {
            classes[i] = _chroma!.Class(power, i);
            largest = T.Max(largest, classes[i]);
        }

        int frames = chroma.Length / ChromaFilterBank.Classes;
        for (int i = 0; i < ChromaFilterBank.Classes; i++)
        {
            Store(classes[i] / largest, chroma.Slice(i * frames, frames), first, count);
        }
    }

    private static void Store<T>(T value, Span<float> row, int first, int count)
        where T : unmanaged, ILanes<T>
    {
        if (!row.IsEmpty)
        {
            float* lanes = stackalloc float[T.Count];
            T.Store(value, lanes);
            new ReadOnlySpan<float>(lanes, count).CopyTo(row[first..]);
        }
    }

    private static void Clear(Span<float> rows, int first, int frames)
    {
        for (int start = 0; start < rows.Length; start += frames)
        {
            rows[(start + first)..(start + frames)].Clear();
        }
    }
}
