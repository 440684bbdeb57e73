using System.Buffers;
using System.Numerics;

namespace SpeechEmotion.Features;

/// <summary>
/// Energy and zero-crossing rate of overlapping frames, in one pass over the samples. A frame is a number of whole hops and the first samples of one more; each of these
/// stretches is summed once and shared by the frames that hold it:
/// <code>
/// samples ──▶ stretches [hop] and their heads [frameLength mod hop] ──▶ frame t = stretch t + stretch t+1 + … + head
/// </code>
/// Frame t is centred on sample t × hop, as everywhere. The pass may be taken block by block (<see cref="Extend"/>), while the mel pass has the same samples in the nearest cache.
/// </summary>
internal unsafe ref struct FrameSums
{
    /// <summary>Numbers nearer to zero than this have no sign, so that rounding noise does not cross zero.</summary>
    public const float LeastMagnitude = 1e-10f;

    private readonly ReadOnlySpan<float> _samples;
    private readonly Span<float> _energy, _rate;
    private readonly bool _endsInSilence;
    private readonly int _frameLength, _hopLength, _whole, _head, _count;
    private float[]? _rented; // Squares, then crossings, of each stretch; then those of its head.
    private int _summed;      // Stretches so far.

    /// <summary>Prepares the sums of a clip.</summary>
    /// <param name="samples">Samples <c>[n]</c>, 1 or more.</param>
    /// <param name="clipLength">Length to which the clip is padded with silence at its end, <c>n</c> or more.</param>
    /// <param name="frameLength">Samples in a frame.</param>
    /// <param name="hopLength">Samples from one frame to the next, 1 to <paramref name="frameLength"/>.</param>
    /// <param name="energy">Room for the mean square of the samples in each frame, <c>[frames]</c>, or nothing; beyond the ends of the clip there is silence.</param>
    /// <param name="rate">
    /// Room for the share of the samples in each frame whose sign differs from that of the sample before, in the same frame [Rabiner1978], <c>[frames]</c>, or nothing; zero counts
    /// as positive. Beyond the ends of the padded clip its outermost samples go on.
    /// </param>
    public FrameSums(ReadOnlySpan<float> samples, int clipLength, int frameLength, int hopLength, Span<float> energy, Span<float> rate)
    {
        _samples = samples;
        _energy = energy;
        _rate = rate;
        _endsInSilence = clipLength > samples.Length;
        _frameLength = frameLength;
        _hopLength = hopLength;
        _whole = frameLength / hopLength;
        _head = frameLength % hopLength;
        int frames = Math.Max(energy.Length, rate.Length);
        _count = frames > 0 ? frames + _whole : 0;
    }

    /// <summary>Sums the stretches that begin with one of the first <paramref name="frames"/> frames, as far as that has not been done.</summary>
    public void Extend(int frames)
    {
        if (_summed >= Math.Min(frames, _count))
        {
            return;
        }

        _rented ??= ArrayPool<float>.Shared.Rent(4 * _count);
        fixed (float* samples = _samples)
        {
            for (; _summed < Math.Min(frames, _count); _summed++)
            {
                int start = (_summed * _hopLength) - (_frameLength / 2);
                (float squares, int crossings) = Sum(samples, start, start + _head);
                (float restSquares, int restCrossings) = Sum(samples, start + _head, start + _hopLength);
                _rented[_summed] = squares + restSquares;
                _rented[_count + _summed] = crossings + restCrossings;
                _rented[(2 * _count) + _summed] = squares;
                _rented[(3 * _count) + _summed] = crossings;
            }
        }
    }

    /// <summary>Sums what is left and writes the energy and the rate of every frame.</summary>
    public void Finish()
    {
        Extend(_count);
        if (_rented is not null)
        {
            Means(_energy, _rented.AsSpan(0, _count), _rented.AsSpan(2 * _count, _count));
            Means(_rate, _rented.AsSpan(_count, _count), _rented.AsSpan(3 * _count, _count));
            fixed (float* samples = _samples)
            {
                for (int t = 0; t < _rate.Length; t++) // A frame's first sample has none before it.
                {
                    int start = (t * _hopLength) - (_frameLength / 2);
                    _rate[t] -= Sum(samples, start, start + 1).Crossings / (float)_frameLength;
                }
            }

            ArrayPool<float>.Shared.Return(_rented);
            _rented = null;
        }
    }

    private readonly void Means(Span<float> means, ReadOnlySpan<float> stretches, ReadOnlySpan<float> heads)
    {
        float scale = 1f / _frameLength;
        for (int t = 0; t < means.Length; t++)
        {
            float sum = heads[t + _whole];
            foreach (float stretch in stretches.Slice(t, _whole))
            {
                sum += stretch;
            }

            means[t] = sum * scale;
        }
    }

    /// <summary>Sum of squares, and changes of sign from the sample before, of the samples start..end-1, of which some or all may lie outside the clip.</summary>
    private readonly (float Squares, int Crossings) Sum(float* samples, int start, int end)
    {
        int length = _samples.Length;
        int crossings = _endsInSilence && start <= length && length < end && samples[length - 1] < -LeastMagnitude ? 1 : 0;
        (start, end) = (Math.Max(start, 0), Math.Min(end, length));
        if (start >= end)
        {
            return (0, crossings);
        }

        float squares = 0;
        if (start == 0)
        {
            squares = samples[0] * samples[0];
            start = 1;
        }

        var least = new Vector<float>(-LeastMagnitude);
        Vector<float> sums = Vector<float>.Zero;
        Vector<int> counts = Vector<int>.Zero;
        for (; start <= end - Vector<float>.Count; start += Vector<float>.Count)
        {
            Vector<float> x = Vector.Load(samples + start), before = Vector.Load(samples + start - 1);
            sums += x * x;
            counts -= Vector.LessThan(x, least) ^ Vector.LessThan(before, least); // What holds is -1.
        }

        squares += Vector.Sum(sums);
        crossings += Vector.Sum(counts);
        for (; start < end; start++)
        {
            squares += samples[start] * samples[start];
            crossings += (samples[start] < -LeastMagnitude) != (samples[start - 1] < -LeastMagnitude) ? 1 : 0;
        }

        return (squares, crossings);
    }
}
