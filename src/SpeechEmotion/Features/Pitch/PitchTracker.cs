using System.Buffers;
using System.Numerics;

namespace SpeechEmotion.Features.Pitch;

/// <summary>
/// Fundamental frequency and voicing of each frame by YIN [Cheveigne2002], for voices of 60 to 600 Hz:
/// <code>
/// // 1. difference   d(τ) = Σ (x[j] - x[j + τ])²         over one longest period, centred on the frame whatever τ
/// // 2. normalised   d'(τ) = d(τ) τ / Σ d(1..τ)          about 1 if nothing repeats, 0 if x repeats after τ samples
/// // 3. period       the first minimum of d' below 0.15, to a fraction of a sample by the parabola through d
/// // 4. voicing      1 - d' there; if no minimum is as low, 1 - the least d', and the frame has no pitch
/// </code>
/// What it hears of a frame are two longest periods, 33 ms, whatever the frame length. Immutable; safe to share between threads.
/// </summary>
internal sealed class PitchTracker
{
    /// <summary>Lowest pitch, in Hz.</summary>
    public const double LowestPitch = 60;

    /// <summary>Highest pitch, in Hz.</summary>
    public const double HighestPitch = 600;

    /// <summary>A frame whose normalised difference gets below this is voiced.</summary>
    public const float Threshold = 0.15f;

    /// <summary>Least sample rate, in Hz: the shortest period then lasts more than six samples.</summary>
    public const int LeastSampleRate = 4000;

    private const float LeastPower = 1e-10f; // a mean square below it is silence

    private readonly int _hopLength;
    private readonly int _longest; // longest period, in samples; also the number of differences in a sum
    private readonly double _sampleRate;

    /// <summary>Plans the tracking.</summary>
    /// <param name="sampleRate">Samples per second, in Hz, <see cref="LeastSampleRate"/> or more.</param>
    /// <param name="hopLength">Samples from one frame to the next.</param>
    public PitchTracker(int sampleRate, int hopLength)
    {
        _sampleRate = sampleRate;
        _hopLength = hopLength;
        _longest = (int)Math.Ceiling(sampleRate / LowestPitch);
    }

    /// <summary>Tracks a clip, whose frames are centred on every hop-th sample, with silence beyond its ends.</summary>
    /// <param name="samples">Samples <c>[n]</c>.</param>
    /// <param name="pitch">Room for the pitch in Hz, 0 if a frame has none, <c>[frames]</c>; or nothing.</param>
    /// <param name="voicing">Room for the voicing, 0..1, <c>[frames]</c>; or nothing.</param>
    public void Track(ReadOnlySpan<float> samples, Span<float> pitch, Span<float> voicing)
    {
        int side = _longest + 1, frames = Math.Max(pitch.Length, voicing.Length);
        float[] rented = ArrayPool<float>.Shared.Rent((2 * side) + _longest + 2);
        Span<float> frame = rented.AsSpan(0, 2 * side), differences = rented.AsSpan(2 * side, _longest + 2);
        for (int t = 0; t < frames; t++)
        {
            int start = (t * _hopLength) - side, from = Math.Clamp(start, 0, samples.Length), to = Math.Clamp(start + frame.Length, from, samples.Length);
            (float frequency, float voiced) = (0, 0);
            if (from < to)
            {
                frame.Clear();
                samples[from..to].CopyTo(frame[(from - start)..]);
                (frequency, voiced) = Estimate(frame, differences);
            }

            if (!pitch.IsEmpty)
            {
                pitch[t] = frequency;
            }

            if (!voicing.IsEmpty)
            {
                voicing[t] = voiced;
            }
        }

        ArrayPool<float>.Shared.Return(rented);
    }

    private (float Pitch, float Voicing) Estimate(ReadOnlySpan<float> frame, Span<float> differences)
    {
        int centre = frame.Length / 2;
        differences[0] = 0;
        double sum = 0;
        for (int lag = 1; lag < differences.Length; lag++)
        {
            int start = centre - ((_longest + lag) / 2);
            differences[lag] = Difference(frame.Slice(start, _longest), frame.Slice(start + lag, _longest));
            sum += differences[lag];
        }

        if (!(sum > LeastPower * _longest * differences.Length))
        {
            return (0, 0);
        }

        float least = 1;
        double passed = differences[1], before = 1;
        for (int lag = 2; lag <= _longest; lag++)
        {
            passed += differences[lag];
            double normalised = Normalised(differences[lag], lag, passed);
            least = Math.Min(least, (float)normalised);
            if (before < Threshold && normalised >= before)
            {
                return At(differences, lag - 1, (float)before); // the minimum was one lag ago
            }

            before = normalised;
        }

        return before < Threshold ? At(differences, _longest, (float)before) : (0, Math.Clamp(1 - least, 0, 1));
    }

    private (float Pitch, float Voicing) At(ReadOnlySpan<float> differences, int lag, float normalised)
    {
        // The abscissa of the parabola through three differences about the minimum; d' would lean to short periods.
        double left = differences[lag - 1], middle = differences[lag], right = differences[lag + 1], bend = left - (2 * middle) + right;
        double period = lag + (bend > 0 ? Math.Clamp(0.5 * (left - right) / bend, -1, 1) : 0);
        double frequency = _sampleRate / period;
        return (frequency is >= LowestPitch * 0.999 and <= HighestPitch ? (float)frequency : 0, Math.Clamp(1 - normalised, 0, 1));
    }

    private static double Normalised(float difference, int lag, double passed) => passed > 0 ? difference * lag / passed : 1;

    private static float Difference(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        Vector<float> sums = Vector<float>.Zero;
        int i = 0;
        for (; i <= a.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            Vector<float> difference = new Vector<float>(a[i..]) - new Vector<float>(b[i..]);
            sums += difference * difference;
        }

        float sum = Vector.Sum(sums);
        for (; i < a.Length; i++)
        {
            sum += (a[i] - b[i]) * (a[i] - b[i]);
        }

        return sum;
    }
}
