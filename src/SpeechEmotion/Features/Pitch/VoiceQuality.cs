using System.Buffers;
using System.Numerics;

namespace SpeechEmotion.Features.Pitch;

/// <summary>
/// How regular the periods about the centre of a voiced frame are:
/// <code>
/// // 1. a stretch of one period about the loudest sample near the centre, and those one period before and after it that resemble it most
/// // 2. resemblance   r(τ) = Σ x[j] x[j + τ] / √(Σ x[j]² Σ x[j + τ]²), without the mean; its maximum between two samples by a windowed sinc
/// // 3. harmonics to noise   10 log10(r / (1 - r)), in dB, at most 60 [Boersma1993]
/// // 4. jitter        |T₁ - T₂| / mean of both, T the distances between the stretches
/// // 5. shimmer       mean of |A₁ - A₂| and |A₂ - A₃| over the mean of A, A the stretches' root mean squares
/// </code>
/// The means of 4 and 5 over the voiced frames of a clip are the local jitter and shimmer of phonetics, as fractions.
/// </summary>
internal sealed class VoiceQuality
{
    /// <summary>A period differs from the next by at most this fraction.</summary>
    public const double WidestChange = 0.2;

    private const double MostResemblance = 1 / (1 + 1e-6); // 60 dB
    private const int SincRadius = 8;

    private readonly double _sampleRate;
    private readonly int _hopLength;

    /// <summary>Plans the measurement.</summary>
    /// <param name="sampleRate">Samples per second, in Hz.</param>
    /// <param name="hopLength">Samples from one frame to the next.</param>
    public VoiceQuality(int sampleRate, int hopLength)
    {
        _sampleRate = sampleRate;
        _hopLength = hopLength;
    }

    /// <summary>Measures the voiced frames of a clip; others get 0.</summary>
    /// <param name="samples">Samples <c>[n]</c>; silence beyond the ends.</param>
    /// <param name="pitch">Pitch of each frame in Hz, 0 if it has none, <c>[frames]</c>.</param>
    /// <param name="harmonics">Room for harmonics to noise in dB, <c>[frames]</c>; or nothing.</param>
    /// <param name="jitter">Room for the jitter, a fraction, <c>[frames]</c>; or nothing.</param>
    /// <param name="shimmer">Room for the shimmer, a fraction, <c>[frames]</c>; or nothing.</param>
    public void Measure(ReadOnlySpan<float> samples, ReadOnlySpan<float> pitch, Span<float> harmonics, Span<float> jitter, Span<float> shimmer)
    {
        int longest = (int)Math.Ceiling(_sampleRate / PitchTracker.LowestPitch);
        float[] rented = ArrayPool<float>.Shared.Rent((5 * longest) + (4 * Margin(longest)) + 1);
        for (int t = 0; t < pitch.Length; t++)
        {
            (double Harmonics, double Jitter, double Shimmer) measured = pitch[t] > 0 ? Measure(samples, t * _hopLength, _sampleRate / pitch[t], rented) : default;
            Put(harmonics, t, measured.Harmonics);
            Put(jitter, t, measured.Jitter);
            Put(shimmer, t, measured.Shimmer);
        }

        ArrayPool<float>.Shared.Return(rented);

        static void Put(Span<float> room, int t, double value)
        {
            if (!room.IsEmpty)
            {
                room[t] = (float)value;
            }
        }
    }

    private static int Margin(int period) => (int)Math.Ceiling(period * WidestChange) + SincRadius + 1;

    private static (double Harmonics, double Jitter, double Shimmer) Measure(ReadOnlySpan<float> samples, int centre, double period, Span<float> room)
    {
        int length = Math.Max((int)Math.Round(period), 4), margin = Margin(length), middle = (2 * length) + margin, first = centre - middle;
        Span<float> piece = room[..((5 * length) + (2 * margin))], resemblance = room.Slice(piece.Length, (2 * margin) + 1);
        int from = Math.Clamp(first, 0, samples.Length), to = Math.Clamp(first + piece.Length, from, samples.Length);
        piece.Clear();
        samples[from..to].CopyTo(piece[(from - first)..]);
        float mean = Sum(piece) / piece.Length;
        int loudest = middle;
        for (int i = 0; i < piece.Length; i++)
        {
            piece[i] -= mean;
            loudest = Math.Abs(i - middle) <= length / 2 && Math.Abs(piece[i]) > Math.Abs(piece[loudest]) ? i : loudest;
        }

        int start = loudest - (length / 4);
        (double before, double one) = Distance(piece, start, length, -1, resemblance);
        (double after, double two) = Distance(piece, start, length, 1, resemblance);
        double a = Level(piece, start - before, length), b = Level(piece, start, length), c = Level(piece, start + after, length);
        double r = Math.Clamp((one + two) / 2, 0.5, MostResemblance);
        return (10 * Math.Log10(r / (1 - r)), Math.Abs(before - after) / ((before + after) / 2), 1.5 * (Math.Abs(a - b) + Math.Abs(b - c)) / Math.Max(a + b + c, float.Epsilon));
    }

    /// <summary>The distance, about one period, at which a stretch comes again, and how nearly.</summary>
    private static (double Distance, double Resemblance) Distance(ReadOnlySpan<float> piece, int start, int length, int direction, Span<float> resemblance)
    {
        int middle = resemblance.Length / 2, most = (int)Math.Floor(length * WidestChange), best = middle;
        ReadOnlySpan<float> stretch = piece.Slice(start, length);
        float energy = Product(stretch, stretch);
        for (int i = 0; i < resemblance.Length; i++)
        {
            ReadOnlySpan<float> other = piece.Slice(start + (direction * (length + i - middle)), length);
            float energies = energy * Product(other, other);
            resemblance[i] = energies > 0 ? Product(stretch, other) / MathF.Sqrt(energies) : 0;
            if (Math.Abs(i - middle) <= most && resemblance[i] > resemblance[best])
            {
                best = i;
            }
        }

        // The maximum of a smooth function by golden section.
        const double ratio = 0.6180339887498949;
        double low = -1, high = 1, x = high - (ratio * (high - low)), y = low + (ratio * (high - low));
        double atX = Between(resemblance, best, x), atY = Between(resemblance, best, y);
        for (int i = 0; i < 20; i++)
        {
            if (atX > atY)
            {
                (high, y, atY) = (y, x, atX);
                x = high - (ratio * (high - low));
                atX = Between(resemblance, best, x);
            }
            else
            {
                (low, x, atX) = (x, y, atY);
                y = low + (ratio * (high - low));
                atY = Between(resemblance, best, y);
            }
        }

        return (length + best - middle + ((low + high) / 2), Math.Max(atX, atY));
    }

    /// <summary>Values between those of a sequence, by a sinc under a Hann window.</summary>
    private static double Between(ReadOnlySpan<float> values, int index, double offset)
    {
        double sum = 0;
        for (int k = -SincRadius; k <= SincRadius; k++)
        {
            double distance = offset - k;
            if (index + k >= 0 && index + k < values.Length && Math.Abs(distance) < SincRadius)
            {
                double angle = Math.PI * distance;
                sum += values[index + k] * (Math.Abs(distance) < 1e-9 ? 1 : Math.Sin(angle) / angle) * (0.5 + (0.5 * Math.Cos(angle / SincRadius)));
            }
        }

        return sum;
    }

    private static double Level(ReadOnlySpan<float> piece, double start, int length)
    {
        ReadOnlySpan<float> stretch = piece.Slice((int)Math.Round(start), length);
        return Math.Sqrt(Product(stretch, stretch) / length);
    }

    private static float Sum(ReadOnlySpan<float> values)
    {
        float sum = 0;
        foreach (float value in values)
        {
            sum += value;
        }

        return sum;
    }

    private static float Product(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        Vector<float> sums = Vector<float>.Zero;
        int i = 0;
        for (; i <= a.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            sums += new Vector<float>(a[i..]) * new Vector<float>(b[i..]);
        }

        float sum = Vector.Sum(sums);
        for (; i < a.Length; i++)
        {
            sum += a[i] * b[i];
        }

        return sum;
    }
}
