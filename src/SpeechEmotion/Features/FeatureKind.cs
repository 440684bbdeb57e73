using System.Text.Json.Serialization;

namespace SpeechEmotion.Features;

/// <summary>What is measured in each frame.</summary>
public enum FeatureKind
{
    /// <summary>Share of neighbouring samples in the frame that differ in sign, 0..1; one row.</summary>
    [JsonStringEnumMemberName("zcr")]
    ZeroCrossingRate,

    /// <summary>Mean square of the frame's samples; one row.</summary>
    [JsonStringEnumMemberName("energy")]
    Energy,

    /// <summary>Power in mel bands; a row per band.</summary>
    [JsonStringEnumMemberName("mel")]
    MelPower,

    /// <summary>Power in mel bands, in decibels, floored 80 dB below the clip's maximum; a row per band.</summary>
    [JsonStringEnumMemberName("mel-db")]
    MelDecibels,

    /// <summary>Mel decibels scaled to 0..1 by the clip's own minimum and maximum; a row per band.</summary>
    [JsonStringEnumMemberName("mel-scaled")]
    MelScaled,

    /// <summary>Mel decibels standardised band by band, and below them mel decibels relative to the clip's mean level, see <see cref="MelStandardisation"/>; two rows per band and one that says which frames are not silent.</summary>
    [JsonStringEnumMemberName("mel-standardised")]
    MelStandardised,

    /// <summary>Root mean square of the frame's samples; one row.</summary>
    [JsonStringEnumMemberName("rms")]
    Rms,

    /// <summary>Mel-frequency cepstral coefficients [Davis1980]: the orthonormal cosine transform of the mel decibels; a row per coefficient.</summary>
    [JsonStringEnumMemberName("mfcc")]
    Mfcc,

    /// <summary>Slope of each cepstral coefficient over nine frames, per frame [Savitzky1964]; a row per coefficient.</summary>
    [JsonStringEnumMemberName("mfcc-delta")]
    MfccDelta,

    /// <summary>Second derivative of each cepstral coefficient over nine frames, per frame squared [Savitzky1964]; a row per coefficient.</summary>
    [JsonStringEnumMemberName("mfcc-delta2")]
    MfccDelta2,

    /// <summary>Mean frequency of the spectrum, weighted by magnitude, in Hz; one row.</summary>
    [JsonStringEnumMemberName("centroid")]
    SpectralCentroid,

    /// <summary>Standard deviation of frequency about the centroid, weighted by magnitude, in Hz; one row.</summary>
    [JsonStringEnumMemberName("bandwidth")]
    SpectralBandwidth,

    /// <summary>Lowest frequency at or below which lies 85 % of the sum of magnitudes, in Hz; one row.</summary>
    [JsonStringEnumMemberName("rolloff")]
    SpectralRollOff,

    /// <summary>Geometric over arithmetic mean of the power spectrum, from 0 (a tone) to 1 (silence; white noise has 0.56 on average); one row.</summary>
    [JsonStringEnumMemberName("flatness")]
    SpectralFlatness,

    /// <summary>Power in the twelve pitch classes C, C sharp … B, for A = 440 Hz, divided by that of the strongest [Ellis2007]; twelve rows.</summary>
    [JsonStringEnumMemberName("chroma")]
    Chroma,

    /// <summary>Fundamental frequency of a voice, 60 to 600 Hz, by YIN, in Hz, 0 if a frame has none [Cheveigne2002]; one row.</summary>
    [JsonStringEnumMemberName("f0")]
    Pitch,

    /// <summary>How nearly the frame repeats after one period, from 0 to 1: 1 less YIN's normalised difference [Cheveigne2002]; 0.85 or more where a frame is voiced; one row.</summary>
    [JsonStringEnumMemberName("voicing")]
    Voicing,

    /// <summary>Pooled hidden states of a pre-trained speech encoder, see <see cref="Encoders.EncoderConfig"/>; one column, and one row per hidden unit, or two.</summary>
    [JsonStringEnumMemberName("encoder")]
    Encoder,

    /// <summary>Harmonics to noise of a voiced frame, in dB, at most 60; 0 if it has no pitch [Boersma1993]; one row.</summary>
    [JsonStringEnumMemberName("hnr")]
    HarmonicsToNoise,

    /// <summary>Difference of two neighbouring periods over their mean, a fraction; 0 if a frame has no pitch; one row.</summary>
    [JsonStringEnumMemberName("jitter")]
    Jitter,

    /// <summary>Difference of the amplitudes of neighbouring periods over their mean, a fraction; 0 if a frame has no pitch; one row.</summary>
    [JsonStringEnumMemberName("shimmer")]
    Shimmer,
}
