using System.Text.Encodings.Web;
using System.Text.Json;
using SpeechEmotion.Metrics;

namespace SpeechEmotion.Cli.Output;

/// <summary>One JSON document: <c>model</c>, and <c>results</c> with an object a file.</summary>
internal sealed class PredictionJson : IPredictionWriter
{
    private readonly TextWriter _output;
    private readonly MemoryStream _buffer = new();
    private readonly Utf8JsonWriter _json;

    public PredictionJson(TextWriter output, ModelCard card)
    {
        _output = output;
        _json = new Utf8JsonWriter(_buffer, new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        _json.WriteStartObject();
        _json.WriteStartObject("model");
        _json.WriteString("name", card.Name);
        _json.WriteString("network", card.Network);
        _json.WriteString("corpus", card.Corpus);
        _json.WriteString("version", card.Version);
        _json.WriteEndObject();
        _json.WriteStartArray("results");
        Flush();
    }

    public void Write(PredictedFile file)
    {
        _json.WriteStartObject();
        _json.WriteString("file", file.Input.Path);
        if (file.Scores is { } scores)
        {
            _json.WriteNumber("seconds", Math.Round(file.Seconds, 3));
            _json.WriteString("emotion", scores.Emotion);
            _json.WriteNumber("probability", Rounded(scores.Probability));
            _json.WriteNumber("margin", Rounded(scores.Margin));
            _json.WriteBoolean("unsure", scores.IsUnsure);
            _json.WriteStartObject("probabilities");
            for (int i = 0; i < scores.Labels.Count; i++)
            {
                _json.WriteNumber(scores.Labels[i], Rounded(scores.Probabilities[i]));
            }

            _json.WriteEndObject();
        }
        else
        {
            _json.WriteString("error", file.Error);
        }

        _json.WriteEndObject();
        Flush();
    }

    public void Dispose()
    {
        _json.WriteEndArray();
        _json.WriteEndObject();
        Flush();
        _output.WriteLine();
        _output.Flush();
        _json.Dispose();
        _buffer.Dispose();
    }

    private static decimal Rounded(float value) => Math.Round((decimal)value, 6);

    private void Flush()
    {
        _json.Flush();
        _output.Write(System.Text.Encoding.UTF8.GetString(_buffer.GetBuffer(), 0, (int)_buffer.Length));
        _buffer.SetLength(0);
    }
}
