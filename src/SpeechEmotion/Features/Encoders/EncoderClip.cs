namespace SpeechEmotion.Features.Encoders;

/// <summary>A clip as an encoder takes it.</summary>
internal static class EncoderClip
{
    /// <summary>Added to the variance before its root divides, as the published feature extractors do.</summary>
    public const double LeastVariance = 1e-7;

    /// <summary>Pads or cuts a clip as configured and normalises it if the encoder wants that: <c>(x - mean) / √(variance + 1e-7)</c>.</summary>
    /// <param name="samples">Samples <c>[n]</c>.</param>
    /// <param name="config">The features, with their encoder.</param>
    /// <returns>Samples <c>[L]</c>.</returns>
    public static float[] Of(ReadOnlySpan<float> samples, FeatureConfig config)
    {
        float[] clip = new float[config.Length(samples.Length)];
        samples[..Math.Min(samples.Length, clip.Length)].CopyTo(clip);
        if (config.Encoder!.Normalise != true)
        {
            return clip;
        }

        double mean = clip.Average(sample => (double)sample);
        double variance = clip.Average(sample => (sample - mean) * (sample - mean)), scale = 1 / Math.Sqrt(variance + LeastVariance);
        return Array.ConvertAll(clip, sample => (float)((sample - mean) * scale));
    }
}
