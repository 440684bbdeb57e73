using System.Text.Json.Serialization;

namespace SpeechEmotion.Features.Encoders;

/// <summary>How the hidden states of a clip's frames become one vector.</summary>
[JsonConverter(typeof(EncoderPoolingConverter))]
public enum EncoderPooling
{
    /// <summary>Their mean: one number for each hidden unit.</summary>
    [JsonStringEnumMemberName("mean")]
    Mean,

    /// <summary>Their mean, then their standard deviation: two numbers for each hidden unit.</summary>
    [JsonStringEnumMemberName("mean-std")]
    MeanAndDeviation,

    /// <summary>Not at all: the encoder's output is one vector per clip already, <c>[batch, units]</c>.</summary>
    [JsonStringEnumMemberName("none")]
    None,
}
