using System.Text.Json;
using System.Text.Json.Serialization;

namespace SpeechEmotion.Metrics;

/// <summary>A confusion matrix in JSON: an array of rows, each an array of counts.</summary>
internal sealed class ConfusionMatrixConverter : JsonConverter<ConfusionMatrix>
{
    /// <inheritdoc/>
    public override ConfusionMatrix Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        List<IReadOnlyList<int>> rows = [];
        Expect(reader.TokenType == JsonTokenType.StartArray, "confusion", ref reader);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            Expect(reader.TokenType == JsonTokenType.StartArray, $"confusion[{rows.Count}]", ref reader);
            List<int> row = [];
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                int count = 0;
                Expect(reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out count), $"confusion[{rows.Count}][{row.Count}]", ref reader);
                row.Add(count);
            }

            rows.Add(row);
        }

        try
        {
            return ConfusionMatrix.Of([.. rows]);
        }
        catch (ArgumentException e)
        {
            throw new JsonException(e.Message, e);
        }
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, ConfusionMatrix value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        foreach (IReadOnlyList<int> row in value)
        {
            writer.WriteStartArray();
            foreach (int count in row)
            {
                writer.WriteNumberValue(count);
            }

            writer.WriteEndArray();
        }

        writer.WriteEndArray();
    }

    private static void Expect(bool isAsExpected, string place, ref Utf8JsonReader reader)
    {
        if (!isAsExpected)
        {
            string found = reader.TokenType switch
            {
                JsonTokenType.Null => "null",
                JsonTokenType.String => "text",
                JsonTokenType.StartObject => "an object",
                JsonTokenType.StartArray => "an array",
                JsonTokenType.Number => "out of range",
                _ => "something else",
            };
            throw new JsonException($"{place} is {found}; a confusion matrix is an array of rows, each an array of whole numbers");
        }
    }
}
