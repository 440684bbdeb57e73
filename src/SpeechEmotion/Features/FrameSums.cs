using System.Buffers;
using System.Numerics;

namespace SpeechEmotion.Features;

/// <summary>
/// Energy and zero-crossing rate of overlapping frames. A frame is a number of whole hops and the first samples of one more; each of these stretches is
/// summed once and shared by the frames that hold it:
/// <code>
/// samples ──▶ stretches [hop] and their heads [frameLength mod hop] ──▶ frame t = stretch t + stretch t+1 + … + head
/// </code>
/// Frame t is centred on sample t × hop, as everywhere.
/// </summary>
public static unsafe class FrameSums
{
    /// <summary>Numbers nearer to zero than this have no sign, so that rounding noise does not cross zero.</summary>
    private const float LeastMagnitude = 1e-10f;

    /// <summary>Mean square of the samples in each frame; beyond the ends of the clip there is silence.</summary>
    /// <param name="samples">Samples <c>[n]</c>.</param>
    /// <param name="frameLength">Samples in a frame.</param>
    /// <param name="hopLength">Samples from one frame to the next, 1 to <paramref name="frameLength"/>.</param>
    /// <param name="energy">Mean squares <c>[frames]</c>; as many frames are computed as it holds.</param>
    public static void Energy(ReadOnlySpan<float> samples, int frameLength, int hopLength, Span<float> energy) =>
        Sum(new Squares(), samples, frameLength, hopLength, energy);

    /// <summary>
    /// Share of the samples in each frame whose sign differs from that of the sample before, in the same frame [Rabiner1978]; zero counts as positive.
    /// Beyond the ends of the clip its outermost samples go on.
    /// </summary>
    /// <param name="samples">Samples <c>[n]</c>.</param>
    /// <param name="clipLength">Length to which the clip is padded with silence at its end, <c>n</c> or more; only beyond that its last sample goes on.</param>
    /// <param name="frameLength">Samples in a frame.</param>
    /// <param name="hopLength">Samples from one frame to the next, 1 to <paramref name="frameLength"/>.</param>
    /// <param name="rate">Rates 0..1, <c>[frames]</c>; as many frames are computed as it holds.</param>
    public static void ZeroCrossingRate(ReadOnlySpan<float> samples, int clipLength, int frameLength, int hopLength, Span<float> rate)
    {
        var crossings = new Crossings(endsInSilence: clipLength > samples.Length);
        Sum(crossings, samples, frameLength, hopLength, rate);
        fixed (float* first = samples)
        {
            for (int t = 0; t < rate.Length; t++) // a frame's first sample has none before it
            {
                int start = (t * hopLength) - (frameLength / 2);
                rate[t] -= crossings.Sum(first, samples.Length, start, start + 1) / frameLength;
            }
        }
    }

    /// <summary>A quantity that adds up along the samples.</summary>
    private interface IQuantity
    {
        /// <summary>Its sum over samples start..end-1, of which some or all may lie outside the clip.</summary>
        float Sum(float* samples, int length, int start, int end);
    }

    private static void Sum<T>(T quantity, ReadOnlySpan<float> samples, int frameLength, int hopLength, Span<float> means)
        where T : struct, IQuantity
    {
        int whole = frameLength / hopLength, head = frameLength % hopLength, count = means.Length + whole;
        float[] buffer = ArrayPool<float>.Shared.Rent(2 * count);
        Span<float> stretches = buffer.AsSpan(0, count), heads = buffer.AsSpan(count, count);
        fixed (float* first = samples)
        {
            for (int i = 0; i < count; i++)
            {
                int start = (i * hopLength) - (frameLength / 2);
                heads[i] = quantity.Sum(first, samples.Length, start, start + head);
                stretches[i] = heads[i] + quantity.Sum(first, samples.Length, start + head, start + hopLength);
            }
        }

        float scale = 1f / frameLength;
        for (int t = 0; t < means.Length; t++)
        {
            float sum = heads[t + whole];
            foreach (float stretch in stretches.Slice(t, whole))
            {
                sum += stretch;
            }

            means[t] = sum * scale;
        }

        ArrayPool<float>.Shared.Return(buffer);
    }

    private readonly struct Squares : IQuantity
    {
        public float Sum(float* samples, int length, int start, int end)
        {
            (start, end) = (Math.Max(start, 0), Math.Min(end, length));
            if (start >= end)
            {
                return 0;
            }

            Vector<float> sums = Vector<float>.Zero;
            for (; start <= end - Vector<float>.Count; start += Vector<float>.Count)
            {
                var x = Vector.Load(samples + start);
                sums += x * x;
            }

            float sum = Vector.Sum(sums);
            for (; start < end; start++)
            {
                sum += samples[start] * samples[start];
            }

            return sum;
        }
    }

    private readonly struct Crossings(bool endsInSilence) : IQuantity
    {
        private readonly bool _endsInSilence = endsInSilence;

        public float Sum(float* samples, int length, int start, int end)
        {
            int count = _endsInSilence && start <= length && length < end && samples[length - 1] < -LeastMagnitude ? 1 : 0;
            (start, end) = (Math.Max(start, 1), Math.Min(end, length));
            if (start >= end)
            {
                return count;
            }

            var least = new Vector<float>(-LeastMagnitude);
            Vector<int> counts = Vector<int>.Zero;
            for (; start <= end - Vector<float>.Count; start += Vector<float>.Count)
            {
                Vector<int> negative = Vector.LessThan(Vector.Load(samples + start), least);
                Vector<int> before = Vector.LessThan(Vector.Load(samples + start - 1), least);
                counts -= negative ^ before; // what holds is -1
            }

            count += Vector.Sum(counts);
            for (; start < end; start++)
            {
                count += (samples[start] < -LeastMagnitude) != (samples[start - 1] < -LeastMagnitude) ? 1 : 0;
            }

            return count;
        }
    }
}
