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
}
