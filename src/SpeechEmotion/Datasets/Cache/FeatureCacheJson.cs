using System.Text.Json.Serialization;
using SpeechEmotion.Augmentation;
using SpeechEmotion.Features;

namespace SpeechEmotion.Datasets.Cache;

/// <summary>How the index of cached features is written, without reflection.</summary>
[JsonSourceGenerationOptions(Converters = [typeof(FeatureKindConverter)])]
[JsonSerializable(typeof(FeatureConfig))]
[JsonSerializable(typeof(AugmentationConfig))]
[JsonSerializable(typeof(string))]
internal sealed partial class FeatureCacheJson : JsonSerializerContext;
