using System.Text.Json.Serialization;
using SpeechEmotion.Audio;
using SpeechEmotion.Features.Cepstral;
using SpeechEmotion.Features.Encoders;
using SpeechEmotion.Features.Pitch;
using SpeechEmotion.Features.Spectral;

namespace SpeechEmotion.Features;

/// <summary>How features are computed from samples. All lengths are in samples.</summary>
public sealed record FeatureConfig
{
    private const int MaximumValues = 1 << 29; // 2 GB of them.

    /// <summary>What is measured; the rows stand below one another in this order.</summary>
    public IReadOnlyList<FeatureKind> Kinds { get; init; } = [FeatureKind.MelScaled];

    /// <summary>Samples per second, in Hz; clips of another rate are resampled to it.</summary>
    public int SampleRate { get; init; } = 16000;

    /// <summary>Every clip is padded with zeros at its end, or cut, to this many samples; 0 keeps each clip's own length.</summary>
    public int ClipLength { get; init; }

    /// <summary>Clips that keep their own length are padded with zeros at their end to at least this many samples.</summary>
    public int MinimumLength { get; init; }

    /// <summary>Samples in a frame, which is also the length of the Fourier transform. Longer: finer in frequency, coarser in time.</summary>
    public int FrameLength { get; init; } = 512;

    /// <summary>Samples under the window, which stands in the middle of the frame with zeros around it; 0 means the whole frame.</summary>
    public int WindowLength { get; init; }

    /// <summary>Samples from one frame to the next. Longer: fewer frames.</summary>
    public int HopLength { get; init; } = 128;

    /// <summary>Number of mel bands.</summary>
    public int MelBands { get; init; } = 40;

    /// <summary>Number of cepstral coefficients, 1 to the number of mel bands. More: finer detail of the spectrum's shape.</summary>
    public int MfccCoefficients { get; init; } = 20;

    /// <summary>Lower edge of the lowest mel band, in Hz.</summary>
    public double MinFrequency { get; init; }

    /// <summary>Upper edge of the highest mel band, in Hz; 0 means half the sample rate.</summary>
    public double MaxFrequency { get; init; }

    /// <summary>The encoder, for the kind encoder; null for any other.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public EncoderConfig? Encoder { get; init; }

    /// <summary>Whether clips of any lengths have features of one shape.</summary>
    internal bool HasOneShape => ClipLength > 0 || Encoder is not null;

    /// <summary>Rows of the feature matrix: the sum over its kinds.</summary>
    public int Rows() => Kinds.Sum(Rows);

    /// <summary>Rows of one kind: one per mel band, two and one more for the standardised mel spectrogram, one per cepstral coefficient or pitch class, one in all for any other.</summary>
    public int Rows(FeatureKind kind) => kind switch
    {
        FeatureKind.MelStandardised => MelStandardisation.Rows(MelBands),
        FeatureKind.Chroma => ChromaFilterBank.Classes,
        FeatureKind.Encoder => Encoder?.Values ?? 0,
        _ when FeatureKinds.IsCepstral(kind) => MfccCoefficients,
        _ when FeatureKinds.IsOneRow(kind) => 1,
        _ => MelBands,
    };

    /// <summary>Frames of a clip: <c>1 + samples / hop</c> (frames are centred, the first one on sample 0); 1 for the kind encoder, which pools them.</summary>
    /// <param name="samples">Samples of the clip; ignored where <see cref="ClipLength"/> is set.</param>
    public int Frames(int samples) => Encoder is not null ? 1 : 1 + (Length(samples) / HopLength);

    /// <summary>Samples of a clip after padding and cutting.</summary>
    /// <param name="samples">Samples of the clip; ignored where <see cref="ClipLength"/> is set.</param>
    public int Length(int samples) => ClipLength > 0 ? ClipLength : Math.Max(samples, MinimumLength);

    /// <summary>Lists every fault of the configuration, each with its path below <paramref name="path"/>; empty if there is none.</summary>
    public IEnumerable<string> Validate(string path = "features")
    {
        if (Kinds.Count == 0)
        {
            yield return $"{path}.kinds is empty; at least one kind is needed";
        }

        if (Kinds.Distinct().Count() != Kinds.Count)
        {
            yield return $"{path}.kinds names a kind twice";
        }

        if (Kinds.Contains(FeatureKind.Encoder) && Kinds.Count > 1)
        {
            yield return $"{path}.kinds names encoder beside other kinds; it stands alone";
        }

        if (Kinds.Contains(FeatureKind.Encoder) != (Encoder is not null))
        {
            yield return Encoder is null
                ? $"{path}.encoder is missing; kinds [\"encoder\"] needs the ONNX file of a speech encoder: features.encoder.path=FILE.onnx"
                : $"{path}.encoder is given; it goes with kinds [\"encoder\"]";
        }

        foreach (string fault in Encoder?.Validate($"{path}.encoder") ?? [])
        {
            yield return fault;
        }

        if (SampleRate is < 1000 or > 768000)
        {
            yield return $"{path}.sampleRate is {SampleRate}; it must be 1000 to 768000 Hz";
        }

        if (SampleRate is >= 1000 and < PitchTracker.LeastSampleRate && Kinds.Any(FeatureKinds.IsPitch))
        {
            yield return $"{path}.sampleRate is {SampleRate}; f0, voicing, hnr, jitter and shimmer need at least {PitchTracker.LeastSampleRate} Hz";
        }

        foreach ((string name, int length) in new (string, int)[] { ("clipLength", ClipLength), ("minimumLength", MinimumLength) })
        {
            if (length is < 0 or > AudioFile.MaximumSamples)
            {
                yield return $"{path}.{name} is {length}; it must be 0 (own length) to {AudioFile.MaximumSamples} samples";
            }
        }

        if (WindowLength < 0 || WindowLength > FrameLength)
        {
            yield return $"{path}.windowLength is {WindowLength}; it must be 0 (the whole frame) to frameLength ({FrameLength}) samples";
        }

        if (FrameLength is < 16 or > 65536 || FrameLength % 2 != 0)
        {
            yield return $"{path}.frameLength is {FrameLength}; it must be an even number of samples, 16 to 65536";
        }

        if (HopLength < 1 || HopLength > FrameLength)
        {
            yield return $"{path}.hopLength is {HopLength}; it must be 1 to frameLength ({FrameLength}) samples";
        }

        if (MelBands is < 1 or > 512)
        {
            yield return $"{path}.melBands is {MelBands}; it must be 1 to 512";
        }

        if (MfccCoefficients is < 1 or > 512 || (MfccCoefficients > MelBands && Kinds.Any(FeatureKinds.IsCepstral)))
        {
            yield return $"{path}.mfccCoefficients is {MfccCoefficients}; it must be 1 to melBands ({MelBands})";
        }

        if (ClipLength > 0 && HopLength >= 1 && Frames(0) < Delta.Width && Kinds.Any(FeatureKinds.IsDelta))
        {
            yield return $"{path}.clipLength is {ClipLength}, which makes {Frames(0)} frames of a clip; mfcc-delta and mfcc-delta2 need at least {Delta.Width}: take longer clips or a shorter hopLength";
        }

        double upper = MaxFrequency > 0 ? MaxFrequency : SampleRate / 2.0;
        if (!(MinFrequency >= 0 && MinFrequency < upper))
        {
            yield return $"{path}.minFrequency is {MinFrequency}; it must be 0 Hz or more and below maxFrequency ({upper})";
        }

        if (!(MaxFrequency >= 0 && MaxFrequency <= SampleRate / 2.0))
        {
            yield return $"{path}.maxFrequency is {MaxFrequency}; it must be 0 (half the sample rate) to {SampleRate / 2.0} Hz";
        }

        if (HopLength >= 1 && ClipLength >= 0 && MelBands is >= 0 and <= 512 && (long)Rows() * Frames(0) > MaximumValues)
        {
            yield return $"{path}.clipLength is {ClipLength}, which makes {(long)Rows() * Frames(0)} values of a clip; at most {MaximumValues} fit: take shorter clips, a longer hopLength or fewer bands";
        }
    }
}
