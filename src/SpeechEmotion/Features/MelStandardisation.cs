using System.Numerics;
using System.Runtime.InteropServices;
using SpeechEmotion.Signal;

namespace SpeechEmotion.Features;

/// <summary>
/// Shows a mel spectrogram in two ways that loudness does not change. Standardised band by band, neither microphone nor room remain; relative to the clip's mean level, the
/// balance of the bands remains, which tells a strained voice from a soft one. Silence around the speech does not take part in the statistics: only frames whose power lies within
/// <see cref="ActiveRange"/> of the loudest frame's do, and a last row says which these are.
/// </summary>
internal static class MelStandardisation
{
    /// <summary>A frame is active when its power, summed over the bands, exceeds this share (-40 dB) of the loudest frame's.</summary>
    public const float ActiveRange = 1e-4f;

    /// <summary>Added to each band's standard deviation, in decibels, so that a band without content stays near 0.</summary>
    public const float LeastDeviation = 1;

    /// <summary>Standardised values are floored here: how far silence lies below the speech says more about the recording than about the speaker.</summary>
    public const float Least = -3;

    /// <summary>Decibels that make 1 of a relative level: about their deviation over bands and frames.</summary>
    public const float LevelScale = 12;

    /// <summary>Relative levels are kept within this distance of 0.</summary>
    public const float LevelRange = 4;

    /// <summary>
    /// Mel power to <c>max((decibels - mean) / (deviation + 1 dB), -3)</c>, mean and deviation of each band; below it <c>(decibels - mean) / 12 dB</c> within ±4, mean of all
    /// bands; and last, 1 for each active frame and 0 for each other. Of a clip of one constant, all frames are active and all else is 0.
    /// </summary>
    /// <param name="values">Room for <c>[2 bands + 1, frames]</c>, row-major; its first rows hold the mel power of one whole clip. Decibels are floored 80 dB below the clip's maximum.</param>
    /// <param name="bands">Number of bands.</param>
    /// <param name="frames">Number of frames.</param>
    public static void Apply(Span<float> values, int bands, int frames)
    {
        if ((long)Rows(bands) * frames != values.Length)
        {
            throw new ArgumentException($"{values.Length} values do not fill {Rows(bands)} rows × {frames} frames.", nameof(values));
        }

        Span<float> decibels = values[..(bands * frames)], levels = values.Slice(bands * frames, bands * frames), active = values[(2 * bands * frames)..];
        MarkActive(decibels, bands, frames, active);
        double count = 0, total = 0;
        foreach (float mark in active)
        {
            count += mark;
        }

        Decibels.FromPower(decibels);
        decibels.CopyTo(levels);
        for (int band = 0; band < bands; band++)
        {
            Span<float> row = decibels.Slice(band * frames, frames);
            (double sum, double squares) = Sums(row, active);
            double mean = sum / count;
            float deviation = (float)Math.Sqrt(Math.Max((squares / count) - (mean * mean), 0));
            Scale(row, (float)mean, 1 / (deviation + LeastDeviation), Least, float.MaxValue);
            total += mean / bands;
        }

        Scale(levels, (float)total, 1 / LevelScale, -LevelRange, LevelRange);
    }

    /// <summary>Rows of the result.</summary>
    public static int Rows(int bands) => (2 * bands) + 1;

    /// <summary>What <see cref="Apply"/> makes of mel power <c>[bands, n]</c>, which is left untouched: <c>[2 bands + 1, n]</c>.</summary>
    public static FeatureMatrix Of(FeatureMatrix power)
    {
        ArgumentNullException.ThrowIfNull(power);
        var values = new float[Rows(power.Bands) * power.Frames];
        power.Values.CopyTo(values, 0);
        Apply(values, power.Bands, power.Frames);
        return new FeatureMatrix(values, Rows(power.Bands), power.Frames);
    }

    /// <summary>1 for each active frame, 0 for each other; all are active where nothing sounds.</summary>
    private static void MarkActive(ReadOnlySpan<float> power, int bands, int frames, Span<float> energy)
    {
        energy.Clear();
        for (int band = 0; band < bands; band++)
        {
            ReadOnlySpan<float> row = power.Slice(band * frames, frames);
            int t = 0;
            for (; t <= frames - Vector<float>.Count; t += Vector<float>.Count)
            {
                (new Vector<float>(energy[t..]) + new Vector<float>(row[t..])).CopyTo(energy[t..]);
            }

            for (; t < frames; t++)
            {
                energy[t] += row[t];
            }
        }

        float least = 0;
        foreach (float value in energy)
        {
            least = Math.Max(least, value * ActiveRange);
        }

        for (int t = 0; t < frames; t++)
        {
            energy[t] = energy[t] >= least ? 1 : 0;
        }
    }

    /// <summary>Sum, and sum of squares, of the active values, in double precision.</summary>
    private static (double Sum, double Squares) Sums(ReadOnlySpan<float> row, ReadOnlySpan<float> active)
    {
        Vector<double> sums = Vector<double>.Zero, squares = Vector<double>.Zero;
        int t = 0;
        for (; t <= row.Length - Vector<float>.Count; t += Vector<float>.Count)
        {
            Vector.Widen(new Vector<float>(row[t..]) * new Vector<float>(active[t..]), out Vector<double> low, out Vector<double> high);
            sums += low + high;
            squares += (low * low) + (high * high);
        }

        double sum = Vector.Sum(sums), square = Vector.Sum(squares);
        for (; t < row.Length; t++)
        {
            double value = row[t] * active[t];
            sum += value;
            square += value * value;
        }

        return (sum, square);
    }

    private static void Scale(Span<float> values, float mean, float factor, float least, float greatest)
    {
        Span<Vector<float>> vectors = MemoryMarshal.Cast<float, Vector<float>>(values);
        foreach (ref Vector<float> vector in vectors)
        {
            vector = Vector.Min(Vector.Max((vector - new Vector<float>(mean)) * factor, new Vector<float>(least)), new Vector<float>(greatest));
        }

        foreach (ref float value in values[(vectors.Length * Vector<float>.Count)..])
        {
            value = Math.Min(Math.Max((value - mean) * factor, least), greatest);
        }
    }
}
