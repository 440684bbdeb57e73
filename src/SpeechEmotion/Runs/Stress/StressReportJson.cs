using System.Text.Json;
using System.Text.Json.Serialization;

namespace SpeechEmotion.Runs.Stress;

/// <summary>How a report is written, without reflection.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, WriteIndented = true)]
[JsonSerializable(typeof(StressReport))]
internal sealed partial class StressReportJson : JsonSerializerContext;
