using System.Text.Json.Serialization;

namespace SpeechEmotion.Runs.Stress;

/// <summary>Which values pass a test.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<StressBound>))]
public enum StressBound
{
    /// <summary>The mark or more.</summary>
    [JsonStringEnumMemberName("atLeast")]
    AtLeast,

    /// <summary>The mark or less.</summary>
    [JsonStringEnumMemberName("atMost")]
    AtMost,

    /// <summary>At most the mark away from 0, on either side.</summary>
    [JsonStringEnumMemberName("within")]
    Within,
}
