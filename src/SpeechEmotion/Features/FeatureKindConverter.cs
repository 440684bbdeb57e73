using System.Text.Json.Serialization;

namespace SpeechEmotion.Features;

/// <summary>Features are written by name, and read by name only.</summary>
internal sealed class FeatureKindConverter() : JsonStringEnumConverter<FeatureKind>(namingPolicy: null, allowIntegerValues: false);
