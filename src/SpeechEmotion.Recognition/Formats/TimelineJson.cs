using System.Text.Json;
using SpeechEmotion.Audio;
using SpeechEmotion.Models;

namespace SpeechEmotion.Recognition.Formats;

/// <summary>One JSON document: <c>model</c>, and <c>results</c> with an object per recording or channel, which has <c>segments</c>.</summary>
/// <param name="output">Where the document goes; it stays open.</param>
/// <param name="card">The model.</param>
public sealed class TimelineJson(TextWriter output, ModelCard card) : ITimelineWriter
{
    private readonly JsonResults _results = new(output, card);

    private Utf8JsonWriter Json => _results.Json;

    /// <inheritdoc/>
    public void Begin(AudioInput input)
    {
        Json.WriteStartObject();
        JsonFields.WriteInput(Json, input);
        Json.WriteStartArray("segments");
        _results.Flush();
    }

    /// <inheritdoc/>
    public void Write(EmotionSegment segment)
    {
        Json.WriteStartObject();
        Json.WriteNumber("start", Math.Round(segment.Start, 3));
        Json.WriteNumber("end", Math.Round(segment.End, 3));
        JsonFields.WriteScores(Json, segment.Scores);
        JsonFields.WriteAdaptation(Json, segment.Scores.Adaptation);
        Json.WriteEndObject();
        _results.Flush();
    }

    /// <inheritdoc/>
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

    /// <inheritdoc/>
    public void Dispose() => _results.Dispose();
}
