using System.Text.Json.Serialization;

namespace SpeechEmotion.Features.Encoders;

/// <summary>Poolings are written by name, and read by name only.</summary>
internal sealed class EncoderPoolingConverter() : JsonStringEnumConverter<EncoderPooling>(namingPolicy: null, allowIntegerValues: false);
