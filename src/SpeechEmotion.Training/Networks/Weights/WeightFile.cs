using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using SpeechEmotion.Audio;
using SpeechEmotion.Datasets;
using SpeechEmotion.Datasets.Tables;
using TorchSharp;
using static TorchSharp.torch;

namespace SpeechEmotion.Networks.Weights;

/// <summary>Weights on disk, in the safetensors format [Safetensors]: an 8-byte length, a JSON header, and the tensors' bytes. Readable from Python.</summary>
public static class WeightFile
{
    private const int MaxHeaderLength = 16 << 20;

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
                ["dtype"] = Array.Find(WeightEntry.Types, type => type.Type == tensor.dtype).Name ?? throw new ArgumentException($"Tensor '{name}' is {tensor.dtype}; only float16, float32, float64 and int64 can be written.", nameof(tensors)),
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
        return Read(path, module.state_dict());
    }

    /// <summary>Reads tensors into others that must match in name and shape. These are looked at first, so that a file of another network is refused before anything of it is read.</summary>
    /// <returns>The text that went along.</returns>
    /// <exception cref="InvalidDataException">The file is damaged, belongs to another network, or holds what is no finite number; the message says where.</exception>
    internal static IReadOnlyDictionary<string, string> Read(string path, IReadOnlyDictionary<string, Tensor> target)
    {
        using FileStream stream = Open(path, out IReadOnlyList<WeightEntry> entries, out long dataStart, out Dictionary<string, string> metadata);
        string[] names = [.. entries.Select(entry => entry.Name)];
        if (target.Keys.Except(names).Concat(names.Except(target.Keys)).FirstOrDefault() is { } odd)
        {
            throw TextFile.Fault($"{path}: tensor '{odd}' is {(names.Contains(odd) ? "not part of" : "missing for")} this network; the weights belong to another one.");
        }

        if (entries.FirstOrDefault(entry => !entry.Shape.SequenceEqual(target[entry.Name].shape)) is { } other)
        {
            throw TextFile.Fault($"{path}: tensor '{other.Name}' has shape [{string.Join(", ", other.Shape)}], this network needs [{string.Join(", ", target[other.Name].shape)}].");
        }

        using IDisposable noGradient = no_grad();
        foreach (WeightEntry entry in entries)
        {
            using DisposeScope scope = NewDisposeScope();
            Tensor tensor = ReadTensor(stream, dataStart, entry);
            if (!tensor.isfinite().all().item<bool>())
            {
                throw TextFile.Fault($"{path}: tensor '{entry.Name}' has values that are no finite numbers; the file is damaged, or the training that wrote it failed.");
            }

            target[entry.Name].copy_(tensor);
        }

        return metadata;
    }

    /// <summary>Reads the text that went along.</summary>
    /// <exception cref="InvalidDataException">The file is not a whole safetensors file.</exception>
    public static IReadOnlyDictionary<string, string> ReadText(string path)
    {
        Open(path, out _, out _, out Dictionary<string, string> metadata).Dispose();
        return metadata;
    }

    /// <summary>Reads all tensors and the text that went along. The caller disposes the tensors.</summary>
    /// <exception cref="InvalidDataException">The file is not a whole safetensors file.</exception>
    public static (Dictionary<string, Tensor> Tensors, IReadOnlyDictionary<string, string> Metadata) Read(string path)
    {
        using FileStream stream = Open(path, out IReadOnlyList<WeightEntry> entries, out long dataStart, out Dictionary<string, string> metadata);
        return (entries.ToDictionary(entry => entry.Name, entry => ReadTensor(stream, dataStart, entry)), metadata);
    }

    private static FileStream Open(string path, out IReadOnlyList<WeightEntry> entries, out long dataStart, out Dictionary<string, string> metadata)
    {
        LibTorch.EnsureLoaded();
        FileStream stream = File.OpenRead(path);
        try
        {
            Span<byte> word = stackalloc byte[8];
            long length = stream.ReadAtLeast(word, 8, throwOnEndOfStream: false) < 8 ? 0 : BinaryPrimitives.ReadInt64LittleEndian(word);
            if (length is not (> 0 and <= MaxHeaderLength) || length > stream.Length - 8)
            {
                throw TextFile.Fault("not a safetensors file: its header length is impossible");
            }

            byte[] text = new byte[length];
            stream.ReadExactly(text);
            dataStart = stream.Position;
            JsonObject header = JsonCheck.Parse(Encoding.UTF8.GetString(text), "its header") as JsonObject ?? throw TextFile.Fault("the header is no JSON object");
            metadata = header["__metadata__"] switch
            {
                null => [],
                JsonObject texts when texts.All(pair => pair.Value?.GetValueKind() == JsonValueKind.String) => texts.ToDictionary(pair => pair.Key, pair => pair.Value!.GetValue<string>()),
                _ => throw TextFile.Fault("__metadata__ holds something else than text"),
            };
            entries = WeightEntry.ReadAll(header, stream.Length - dataStart);
            return stream;
        }
        catch (Exception e)
        {
            stream.Dispose();
            throw e is JsonException or InvalidOperationException or NullReferenceException or FormatException or ArgumentException or EndOfStreamException or InvalidDataException
                ? TextFile.Fault($"{path}: damaged safetensors file: {(e is InvalidDataException ? e.Message : "its header cannot be read").TrimEnd('.')}.", e)
                : e;
        }
    }

    private static Tensor ReadTensor(FileStream stream, long dataStart, WeightEntry entry)
    {
        byte[] bytes = new byte[entry.End - entry.Begin];
        stream.Position = dataStart + entry.Begin;
        stream.ReadExactly(bytes);
        Tensor tensor = empty(entry.Shape, dtype: entry.Type);
        tensor.bytes = bytes;
        return tensor;
    }
}
