using System.Text.Encodings.Web;
using System.Text.Json;
using SpeechEmotion.Audio;
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

    /// <summary>Writes <c>file</c>, and <c>channel</c> if only one is heard.</summary>
    public void WriteInput(AudioInput input)
    {
        Json.WriteString("file", input.Path);
        if (input.Channel is { } channel)
        {
            Json.WriteNumber("channel", channel);
        }
    }

    /// <summary>Writes <c>answer</c>, <c>emotion</c>, <c>probability</c>, <c>margin</c>, <c>unsure</c>, <c>speech</c> and <c>probabilities</c> by their labels. What is not speech has no emotion
    /// and no probabilities: they are null.</summary>
    public void WriteScores(EmotionScores scores)
    {
        Json.WriteString("answer", scores.Answer);
        if (!scores.IsSpeech)
        {
            foreach (string name in new[] { "emotion", "probability", "margin", "unsure" })
            {
                Json.WriteNull(name);
            }

            Json.WriteNumber("speech", Rounded(scores.SpeechProbability));
            Json.WriteNull("probabilities");
            return;
        }

        Json.WriteString("emotion", scores.Emotion);
        Json.WriteNumber("probability", Rounded(scores.Probability));
        Json.WriteNumber("margin", Rounded(scores.Margin));
        Json.WriteBoolean("unsure", scores.IsUnsure);
        Json.WriteNumber("speech", Rounded(scores.SpeechProbability));
        Json.WriteStartObject("probabilities");
        for (int i = 0; i < scores.Labels.Count; i++)
        {
            Json.WriteNumber(scores.Labels[i], Rounded(scores.Probabilities[i]));
        }

        Json.WriteEndObject();
    }

    /// <summary>Writes <c>parts</c> with the seconds of sound and of speech, and the fraction of the speech in which each emotion leads; nothing for a clip.</summary>
    public void WriteParts(EmotionScores scores)
    {
        if (scores.Parts is not { } parts)
        {
            return;
        }

        Json.WriteStartObject("parts");
        Json.WriteNumber("soundSeconds", Math.Round(parts.SoundSeconds, 3));
        Json.WriteNumber("speechSeconds", Math.Round(parts.SpeechSeconds, 3));
        Json.WriteStartObject("fractions");
        for (int i = 0; i < scores.Labels.Count; i++)
        {
            Json.WriteNumber(scores.Labels[i], Rounded(parts.Fractions[i]));
        }

        Json.WriteEndObject();
        Json.WriteEndObject();
    }

    /// <summary>Writes <c>adapted</c> with the seconds and clips that the answer rests on and the plain answer; nothing for a plain answer.</summary>
    public void WriteAdaptation(Adaptation? adaptation)
    {
        if (adaptation is null)
        {
            return;
        }

        Json.WriteStartObject("adapted");
        Json.WriteNumber("seconds", Math.Round(adaptation.Seconds, 3));
        Json.WriteNumber("clips", adaptation.Clips);
        Json.WriteString("plainEmotion", adaptation.Plain.Emotion);
        Json.WriteStartObject("plainProbabilities");
        for (int i = 0; i < adaptation.Plain.Labels.Count; i++)
        {
            Json.WriteNumber(adaptation.Plain.Labels[i], Rounded(adaptation.Plain.Probabilities[i]));
        }

        Json.WriteEndObject();
        Json.WriteEndObject();
    }

    /// <summary>Prints what there is so far.</summary>
    public void Flush()
    {
        Json.Flush();
        _output.Write(System.Text.Encoding.UTF8.GetString(_buffer.GetBuffer(), 0, (int)_buffer.Length));
        _buffer.SetLength(0);
    }

    private static decimal Rounded(float value) => Math.Round((decimal)value, 6); // short enough to read

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
