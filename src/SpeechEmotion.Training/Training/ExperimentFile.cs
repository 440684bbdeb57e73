using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using SpeechEmotion.Audio;

namespace SpeechEmotion.Training;

/// <summary>Reads and writes experiments as JSON. A file says only what differs from the defaults; what is written is complete.</summary>
public static class ExperimentFile
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };

    /// <summary>Reads an experiment and applies settings on top.</summary>
    /// <param name="path">The JSON file; its name, without the ending, names the experiment unless the file does.</param>
    /// <param name="settings">Settings such as <c>training.learningRate=1e-4</c>: a path of names, an equals sign, and JSON or plain text.</param>
    /// <exception cref="InvalidDataException">The file or a setting is faulty; the message lists all faults.</exception>
    public static ExperimentConfig Read(string path, IEnumerable<string>? settings = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        JsonNode tree = JsonSerializer.SerializeToNode(new ExperimentConfig(), Options)!;
        ExperimentConfig config;
        try
        {
            JsonNode? file = JsonNode.Parse(File.ReadAllText(path), documentOptions: new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            Merge(tree.AsObject(), file as JsonObject ?? throw new JsonException("the file must hold one JSON object"));
            foreach (string setting in settings ?? [])
            {
                Apply(tree.AsObject(), setting);
            }

            config = tree.Deserialize<ExperimentConfig>(Options)!;
        }
        catch (JsonException e) when (e.Path?.StartsWith("$.", StringComparison.Ordinal) == true && e.Message.Contains("could not be converted", StringComparison.Ordinal))
        {
            throw new InvalidDataException($"{path}: not a valid experiment: {e.Path[2..]} has a value of the wrong kind", e);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            throw new InvalidDataException($"{path}: not a valid experiment: {e.Message}", e);
        }

        config = config.Name.Length == 0 ? config with { Name = Path.GetFileNameWithoutExtension(path) } : config;
        string[] faults = [.. config.Validate()];
        return faults.Length == 0 ? config : throw new InvalidDataException($"{path}: {string.Join("; ", faults)}.");
    }

    /// <summary>Writes a complete experiment, to a temporary name that is then renamed.</summary>
    public static void Write(string path, ExperimentConfig config) => AtomicFile.Write(path, ToJson(config) + "\n");

    /// <summary>The complete experiment as JSON.</summary>
    public static string ToJson(ExperimentConfig config) => JsonSerializer.Serialize(config, Options);

    private static void Merge(JsonObject target, JsonObject source)
    {
        foreach ((string name, JsonNode? value) in source)
        {
            if (value is JsonObject inner && target[name] is JsonObject existing)
            {
                Merge(existing, inner);
            }
            else
            {
                target[name] = value?.DeepClone();
            }
        }
    }

    private static void Apply(JsonObject root, string setting)
    {
        int equals = setting.IndexOf('=', StringComparison.Ordinal);
        if (equals < 1)
        {
            throw new FormatException($"setting '{setting}' is not NAME=VALUE, such as training.learningRate=1e-4");
        }

        string[] path = setting[..equals].Split('.');
        string text = setting[(equals + 1)..];
        JsonObject target = root;
        foreach (string name in path[..^1])
        {
            target = target[name] as JsonObject ?? throw new FormatException($"setting '{setting}': there is no group '{name}'");
        }

        JsonNode? value;
        try
        {
            value = JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            value = text; // Plain text needs no quotation marks.
        }

        target[path[^1]] = value;
    }
}
