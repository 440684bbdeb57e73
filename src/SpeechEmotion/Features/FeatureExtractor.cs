using System.Numerics;
using SpeechEmotion.Signal;

namespace SpeechEmotion.Features;

/// <summary>
/// Features of a clip, equal to librosa's numbers [McFee2015]: frames are centred and the clip is padded with zeros (for the zero-crossing rate, with its outermost
/// samples); periodic Hann window; power spectrum; mel scale and normalisation after Slaney. One extractor may be shared by any number of threads.
/// </summary>
public sealed class FeatureExtractor
{
    private readonly MelSpectrogram _mel;

    /// <summary>Plans the extraction.</summary>
    /// <param name="config">What to measure.</param>
    /// <exception cref="ArgumentException">The configuration has faults; the message lists all of them.</exception>
    public FeatureExtractor(FeatureConfig config)
        : this(config, lanes: 0)
    {
    }

    /// <summary>Plans the extraction for a given vector width.</summary>
    /// <param name="config">What to measure.</param>
    /// <param name="lanes">Frames at once: 16, 8, 4 or 1; 0 takes what the machine is fastest at.</param>
    internal FeatureExtractor(FeatureConfig config, int lanes)
    {
        ArgumentNullException.ThrowIfNull(config);
        string[] faults = [.. config.Validate()];
        if (faults.Length > 0)
        {
            throw new ArgumentException(string.Join("; ", faults), nameof(config));
        }

        Config = config;
        _mel = new MelSpectrogram(config, lanes);
    }

    /// <summary>What is measured.</summary>
    public FeatureConfig Config { get; }

    /// <summary>Measures a clip.</summary>
    /// <param name="samples">Samples <c>[n]</c> at the configured rate, 1 or more, all finite; padded with zeros or cut to the configured clip length.</param>
    /// <returns>The configured kinds below one another, <c>[rows, frames]</c>, with <c>1 + n / hop</c> frames, the first of them centred on sample 0.</returns>
    /// <exception cref="ArgumentException">There are no samples, or one is not a finite number.</exception>
    public FeatureMatrix Extract(ReadOnlySpan<float> samples)
    {
        if (samples.IsEmpty)
        {
            throw new ArgumentException("A clip of 0 samples has no features; at least 1 sample is needed.", nameof(samples));
        }

        int clipLength = Config.ClipLength > 0 ? Config.ClipLength : samples.Length;
        samples = samples[..Math.Min(samples.Length, clipLength)];
        RequireFinite(samples);
        int rows = Config.Rows(), frames = Config.Frames(clipLength), row = 0;
        float[] values = GC.AllocateUninitializedArray<float>(checked(rows * frames));
        foreach (FeatureKind kind in Config.Kinds)
        {
            int height = kind is FeatureKind.ZeroCrossingRate or FeatureKind.Energy ? 1 : Config.MelBands;
            Span<float> target = values.AsSpan(row * frames, height * frames);
            row += height;
            switch (kind)
            {
                case FeatureKind.ZeroCrossingRate:
                    FrameSums.ZeroCrossingRate(samples, clipLength, Config.FrameLength, Config.HopLength, target);
                    break;
                case FeatureKind.Energy:
                    FrameSums.Energy(samples, Config.FrameLength, Config.HopLength, target);
                    break;
                default:
                    _mel.Extract(samples, target, frames);
                    break;
            }

            if (kind == FeatureKind.MelDecibels)
            {
                Decibels.FromPower(target);
            }
            else if (kind == FeatureKind.MelScaled)
            {
                Decibels.FromPowerToUnit(target);
            }
        }

        return new FeatureMatrix(values, rows, frames);
    }

    private static void RequireFinite(ReadOnlySpan<float> samples)
    {
        Vector<float> sums = Vector<float>.Zero; // stays 0 unless something is not finite, since 0 × NaN and 0 × infinity are NaN
        int i = 0;
        for (; i + Vector<float>.Count <= samples.Length; i += Vector<float>.Count)
        {
            sums += new Vector<float>(samples[i..]) * 0;
        }

        i = Vector.EqualsAll(sums, Vector<float>.Zero) ? i : 0;
        for (; i < samples.Length; i++)
        {
            if (!float.IsFinite(samples[i]))
            {
                throw new ArgumentException($"Sample {i} is {samples[i]}; every sample must be a finite number.", nameof(samples));
            }
        }
    }
}
