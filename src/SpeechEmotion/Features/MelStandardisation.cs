using System.Numerics;
using System.Runtime.InteropServices;
using SpeechEmotion.Signal;

namespace SpeechEmotion.Features;

/// <summary>
/// Standardises a mel spectrogram band by band, so that neither loudness nor the sound of microphone and room remain. Silence around the speech does not take part
/// in the statistics: only frames whose power lies within <see cref="ActiveRange"/> of the loudest frame's do.
/// </summary>
public static class MelStandardisation
{
    /// <summary>A frame is active when its power, summed over the bands, exceeds this share (-40 dB) of the loudest frame's.</summary>
    public const float ActiveRange = 1e-4f;

    /// <summary>Added to each band's standard deviation, in decibels, so that a band without content stays near 0.</summary>
    public const float LeastDeviation = 1;

    /// <summary>Values are floored here: how far silence lies below the speech says more about the recording than about the speaker.</summary>
    public const float Least = -3;

    /// <summary>Mel power to <c>max((decibels - mean) / (deviation + 1 dB), -3)</c>, in place; a clip of one constant becomes all 0.</summary>
    /// <param name="values">Mel power of one whole clip, <c>[bands, frames]</c>, row-major; decibels are floored 80 dB below the clip's maximum.</param>
    /// <param name="bands">Number of bands.</param>
    /// <param name="frames">Number of frames.</param>
    public static void Apply(Span<float> values, int bands, int frames)
    {
        if ((long)bands * frames != values.Length)
        {
            throw new ArgumentException($"{values.Length} values do not fill {bands} bands × {frames} frames.", nameof(values));
        }

        float[] active = ActiveFrames(values, bands, frames);
        double count = active.Sum();
        Decibels.FromPower(values);
        for (int band = 0; band < bands; band++)
        {
            Span<float> row = values.Slice(band * frames, frames);
            double sum = 0, squares = 0;
            for (int t = 0; t < frames; t++)
            {
                double value = row[t] * active[t];
                sum += value;
                squares += value * row[t];
            }

            double mean = sum / count;
            float deviation = (float)Math.Sqrt(Math.Max((squares / count) - (mean * mean), 0));
            Scale(row, (float)mean, 1 / (deviation + LeastDeviation));
        }
    }

    /// <summary>1 for each active frame, 0 for each other; all are active where nothing sounds.</summary>
    private static float[] ActiveFrames(ReadOnlySpan<float> power, int bands, int frames)
    {
        var energy = new float[frames];
        for (int band = 0; band < bands; band++)
        {
            ReadOnlySpan<float> row = power.Slice(band * frames, frames);
            for (int t = 0; t < frames; t++)
            {
                energy[t] += row[t];
            }
        }

        float least = energy.Max() * ActiveRange;
        for (int t = 0; t < frames; t++)
        {
            energy[t] = energy[t] >= least ? 1 : 0;
        }

        return energy;
    }

    private static void Scale(Span<float> row, float mean, float factor)
    {
        Span<Vector<float>> vectors = MemoryMarshal.Cast<float, Vector<float>>(row);
        foreach (ref Vector<float> vector in vectors)
        {
            vector = Vector.Max((vector - new Vector<float>(mean)) * factor, new Vector<float>(Least));
        }

        for (int t = vectors.Length * Vector<float>.Count; t < row.Length; t++)
        {
            row[t] = Math.Max((row[t] - mean) * factor, Least);
        }
    }
}
