using System.Numerics;
using System.Runtime.InteropServices;
using SpeechEmotion.Signal;

namespace SpeechEmotion.Features;

/// <summary>
/// Features of a clip, equal to librosa's numbers [McFee2015]: frames are centred and the clip is padded with zeros (for the zero-crossing rate, with its outermost
/// samples); periodic Hann window; power spectrum; mel scale and normalisation after Slaney. One extractor may be shared by any number of threads.
/// </summary>
public sealed class FeatureExtractor
{
    /// <summary>Version of the numbers: raised with every change of the code, that of the augmentations included, that alters what is measured of the same clip by more than rounding.</summary>
    public const int Version = 2;

    private readonly FeatureKind[] _kinds;
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
        _kinds = [.. config.Kinds];
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
        int rows = Config.Rows(), frames = Config.Frames(samples.Length);
        if ((long)rows * frames > Array.MaxLength)
        {
            throw new ArgumentException($"{samples.Length} samples make {rows} rows × {frames} frames, more than memory holds; take a longer hopLength or a part of the recording.", nameof(samples));
        }

        float[] values = GC.AllocateUninitializedArray<float>(rows * frames);
        Extract(samples, values);
        return new FeatureMatrix(values, rows, frames);
    }

    /// <summary>Measures a clip into memory that the caller has, such as one row of a batch; nothing is allocated.</summary>
    /// <param name="samples">As for <see cref="Extract(ReadOnlySpan{float})"/>.</param>
    /// <param name="values">The configured kinds below one another, <c>[rows, frames]</c>, row-major.</param>
    /// <exception cref="ArgumentException">There are no samples, one is not a finite number, or <paramref name="values"/> has another length.</exception>
    public void Extract(ReadOnlySpan<float> samples, Span<float> values)
    {
        if (samples.IsEmpty)
        {
            throw new ArgumentException("A clip of 0 samples has no features; at least 1 sample is needed.", nameof(samples));
        }

        int clipLength = Config.Length(samples.Length), frames = Config.Frames(clipLength);
        if (values.Length != (long)Config.Rows() * frames)
        {
            throw new ArgumentException($"Room for {values.Length} values was given; {Config.Rows()} rows × {frames} frames are needed.", nameof(values));
        }

        samples = samples[..Math.Min(samples.Length, clipLength)];
        RequireFinite(samples);
        samples = samples[..(Math.Max(MemoryMarshal.Cast<float, int>(samples).LastIndexOfAnyExcept(0), 0) + 1)]; // Zeros at the end are padding, whoever put them there.
        FrameSums sums = new(
            samples, clipLength, Config.FrameLength, Config.HopLength, RowsOf(FeatureKind.Energy, values, frames), RowsOf(FeatureKind.ZeroCrossingRate, values, frames));
        foreach (FeatureKind kind in _kinds)
        {
            Measure(kind, samples, RowsOf(kind, values, frames), frames, ref sums);
        }

        sums.Finish();
    }

    /// <summary>The part of the matrix that holds a kind; empty where it is not configured.</summary>
    private Span<float> RowsOf(FeatureKind wanted, Span<float> values, int frames)
    {
        foreach (FeatureKind kind in _kinds)
        {
            int height = Config.Rows(kind);
            if (kind == wanted)
            {
                return values[..(height * frames)];
            }

            values = values[(height * frames)..];
        }

        return [];
    }

    private void Measure(FeatureKind kind, ReadOnlySpan<float> samples, Span<float> values, int frames, ref FrameSums sums)
    {
        switch (kind)
        {
            case FeatureKind.ZeroCrossingRate or FeatureKind.Energy:
                break; // Summed with the mel pass, block by block, or all at once at the end.
            case FeatureKind.MelPower:
                _mel.Extract(samples, values, frames, ref sums);
                break;
            case FeatureKind.MelDecibels:
                _mel.Extract(samples, values, frames, ref sums);
                Decibels.FromPower(values);
                break;
            case FeatureKind.MelScaled:
                _mel.Extract(samples, values, frames, ref sums);
                Decibels.FromPowerToUnit(values);
                break;
            case FeatureKind.MelStandardised:
                _mel.Extract(samples, values[..(Config.MelBands * frames)], frames, ref sums);
                MelStandardisation.Apply(values, Config.MelBands, frames);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(kind), kind, "There is no such feature kind.");
        }
    }

    private static void RequireFinite(ReadOnlySpan<float> samples)
    {
        var exponent = new Vector<int>(0x7F800000); // all bits of the exponent are set in infinities and NaN, and in no number
        Vector<int> found = Vector<int>.Zero;
        int i = 0;
        for (; i <= samples.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            found |= Vector.Equals(Vector.AsVectorInt32(new Vector<float>(samples[i..])) & exponent, exponent);
        }

        for (i = found == Vector<int>.Zero ? i : 0; i < samples.Length; i++)
        {
            if (!float.IsFinite(samples[i]))
            {
                throw new ArgumentException($"Sample {i} is {samples[i]}; every sample must be a finite number.", nameof(samples));
            }
        }
    }
}
