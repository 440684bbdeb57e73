using System.Text.Json;
using System.Text.Json.Nodes;
using SpeechEmotion.Datasets.Tables;
using static TorchSharp.torch;

namespace SpeechEmotion.Networks.Weights;

/// <summary>What the header of a safetensors file says of one tensor. Nothing is allocated on the word of a header that does not fit its file.</summary>
/// <param name="Name">The tensor's name.</param>
/// <param name="Type">Its numbers.</param>
/// <param name="Shape">Length of each dimension, 0 or more.</param>
/// <param name="Begin">Its first byte after the header.</param>
/// <param name="End">The byte after its last.</param>
internal sealed record WeightEntry(string Name, ScalarType Type, long[] Shape, long Begin, long End)
{
    private const int MostDimensions = 8;

    /// <summary>The types of numbers that can be written and read.</summary>
    public static readonly (string Name, ScalarType Type, int Bytes)[] Types =
        [("F32", ScalarType.Float32, 4), ("F16", ScalarType.Float16, 2), ("F64", ScalarType.Float64, 8), ("I64", ScalarType.Int64, 8)];

    /// <summary>Reads all entries of a header and checks that they cover the data without holes and overlaps.</summary>
    /// <param name="header">The header.</param>
    /// <param name="dataLength">Bytes after the header.</param>
    /// <exception cref="InvalidDataException">An entry is faulty; the message names tensor and field.</exception>
    public static IReadOnlyList<WeightEntry> ReadAll(JsonObject header, long dataLength)
    {
        WeightEntry[] entries = [.. header.Where(pair => pair.Key != "__metadata__").Select(pair => Read(pair.Key, pair.Value as JsonObject, dataLength)).OrderBy(entry => (entry.Begin, entry.End))];
        long covered = 0;
        foreach (WeightEntry entry in entries)
        {
            if (entry.Begin != covered)
            {
                throw TextFile.Fault($"tensor '{entry.Name}': data_offsets begin at {entry.Begin}, where the tensor before it ends at {covered}; tensors must neither overlap nor leave holes");
            }

            covered = entry.End;
        }

        return covered == dataLength ? entries : throw TextFile.Fault($"its tensors end at byte {covered}, but {dataLength} bytes follow the header");
    }

    private static WeightEntry Read(string name, JsonObject? entry, long dataLength)
    {
        string type = entry?["dtype"] is JsonValue text && text.GetValueKind() == JsonValueKind.String ? text.GetValue<string>() : "missing";
        (_, ScalarType scalar, int bytes) = Array.Find(Types, known => known.Name == type) is { Bytes: > 0 } found
            ? found
            : throw TextFile.Fault($"tensor '{name}': dtype is {type}; it must be one of {string.Join(", ", Types.Select(known => known.Name))}");
        long[]? shape = Numbers(entry!["shape"]), offsets = Numbers(entry["data_offsets"]);
        if (shape is null || shape.Length > MostDimensions || Array.Exists(shape, length => length < 0))
        {
            throw TextFile.Fault($"tensor '{name}': shape is {Text(entry["shape"])}; it must be a list of up to {MostDimensions} lengths, each 0 or more");
        }

        if (offsets is not [>= 0, >= 0] || offsets[0] > offsets[1] || offsets[1] > dataLength)
        {
            throw TextFile.Fault($"tensor '{name}': data_offsets is {Text(entry["data_offsets"])}; it must be two places in the {dataLength} bytes after the header, the first not behind the second");
        }

        // A product that leaves the range of long has left that of the file long before.
        UInt128 length = shape.Aggregate((UInt128)(uint)bytes, (product, size) => product > ulong.MaxValue ? product : product * (ulong)size);
        if (length != (UInt128)(ulong)(offsets[1] - offsets[0]) || length > int.MaxValue)
        {
            throw TextFile.Fault($"tensor '{name}': shape {Text(entry["shape"])} of {type} does not fit data_offsets {Text(entry["data_offsets"])}, which hold {offsets[1] - offsets[0]} bytes");
        }

        return new WeightEntry(name, scalar, shape, offsets[0], offsets[1]);
    }

    private static long[]? Numbers(JsonNode? node)
    {
        if (node is not JsonArray items || items.Count > MostDimensions)
        {
            return null;
        }

        List<long> numbers = [];
        foreach (JsonNode? item in items)
        {
            if (item is not JsonValue value || value.GetValueKind() != JsonValueKind.Number || !value.TryGetValue(out long number))
            {
                return null;
            }

            numbers.Add(number);
        }

        return [.. numbers];
    }

    private static string Text(JsonNode? node) => (node?.ToJsonString() ?? "missing") is { Length: <= 80 } text ? text : node!.ToJsonString()[..79] + "…";
}
