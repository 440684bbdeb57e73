using System.Text.Json;
using System.Text.Json.Serialization;

namespace SpeechEmotion.Metrics;

/// <summary>How a report is written, without reflection.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, WriteIndented = true)]
[JsonSerializable(typeof(RobustnessReport))]
internal sealed partial class RobustnessReportJson : JsonSerializerContext;
