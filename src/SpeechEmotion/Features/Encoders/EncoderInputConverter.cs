using System.Text.Json.Serialization;

namespace SpeechEmotion.Features.Encoders;

/// <summary>Inputs are written by name, and read by name only.</summary>
internal sealed class EncoderInputConverter() : JsonStringEnumConverter<EncoderInput>(namingPolicy: null, allowIntegerValues: false);
