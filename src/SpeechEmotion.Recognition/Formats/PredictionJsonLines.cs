using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace SpeechEmotion.Recognition.Formats;

/// <summary>A line per file or channel, each one JSON object with the members that <see cref="PredictionJson"/> gives it in <c>results</c>.</summary>
/// <param name="output">Where the lines go; it stays open.</param>
public sealed class PredictionJsonLines(TextWriter output) : IPredictionWriter
{
    private readonly MemoryStream _buffer = new();
    private Utf8JsonWriter? _json;

    /// <inheritdoc/>
    public void Write(PredictedFile file)
    {
        _json ??= new Utf8JsonWriter(_buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        _json.Reset();
        JsonFields.WriteFile(_json, file);
        _json.Flush();
        output.Write(Encoding.UTF8.GetString(_buffer.GetBuffer(), 0, (int)_buffer.Length) + "\n");
        _buffer.SetLength(0);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        output.Flush();
        _json?.Dispose();
        _buffer.Dispose();
    }
}
