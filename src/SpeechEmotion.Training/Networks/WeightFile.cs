using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using SpeechEmotion.Audio;
using static TorchSharp.torch;

namespace SpeechEmotion.Networks;

/// <summary>Weights on disk, in the safetensors format [Safetensors]: an 8-byte length, a JSON header, and the tensors' bytes. Readable from Python.</summary>
public static class WeightFile
{
    private const int MaxHeaderLength = 16 << 20;

    private static readonly (string Name, ScalarType Type)[] Types =
        [("F32", ScalarType.Float32), ("F16", ScalarType.Float16), ("F64", ScalarType.Float64), ("I64", ScalarType.Int64)];

    /// <summary>Writes a module's parameters and buffers, to a temporary name that is then renamed.</summary>
    /// <param name="path">The file.</param>
    /// <param name="module">The module.</param>
    /// <param name="metadata">Text by name that goes along, such as the configuration and the labels.</param>
    public static void Write(string path, nn.Module module, IReadOnlyDictionary<string, string>? metadata = null)
    {
        ArgumentNullException.ThrowIfNull(module);
        Write(path, module.state_dict(), metadata);
    }

    /// <summary>Writes named tensors, to a temporary name that is then renamed.</summary>
    public static void Write(string path, IReadOnlyDictionary<string, Tensor> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(tensors);
        JsonObject header = [];
        if (metadata is { Count: > 0 })
        {
            header["__metadata__"] = new JsonObject(metadata.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value)));
        }

        long offset = 0;
        foreach ((string name, Tensor tensor) in tensors)
        {
            long length = tensor.numel() * tensor.element_size();
            header[name] = new JsonObject
            {
                ["dtype"] = Types.FirstOrDefault(type => type.Type == tensor.dtype).Name ?? throw new ArgumentException($"Tensor '{name}' is {tensor.dtype}; only float16, float32, float64 and int64 can be written.", nameof(tensors)),
                ["shape"] = new JsonArray([.. tensor.shape.Select(size => (JsonNode?)size)]),
                ["data_offsets"] = new JsonArray(offset, offset + length),
            };
            offset += length;
        }

        byte[] text = Encoding.UTF8.GetBytes(header.ToJsonString());
        int padded = (text.Length + 7) / 8 * 8;
        using AtomicFile file = new(path);
        Span<byte> word = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(word, padded);
        file.Stream.Write(word);
        file.Stream.Write(text);
        file.Stream.Write("       "u8[..(padded - text.Length)]);
        foreach (Tensor tensor in tensors.Values)
        {
            using IDisposable scope = NewDisposeScope();
            file.Stream.Write(tensor.detach().cpu().contiguous().bytes);
        }

        file.Complete(toDisk: true);
    }

    /// <summary>Reads weights into a module whose parameters and buffers must match in name and shape.</summary>
    /// <returns>The text that went along.</returns>
    /// <exception cref="InvalidDataException">The file is damaged or belongs to another network; the message says where.</exception>
    public static IReadOnlyDictionary<string, string> Read(string path, nn.Module module)
    {
        ArgumentNullException.ThrowIfNull(module);
        Dictionary<string, Tensor> target = module.state_dict();
        (Dictionary<string, Tensor> tensors, IReadOnlyDictionary<string, string> metadata) = Read(path);
        try
        {
            string? odd = target.Keys.Except(tensors.Keys).Concat(tensors.Keys.Except(target.Keys)).FirstOrDefault();
            if (odd is not null)
            {
                throw new InvalidDataException($"{path}: tensor '{odd}' is {(tensors.ContainsKey(odd) ? "not part of" : "missing for")} this network; the weights belong to another one.");
            }

            using IDisposable noGradient = no_grad();
            foreach ((string name, Tensor destination) in target)
            {
                if (!destination.shape.SequenceEqual(tensors[name].shape))
                {
                    throw new InvalidDataException($"{path}: tensor '{name}' has shape [{string.Join(", ", tensors[name].shape)}], this network needs [{string.Join(", ", destination.shape)}].");
                }

                destination.copy_(tensors[name]);
            }
        }
        finally
        {
            foreach (Tensor tensor in tensors.Values)
            {
                tensor.Dispose();
            }
        }

        return metadata;
    }

    /// <summary>Reads all tensors and the text that went along. The caller disposes the tensors.</summary>
    /// <exception cref="InvalidDataException">The file is not a whole safetensors file.</exception>
    public static (Dictionary<string, Tensor> Tensors, IReadOnlyDictionary<string, string> Metadata) Read(string path)
    {
        LibTorch.EnsureLoaded();
        using FileStream stream = File.OpenRead(path);
        Span<byte> word = stackalloc byte[8];
        if (stream.ReadAtLeast(word, 8, throwOnEndOfStream: false) < 8 || BinaryPrimitives.ReadInt64LittleEndian(word) is not (> 0 and <= MaxHeaderLength) || BinaryPrimitives.ReadInt64LittleEndian(word) > stream.Length - 8)
        {
            throw new InvalidDataException($"{path}: not a safetensors file: its header length is impossible.");
        }

        byte[] text = new byte[BinaryPrimitives.ReadInt64LittleEndian(word)];
        stream.ReadExactly(text);
        long dataStart = stream.Position;
        Dictionary<string, Tensor> tensors = [];
        Dictionary<string, string> metadata = [];
        try
        {
            foreach ((string name, JsonNode? node) in JsonNode.Parse(text)!.AsObject())
            {
                if (name == "__metadata__")
                {
                    metadata = node!.AsObject().ToDictionary(pair => pair.Key, pair => pair.Value!.GetValue<string>());
                    continue;
                }

                tensors[name] = ReadTensor(stream, dataStart, name, node!.AsObject());
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or NullReferenceException or FormatException or KeyNotFoundException or ArgumentException or EndOfStreamException or OverflowException)
        {
            throw new InvalidDataException($"{path}: damaged safetensors file: {e.Message}", e);
        }

        return (tensors, metadata);
    }

    private static Tensor ReadTensor(FileStream stream, long dataStart, string name, JsonObject entry)
    {
        string type = entry["dtype"]!.GetValue<string>();
        long[] shape = [.. entry["shape"]!.AsArray().Select(size => size!.GetValue<long>())];
        long begin = entry["data_offsets"]![0]!.GetValue<long>();
        long end = entry["data_offsets"]![1]!.GetValue<long>();
        ScalarType scalar = Types.First(known => known.Name == type).Type;
        long expected = shape.Aggregate(scalar switch { ScalarType.Float16 => 2L, ScalarType.Float32 => 4L, _ => 8L }, (product, size) => checked(product * size));
        if (begin < 0 || end - begin != expected || dataStart + end > stream.Length)
        {
            throw new ArgumentException($"tensor '{name}' claims bytes {begin} to {end}, which do not fit its shape or the file");
        }

        Tensor tensor = empty(shape, dtype: scalar);
        byte[] bytes = new byte[expected];
        stream.Position = dataStart + begin;
        stream.ReadExactly(bytes);
        tensor.bytes = bytes;
        return tensor;
    }
}
