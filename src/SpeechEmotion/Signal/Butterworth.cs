namespace SpeechEmotion.Signal;

/// <summary>Butterworth filters of order 1 and 2, by the bilinear transform [Oppenheim2010]: flat where they let through, -3 dB at the cutoff, 6 dB less per octave and order beyond it.</summary>
internal static class Butterworth
{
    /// <summary>Lets high frequencies through.</summary>
    /// <param name="samples">Samples <c>[n]</c>, left untouched.</param>
    /// <param name="cutoff">Cutoff frequency in units of the sample rate, above 0 and below 0.5.</param>
    /// <param name="order">1 or 2.</param>
    /// <returns>Samples <c>[n]</c>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The cutoff or the order is out of range.</exception>
    public static float[] HighPass(ReadOnlySpan<float> samples, double cutoff, int order = 1) => Apply(samples, cutoff, order, high: true);

    /// <summary>Lets low frequencies through.</summary>
    /// <param name="samples">Samples <c>[n]</c>, left untouched.</param>
    /// <param name="cutoff">Cutoff frequency in units of the sample rate, above 0 and below 0.5.</param>
    /// <param name="order">1 or 2.</param>
    /// <returns>Samples <c>[n]</c>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The cutoff or the order is out of range.</exception>
    public static float[] LowPass(ReadOnlySpan<float> samples, double cutoff, int order = 1) => Apply(samples, cutoff, order, high: false);

    private static float[] Apply(ReadOnlySpan<float> samples, double cutoff, int order, bool high)
    {
        if (cutoff is not (> 0 and < 0.5))
        {
            throw new ArgumentOutOfRangeException(nameof(cutoff), cutoff, "The cutoff frequency must be above 0 and below 0.5 of the sample rate.");
        }

        if (order is not (1 or 2))
        {
            throw new ArgumentOutOfRangeException(nameof(order), order, "The order must be 1 or 2.");
        }

        // H(s) = 1 / (s + 1) or 1 / (s² + √2 s + 1), with s or 1/s = (1 - z⁻¹) / (w (1 + z⁻¹)), w = tan(π cutoff)
        double w = Math.Tan(Math.PI * cutoff), scale = order == 1 ? 1 + w : 1 + (Math.Sqrt(2) * w) + (w * w);
        double gain = (high ? 1 : Math.Pow(w, order)) / scale, sign = high ? -1 : 1;
        double b1 = order * sign * gain, b2 = order == 2 ? gain : 0;
        double a1 = (order == 1 ? w - 1 : 2 * ((w * w) - 1)) / scale, a2 = order == 2 ? (1 - (Math.Sqrt(2) * w) + (w * w)) / scale : 0;
        float[] filtered = new float[samples.Length];
        double state1 = 0, state2 = 0;
        for (int i = 0; i < filtered.Length; i++)
        {
            double x = samples[i], y = (gain * x) + state1;
            state1 = (b1 * x) - (a1 * y) + state2;
            state2 = (b2 * x) - (a2 * y);
            filtered[i] = (float)y;
        }

        return filtered;
    }
}
