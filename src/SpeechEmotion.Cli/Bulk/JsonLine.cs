using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace SpeechEmotion.Cli.Bulk;

/// <summary>A result as a line of JSON.</summary>
internal static class JsonLine
{
    private static readonly JsonWriterOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>What tells a result from others, without the rest of its line.</summary>
    /// <exception cref="InvalidDataException">The line is no result.</exception>
    public static (string File, int? Channel, bool Failed) ReadKey(ReadOnlySpan<byte> line)
    {
        string? file = null;
        int? channel = null;
        bool failed = false;
        try
        {
            Utf8JsonReader json = new(line);
            json.Read();
            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                bool isFile = json.ValueTextEquals("file"u8), isChannel = json.ValueTextEquals("channel"u8), isError = json.ValueTextEquals("error"u8);
                json.Read();
                file = isFile ? json.GetString() : file;
                channel = isChannel ? json.GetInt32() : channel;
                failed |= isError;
                json.Skip();
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            throw NoResult(e);
        }

        return file is null ? throw NoResult(null) : (file, channel, failed);
    }

    /// <summary>Reads a line.</summary>
    /// <param name="line">The line.</param>
    /// <param name="labels">The emotions whose probabilities it holds.</param>
    /// <exception cref="InvalidDataException">The line is no result of such a model.</exception>
    public static ResultRow Read(string line, IReadOnlyList<string> labels)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(line);
            JsonElement json = document.RootElement;
            double? Number(string name) => json.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Number ? value.GetDouble() : null;
            string? Text(string name) => json.TryGetProperty(name, out JsonElement value) ? value.GetString() : null;
            return new ResultRow
            {
                File = Text("file") ?? throw NoResult(null),
                Channel = (int?)Number("channel"),
                Seconds = Number("seconds"),
                Answer = Text("answer"),
                Emotion = Text("emotion"),
                Probability = Number("probability"),
                Margin = Number("margin"),
                Unsure = json.TryGetProperty("unsure", out JsonElement unsure) && unsure.ValueKind != JsonValueKind.Null ? unsure.GetBoolean() : null,
                Speech = Number("speech"),
                Probabilities = json.TryGetProperty("probabilities", out JsonElement scores) && scores.ValueKind == JsonValueKind.Object
                    ? [.. labels.Select(label => scores.GetProperty(label).GetDouble())]
                    : [],
                Error = Text("error"),
                Line = line,
            };
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or KeyNotFoundException)
        {
            throw NoResult(e);
        }
    }

    /// <summary>Writes a result as a line, without its line break.</summary>
    public static string Write(ResultRow row, IReadOnlyList<string> labels)
    {
        if (row.Line is { } line)
        {
            return line;
        }

        using MemoryStream buffer = new();
        using (Utf8JsonWriter json = new(buffer, s_options))
        {
            json.WriteStartObject();
            json.WriteString("file", row.File);
            if (row.Channel is { } channel)
            {
                json.WriteNumber("channel", channel);
            }

            if (row.Error is { } error)
            {
                json.WriteString("error", error);
            }
            else
            {
                WriteNumber(json, "seconds", row.Seconds);
                json.WriteString("answer", row.Answer);
                json.WriteString("emotion", row.Emotion);
                WriteNumber(json, "probability", row.Probability);
                WriteNumber(json, "margin", row.Margin);
                WriteUnsure(json, row.Unsure);
                WriteNumber(json, "speech", row.Speech);
                WriteProbabilities(json, row.Probabilities, labels);
            }

            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    private static void WriteUnsure(Utf8JsonWriter json, bool? unsure)
    {
        if (unsure is { } value)
        {
            json.WriteBoolean("unsure", value);
        }
        else
        {
            json.WriteNull("unsure");
        }
    }

    private static void WriteProbabilities(Utf8JsonWriter json, IReadOnlyList<double> probabilities, IReadOnlyList<string> labels)
    {
        if (probabilities.Count == 0)
        {
            json.WriteNull("probabilities");
            return;
        }

        json.WriteStartObject("probabilities");
        for (int i = 0; i < labels.Count; i++)
        {
            WriteNumber(json, labels[i], probabilities[i]);
        }

        json.WriteEndObject();
    }

    private static void WriteNumber(Utf8JsonWriter json, string name, double? value)
    {
        if (value is { } number)
        {
            json.WriteNumber(name, (decimal)number); // 0.000001, not 1E-06
        }
        else
        {
            json.WriteNull(name);
        }
    }

    private static InvalidDataException NoResult(Exception? cause) => new("is no result that predict wrote" + (cause is KeyNotFoundException ? " with this model" : ""), cause);
}
