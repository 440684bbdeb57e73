using System.Text.Json;
using System.Text.Json.Serialization;
using SpeechEmotion.Features.Encoders;

namespace SpeechEmotion.Recognition.Encoders;

/// <summary>How the description of an encoder is read, without reflection.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, NumberHandling = JsonNumberHandling.Strict, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(EncoderDescription))]
internal sealed partial class EncoderJson : JsonSerializerContext;
