using System.Buffers;
using System.Numerics;
using System.Runtime.InteropServices;
using SpeechEmotion.Audio;
using SpeechEmotion.Features.Cepstral;
using SpeechEmotion.Features.Encoders;
using SpeechEmotion.Features.Pitch;
using SpeechEmotion.Features.Spectral;
using SpeechEmotion.Signal;

namespace SpeechEmotion.Features;

/// <summary>
/// Features of a clip, with librosa's numbers where it has the feature [McFee2015]: frames are centred and the clip is padded with zeros (for the zero-crossing rate, with its outermost
/// samples); periodic Hann window; power spectrum; mel scale and normalisation after Slaney. One extractor may be shared by any number of threads.
/// </summary>
public sealed class FeatureExtractor
{
    /// <summary>Version of the numbers: raised with every change of the code, that of the augmentations included, that alters what is measured of the same clip by more than rounding.</summary>
    public const int Version = 2;

    private readonly FeatureKind[] _kinds;
    private readonly MelSpectrogram _spectra;
    private readonly CosineTransform? _cosines; // null if no kind is cepstral
    private readonly PitchTracker? _pitch; // null if no kind needs it
    private readonly VoiceQuality? _voice; // null if no kind needs it
    private readonly Func<IEncoder>? _encoder; // null if no kind needs it, or nobody has one
    private readonly float[] _slope = Delta.Weights(1), _curvature = Delta.Weights(2);

    /// <summary>Plans the extraction.</summary>
    /// <param name="config">What to measure.</param>
    /// <exception cref="ArgumentException">The configuration has faults; the message lists all of them.</exception>
    public FeatureExtractor(FeatureConfig config)
        : this(config, lanes: 0)
    {
    }

    /// <summary>Plans the extraction with a pre-trained encoder.</summary>
    /// <param name="config">What to measure.</param>
    /// <param name="encoder">Gives the encoder that the configuration names, when the first clip needs it; null if there is no runtime for encoders.</param>
    internal FeatureExtractor(FeatureConfig config, Func<IEncoder>? encoder)
        : this(config, lanes: 0) => _encoder = encoder;

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
        _spectra = new MelSpectrogram(config, lanes);
        _cosines = _kinds.Any(FeatureKinds.IsCepstral) ? new CosineTransform(config.MelBands, config.MfccCoefficients) : null;
        _pitch = _kinds.Any(FeatureKinds.IsPitch) ? new PitchTracker(config.SampleRate, config.HopLength) : null;
        _voice = _kinds.Any(FeatureKinds.IsVoiceQuality) ? new VoiceQuality(config.SampleRate, config.HopLength) : null;
    }

    /// <summary>What is measured.</summary>
    public FeatureConfig Config { get; }

    /// <summary>Measures a clip.</summary>
    /// <param name="clip">A clip at the configured rate, all samples finite; padded with zeros or cut to the configured clip length.</param>
    /// <returns>The configured kinds below one another, <c>[rows, frames]</c>, with <c>1 + n / hop</c> frames, the first of them centred on sample 0.</returns>
    /// <exception cref="ArgumentException">The clip has another rate or no samples, or one is not a finite number.</exception>
    public FeatureMatrix Extract(AudioClip clip)
    {
        ArgumentNullException.ThrowIfNull(clip);
        return clip.SampleRate == Config.SampleRate
            ? Extract(clip.Samples)
            : throw new ArgumentException($"The clip has {clip.SampleRate} Hz, and features of {Config.SampleRate} Hz are asked for; resample it: clip.Resample({Config.SampleRate}).", nameof(clip));
    }

    /// <summary>Measures samples that are known to have the configured rate.</summary>
    /// <param name="samples">Samples <c>[n]</c> at the configured rate, 1 or more, all finite; padded with zeros or cut to the configured clip length.</param>
    /// <returns>The configured kinds below one another, <c>[rows, frames]</c>, with <c>1 + n / hop</c> frames, the first of them centred on sample 0.</returns>
    /// <exception cref="ArgumentException">There are no samples, or one is not a finite number.</exception>
    internal FeatureMatrix Extract(ReadOnlySpan<float> samples)
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

        if (frames < Delta.Width && _kinds.Any(FeatureKinds.IsDelta))
        {
            throw new ArgumentException($"{Counted.Of(samples.Length, "sample")} make{(samples.Length == 1 ? "s" : "")} {Counted.Of(frames, "frame")}; mfcc-delta and mfcc-delta2 need at least {Delta.Width}. Take a longer clip or a shorter hopLength.", nameof(samples));
        }

        samples = samples[..Math.Min(samples.Length, clipLength)];
        RequireFinite(samples);
        if (Config.Encoder is { } encoder)
        {
            (_encoder ?? throw new InvalidOperationException($"{encoder.Path}: a speech encoder needs a runtime; give the feature cache one."))().Encode(samples).CopyTo(values);
            return;
        }

        samples = samples[..(Math.Max(MemoryMarshal.Cast<float, int>(samples).LastIndexOfAnyExcept(0), 0) + 1)]; // Zeros at the end are padding, whoever put them there.
        Span<float> energy = RowsOf(FeatureKind.Energy, values, frames), rms = RowsOf(FeatureKind.Rms, values, frames);
        FrameSums sums = new(
            samples, clipLength, Config.FrameLength, Config.HopLength, energy.IsEmpty ? rms : energy, RowsOf(FeatureKind.ZeroCrossingRate, values, frames));
        MeasureSpectra(samples, values, frames, ref sums);
        MeasureVoice(samples, values, frames);
        sums.Finish();
        for (int t = 0; t < rms.Length; t++)
        {
            rms[t] = MathF.Sqrt(energy.IsEmpty ? rms[t] : energy[t]);
        }
    }

    /// <summary>The part of the matrix that holds a kind; empty if it is not configured.</summary>
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

    /// <summary>All that comes from spectra, in one pass over them: mel power once, from which each mel and cepstral kind is made.</summary>
    private void MeasureSpectra(ReadOnlySpan<float> samples, Span<float> values, int frames, ref FrameSums sums)
    {
        int size = Config.MelBands * frames;
        float[] rented = _cosines is null ? [] : ArrayPool<float>.Shared.Rent(size + (Config.MfccCoefficients * frames));
        Span<float> mel = rented.AsSpan(0, _cosines is null ? 0 : size);
        foreach (FeatureKind kind in _kinds)
        {
            if (FeatureKinds.IsMel(kind))
            {
                mel = RowsOf(kind, values, frames)[..size];
                break;
            }
        }

        SpectralRows rows = new()
        {
            Centroid = RowsOf(FeatureKind.SpectralCentroid, values, frames),
            Bandwidth = RowsOf(FeatureKind.SpectralBandwidth, values, frames),
            RollOff = RowsOf(FeatureKind.SpectralRollOff, values, frames),
            Flatness = RowsOf(FeatureKind.SpectralFlatness, values, frames),
            Chroma = RowsOf(FeatureKind.Chroma, values, frames),
        };
        if (!mel.IsEmpty || rows.Any)
        {
            _spectra.Extract(samples, mel, frames, ref sums, rows);
        }

        foreach (FeatureKind kind in _kinds)
        {
            if (FeatureKinds.IsMel(kind) && RowsOf(kind, values, frames)[..size] is var other && other != mel)
            {
                mel.CopyTo(other);
            }
        }

        if (_cosines is not null)
        {
            Span<float> decibels = rented.AsSpan(0, size);
            mel.CopyTo(decibels);
            Decibels.FromPower(decibels);
            MeasureCepstrum(decibels, rented.AsSpan(size, Config.MfccCoefficients * frames), values, frames);
            ArrayPool<float>.Shared.Return(rented);
        }

        foreach (FeatureKind kind in _kinds)
        {
            FinishMel(kind, RowsOf(kind, values, frames), frames);
        }
    }

    private void MeasureVoice(ReadOnlySpan<float> samples, Span<float> values, int frames)
    {
        if (_pitch is null)
        {
            return;
        }

        Span<float> pitch = RowsOf(FeatureKind.Pitch, values, frames);
        float[] rented = _voice is null || !pitch.IsEmpty ? [] : ArrayPool<float>.Shared.Rent(frames);
        pitch = rented.Length > 0 ? rented.AsSpan(0, frames) : pitch;
        _pitch.Track(samples, pitch, RowsOf(FeatureKind.Voicing, values, frames));
        _voice?.Measure(samples, pitch, RowsOf(FeatureKind.HarmonicsToNoise, values, frames), RowsOf(FeatureKind.Jitter, values, frames), RowsOf(FeatureKind.Shimmer, values, frames));
        if (rented.Length > 0)
        {
            ArrayPool<float>.Shared.Return(rented);
        }
    }

    private void MeasureCepstrum(ReadOnlySpan<float> decibels, Span<float> room, Span<float> values, int frames)
    {
        Span<float> coefficients = RowsOf(FeatureKind.Mfcc, values, frames);
        coefficients = coefficients.IsEmpty ? room : coefficients;
        _cosines!.Apply(decibels, coefficients);
        Delta.Apply(coefficients, frames, _slope, RowsOf(FeatureKind.MfccDelta, values, frames));
        Delta.Apply(coefficients, frames, _curvature, RowsOf(FeatureKind.MfccDelta2, values, frames));
    }

    /// <summary>Mel power to what the kind is.</summary>
    private void FinishMel(FeatureKind kind, Span<float> rows, int frames)
    {
        switch (kind)
        {
            case FeatureKind.MelDecibels:
                Decibels.FromPower(rows);
                break;
            case FeatureKind.MelScaled:
                Decibels.FromPowerToUnit(rows);
                break;
            case FeatureKind.MelStandardised:
                MelStandardisation.Apply(rows, Config.MelBands, frames);
                break;
            default:
                break; // Done.
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
