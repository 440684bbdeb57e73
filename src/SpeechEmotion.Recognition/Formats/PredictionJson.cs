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
        JsonFields.WriteFile(_results.Json, file);
        _results.Flush();
    }

    /// <inheritdoc/>
    public void Dispose() => _results.Dispose();
}
