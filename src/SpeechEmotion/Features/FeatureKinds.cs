namespace SpeechEmotion.Features;

/// <summary>What the kinds of features have in common: names and rows.</summary>
internal static class FeatureKinds
{
    /// <summary>All kinds that are measured here, without an encoder, in the order of their names in help and documentation.</summary>
    public static IReadOnlyList<FeatureKind> All { get; } =
    [
        FeatureKind.ZeroCrossingRate, FeatureKind.Energy, FeatureKind.Rms, FeatureKind.MelPower, FeatureKind.MelDecibels, FeatureKind.MelScaled, FeatureKind.MelStandardised,
        FeatureKind.Mfcc, FeatureKind.MfccDelta, FeatureKind.MfccDelta2, FeatureKind.SpectralCentroid, FeatureKind.SpectralBandwidth, FeatureKind.SpectralRollOff,
        FeatureKind.SpectralFlatness, FeatureKind.Chroma, FeatureKind.Pitch, FeatureKind.Voicing, FeatureKind.HarmonicsToNoise, FeatureKind.Jitter,
        FeatureKind.Shimmer,
    ];

    /// <summary>The kind's name in experiments and on the command line.</summary>
    public static string Name(FeatureKind kind) => kind switch
    {
        FeatureKind.ZeroCrossingRate => "zcr",
        FeatureKind.Energy => "energy",
        FeatureKind.Rms => "rms",
        FeatureKind.MelPower => "mel",
        FeatureKind.MelDecibels => "mel-db",
        FeatureKind.MelScaled => "mel-scaled",
        FeatureKind.MelStandardised => "mel-standardised",
        FeatureKind.Mfcc => "mfcc",
        FeatureKind.MfccDelta => "mfcc-delta",
        FeatureKind.MfccDelta2 => "mfcc-delta2",
        FeatureKind.SpectralCentroid => "centroid",
        FeatureKind.SpectralBandwidth => "bandwidth",
        FeatureKind.SpectralRollOff => "rolloff",
        FeatureKind.SpectralFlatness => "flatness",
        FeatureKind.Chroma => "chroma",
        FeatureKind.Pitch => "f0",
        FeatureKind.Voicing => "voicing",
        FeatureKind.HarmonicsToNoise => "hnr",
        FeatureKind.Jitter => "jitter",
        FeatureKind.Shimmer => "shimmer",
        FeatureKind.Encoder => "encoder",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "There is no such feature kind."),
    };

    /// <summary>True if the kind has one row, whatever the configuration.</summary>
    public static bool IsOneRow(FeatureKind kind) => kind is FeatureKind.ZeroCrossingRate or FeatureKind.Energy or FeatureKind.Rms
        or FeatureKind.SpectralCentroid or FeatureKind.SpectralBandwidth or FeatureKind.SpectralRollOff or FeatureKind.SpectralFlatness || IsPitch(kind);

    /// <summary>True if the kind is found by tracking the pitch, which the graph of a model file does not do.</summary>
    public static bool IsPitch(FeatureKind kind) => kind is FeatureKind.Pitch or FeatureKind.Voicing || IsVoiceQuality(kind);

    /// <summary>True if the kind measures how regular the periods of voiced frames are.</summary>
    public static bool IsVoiceQuality(FeatureKind kind) => kind is FeatureKind.HarmonicsToNoise or FeatureKind.Jitter or FeatureKind.Shimmer;

    /// <summary>True if the kind begins with a row of mel power per band.</summary>
    public static bool IsMel(FeatureKind kind) => kind is FeatureKind.MelPower or FeatureKind.MelDecibels or FeatureKind.MelScaled or FeatureKind.MelStandardised;

    /// <summary>True if the kind is made of cepstral coefficients.</summary>
    public static bool IsCepstral(FeatureKind kind) => kind is FeatureKind.Mfcc || IsDelta(kind);

    /// <summary>True if the kind is a change over time.</summary>
    public static bool IsDelta(FeatureKind kind) => kind is FeatureKind.MfccDelta or FeatureKind.MfccDelta2;
}
