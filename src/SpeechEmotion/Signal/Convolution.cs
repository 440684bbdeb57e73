namespace SpeechEmotion.Signal;

/// <summary>Convolution with long impulse responses, such as those of rooms: <c>y[n] = Σ h[k] x[n - k]</c>, computed as a product of spectra.</summary>
internal static class Convolution
{
    /// <summary>Convolves samples with an impulse response.</summary>
    /// <param name="samples">Samples <c>[n]</c>, left untouched.</param>
    /// <param name="response">Impulse response <c>[k]</c>, 1 or more.</param>
    /// <returns>The first <c>[n]</c> samples of the result: what follows the end of the sound is cut off.</returns>
    /// <exception cref="ArgumentException">The response is empty.</exception>
    public static float[] Apply(ReadOnlySpan<float> samples, ReadOnlySpan<float> response)
    {
        if (response.IsEmpty)
        {
            throw new ArgumentException("The impulse response has 0 samples; at least 1 is needed.", nameof(response));
        }

        float[] result = new float[samples.Length];
        if (samples.IsEmpty)
        {
            return result;
        }

        int length = 2;
        while (length < samples.Length + response.Length - 1)
        {
            length *= 2;
        }

        // x, h -> X, H -> X H -> y [length], none of which wraps around
        FourierTransform transform = new(length);
        float[] time = new float[length], re = new float[transform.Bins], im = new float[transform.Bins], otherRe = new float[transform.Bins], otherIm = new float[transform.Bins];
        samples.CopyTo(time);
        transform.Forward(time, re, im);
        time.AsSpan().Clear();
        response.CopyTo(time);
        transform.Forward(time, otherRe, otherIm);
        for (int i = 0; i < re.Length; i++)
        {
            (re[i], im[i]) = ((re[i] * otherRe[i]) - (im[i] * otherIm[i]), (re[i] * otherIm[i]) + (im[i] * otherRe[i]));
        }

        transform.Inverse(re, im, time);
        time.AsSpan(0, result.Length).CopyTo(result);
        return result;
    }
}
