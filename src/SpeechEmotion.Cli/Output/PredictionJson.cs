using System.Text.Json;
using SpeechEmotion.Metrics;

namespace SpeechEmotion.Cli.Output;

/// <summary>One JSON document: <c>model</c>, and <c>results</c> with an object a file.</summary>
internal sealed class PredictionJson(TextWriter output, ModelCard card) : IPredictionWriter
{
    private readonly JsonResults _results = new(output, card);

    public void Write(PredictedFile file)
    {
        Utf8JsonWriter json = _results.Json;
        json.WriteStartObject();
        json.WriteString("file", file.Input.Path);
        if (file.Scores is { } scores)
        {
            json.WriteNumber("seconds", Math.Round(file.Seconds, 3));
            _results.WriteScores(scores);
        }
        else
        {
            json.WriteString("error", file.Error);
        }

        json.WriteEndObject();
        _results.Flush();
    }

    public void Dispose() => _results.Dispose();
}
