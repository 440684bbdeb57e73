using System.Text.Json;
using SpeechEmotion.Models;

namespace SpeechEmotion.Recognition.Formats;

/// <summary>One JSON document: <c>model</c>, and <c>results</c> with an object per file or channel.</summary>
/// <param name="output">Where the document goes; it stays open.</param>
/// <param name="card">The model.</param>
public sealed class PredictionJson(TextWriter output, ModelCard card) : IPredictionWriter
{
    private readonly JsonResults _results = new(output, card);

    /// <inheritdoc/>
    public void Write(PredictedFile file)
    {
        Utf8JsonWriter json = _results.Json;
        json.WriteStartObject();
        _results.WriteInput(file.Input);
        if (file.Scores is { } scores)
        {
            json.WriteNumber("seconds", Math.Round(file.Seconds, 3));
            _results.WriteScores(scores);
            _results.WriteParts(scores);
            _results.WriteAdaptation(scores.Adaptation);
        }
        else
        {
            json.WriteString("error", file.Error);
        }

        json.WriteEndObject();
        _results.Flush();
    }

    /// <inheritdoc/>
    public void Dispose() => _results.Dispose();
}
