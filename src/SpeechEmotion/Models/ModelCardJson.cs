using System.Text.Json;
using System.Text.Json.Serialization;
using SpeechEmotion.Features;

namespace SpeechEmotion.Models;

/// <summary>How a model card is read and written, without reflection.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, NumberHandling = JsonNumberHandling.Strict, Converters = [typeof(FeatureKindConverter)])]
[JsonSerializable(typeof(ModelCard))]
internal sealed partial class ModelCardJson : JsonSerializerContext;
