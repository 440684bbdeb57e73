namespace SpeechEmotion.Features;

/// <summary>
/// What a recording sounds like, whatever is said in it: the shape of its mean spectrum and of each band's deviation over time, as far as it sounds, each as the first cosines over the mel bands. The
/// level plays no part. Microphone, room, noise, telephone, and the voices and language of a corpus are in it.
/// </summary>
internal static class SoundProfile
{
    /// <summary>Cosines that describe a shape; the first of the mean spectrum is its level and left out.</summary>
    private const int Cosines = 16;

    /// <summary>Numbers of a profile: 31.</summary>
    public const int Length = (2 * Cosines) - 1;

    /// <summary>Whether features are such that a profile can be taken from them.</summary>
    public static bool Knows(FeatureConfig features) => features.Kinds is [FeatureKind.MelStandardised] && features.MelBands >= Cosines;

    /// <summary>The profile of a clip, <c>[31]</c>.</summary>
    /// <param name="features">Its mel-standardised features, <c>[2 bands + 1, frames]</c>; see <see cref="MelStandardisation"/>.</param>
    public static float[] Of(FeatureMatrix features)
    {
        int bands = (features.Bands - 1) / 2;
        ReadOnlySpan<float> active = features.Band(2 * bands);
        double count = 0;
        foreach (float mark in active)
        {
            count += mark;
        }

        float[] matrix = Matrix(bands), profile = new float[Length];
        for (int band = 0; band < bands; band++)
        {
            double sum = 0, squares = 0;
            ReadOnlySpan<float> levels = features.Band(bands + band);
            for (int t = 0; t < levels.Length; t++)
            {
                double level = levels[t] * active[t];
                sum += level;
                squares += level * level;
            }

            double mean = sum / count, deviation = Math.Sqrt(Math.Max((squares / count) - (mean * mean), 0));
            for (int i = 0; i < Length; i++)
            {
                profile[i] += (float)(matrix[(i * bands) + band] * (i < Cosines - 1 ? mean : deviation));
            }
        }

        return profile;
    }

    /// <summary>The cosines, <c>[31, bands]</c>: the first 15 rows are for the mean spectrum, the others for the deviations.</summary>
    public static float[] Matrix(int bands) =>
    [
        .. Enumerable.Range(1, Cosines - 1).Concat(Enumerable.Range(0, Cosines)).SelectMany(k => Enumerable.Range(0, bands).Select(band => (float)Math.Cos(Math.PI * k * (band + 0.5) / bands))),
    ];
}
