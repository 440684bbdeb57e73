namespace SpeechEmotion.Features.Encoders;

/// <summary>
/// The input of Whisper's encoder [Radford2023]: the clip at 16 kHz is padded with zeros or cut to 30 s; frames of 400 samples, 160 apart, centred, the clip mirrored at both ends; mel power in 80 or
/// 128 bands (mel scale and normalisation after Slaney); <c>log10(max(power, 1e-10))</c>, floored 8 below its maximum, plus 4, over 4. The last frame is left out.
/// </summary>
public static class WhisperMel
{
    /// <summary>Samples per second, in Hz.</summary>
    public const int SampleRate = 16000;

    /// <summary>Samples of the padded clip: 30 s.</summary>
    public const int ClipLength = 30 * SampleRate;

    /// <summary>Frames of the spectrogram.</summary>
    public const int Frames = ClipLength / HopLength;

    /// <summary>Bands of the spectrogram, if an encoder takes any number.</summary>
    internal const int DefaultBands = 80;

    /// <summary>The least power that has a logarithm.</summary>
    internal const double LeastPower = 1e-10;

    /// <summary>Powers of ten between the maximum and the floor.</summary>
    internal const double Range = 8;

    /// <summary>Samples that are mirrored at either end.</summary>
    internal const int Mirrored = FrameLength / 2;

    /// <summary>Frames before the first one that is kept, which is centred on the first sample of the clip.</summary>
    internal const int FramesBefore = 2;

    /// <summary>Zeros before the mirrored samples, so that a whole number of hops comes before the clip.</summary>
    internal const int ZerosBefore = (FramesBefore * HopLength) - Mirrored;

    private const int FrameLength = 400, HopLength = 160;

    /// <summary>The mel power of the clip with its mirrored ends; its first <see cref="FramesBefore"/> frames are left out.</summary>
    /// <param name="bands">Number of mel bands.</param>
    internal static FeatureConfig Power(int bands) => new()
    {
        Kinds = [FeatureKind.MelPower],
        SampleRate = SampleRate,
        ClipLength = ZerosBefore + Mirrored + ClipLength + Mirrored,
        FrameLength = FrameLength,
        HopLength = HopLength,
        MelBands = bands,
    };

    /// <summary>Computes the spectrogram.</summary>
    /// <param name="samples">Samples <c>[n]</c> at 16 kHz.</param>
    /// <param name="bands">Number of mel bands: 80, or 128 for the large models of version 3.</param>
    public static FeatureMatrix Of(ReadOnlySpan<float> samples, int bands = 80)
    {
        FeatureConfig power = Power(bands);
        float[] mirrored = new float[power.ClipLength];
        Span<float> clip = mirrored.AsSpan(ZerosBefore + Mirrored, ClipLength);
        samples[..Math.Min(samples.Length, ClipLength)].CopyTo(clip);
        for (int i = 1; i <= Mirrored; i++)
        {
            mirrored[ZerosBefore + Mirrored - i] = clip[i];
            mirrored[ZerosBefore + Mirrored + ClipLength - 1 + i] = clip[ClipLength - 1 - i];
        }

        FeatureMatrix whole = new FeatureExtractor(power).Extract(mirrored);
        float[] values = new float[bands * Frames];
        for (int band = 0; band < bands; band++)
        {
            whole.Band(band).Slice(FramesBefore, Frames).CopyTo(values.AsSpan(band * Frames));
        }

        float greatest = float.NegativeInfinity;
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = MathF.Log10(MathF.Max(values[i], (float)LeastPower));
            greatest = MathF.Max(greatest, values[i]);
        }

        float floor = greatest - (float)Range;
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = (MathF.Max(values[i], floor) + 4) / 4;
        }

        return new FeatureMatrix(values, bands, Frames);
    }
}
