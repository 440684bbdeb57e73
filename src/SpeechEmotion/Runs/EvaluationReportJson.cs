using System.Text.Json;
using System.Text.Json.Serialization;

namespace SpeechEmotion.Runs;

/// <summary>How a report is read and written, without reflection.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, WriteIndented = true, NumberHandling = JsonNumberHandling.Strict)]
[JsonSerializable(typeof(EvaluationReport))]
internal sealed partial class EvaluationReportJson : JsonSerializerContext;
