using System.Text.Encodings.Web;
using System.Text.Json;
using SpeechEmotion.Models;

namespace SpeechEmotion.Recognition.Formats;

/// <summary>One JSON document, <c>model</c> and the array <c>results</c>, that grows as results come.</summary>
internal sealed class JsonResults : IDisposable
{
    private readonly TextWriter _output;
    private readonly MemoryStream _buffer = new();

    public JsonResults(TextWriter output, ModelCard card)
    {
        _output = output;
        Json = new Utf8JsonWriter(_buffer, new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        Json.WriteStartObject();
        Json.WriteStartObject("model");
        Json.WriteString("name", card.Name);
        Json.WriteString("network", card.Network);
        Json.WriteString("corpus", card.Corpus);
        Json.WriteString("version", card.Version);
        Json.WriteEndObject();
        Json.WriteStartArray("results");
        Flush();
    }

    /// <summary>Stands in the array.</summary>
    public Utf8JsonWriter Json { get; }

    /// <summary>Prints what there is so far.</summary>
    public void Flush()
    {
        Json.Flush();
        _output.Write(System.Text.Encoding.UTF8.GetString(_buffer.GetBuffer(), 0, (int)_buffer.Length));
        _buffer.SetLength(0);
    }

    /// <summary>Ends the document.</summary>
    public void Dispose()
    {
        Json.WriteEndArray();
        Json.WriteEndObject();
        Flush();
        _output.WriteLine();
        _output.Flush();
        Json.Dispose();
        _buffer.Dispose();
    }
}
