using System.Text.Json;
using System.Text.Json.Serialization;

namespace SpeechEmotion.Recognition.Sessions;

/// <summary>How a session is read and written, without reflection.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    WriteIndented = true,
    PropertyNameCaseInsensitive = false,
    NumberHandling = JsonNumberHandling.Strict,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    AllowDuplicateProperties = false)]
[JsonSerializable(typeof(SessionContent))]
internal sealed partial class SessionJson : JsonSerializerContext;
