using System.Text.Json;
using SpeechEmotion.Metrics;
using SpeechEmotion.Recognition;

namespace SpeechEmotion.Cli.Output;

/// <summary>One JSON document: <c>model</c>, and <c>results</c> with an object a recording, which has <c>segments</c>.</summary>
internal sealed class TimelineJson(TextWriter output, ModelCard card) : ITimelineWriter
{
    private readonly JsonResults _results = new(output, card);

    private Utf8JsonWriter Json => _results.Json;

    public void Begin(AudioInput input)
    {
        Json.WriteStartObject();
        Json.WriteString("file", input.Path);
        Json.WriteStartArray("segments");
        _results.Flush();
    }

    public void Write(EmotionSegment segment)
    {
        Json.WriteStartObject();
        Json.WriteNumber("start", Math.Round(segment.Start, 3));
        Json.WriteNumber("end", Math.Round(segment.End, 3));
        _results.WriteScores(segment.Scores);
        Json.WriteEndObject();
        _results.Flush();
    }

    public void End(double seconds, string? error)
    {
        Json.WriteEndArray();
        if (error is null)
        {
            Json.WriteNumber("seconds", Math.Round(seconds, 3));
        }
        else
        {
            Json.WriteString("error", error);
        }

        Json.WriteEndObject();
        _results.Flush();
    }

    public void Dispose() => _results.Dispose();
}
