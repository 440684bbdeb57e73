using System.Diagnostics.CodeAnalysis;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using SpeechEmotion.Audio;
using SpeechEmotion.Datasets;
using SpeechEmotion.Datasets.Tables;

namespace SpeechEmotion.Experiments;

/// <summary>Reads and writes experiments as JSON. A file says only what differs from the defaults; what is written is complete.</summary>
[RequiresUnreferencedCode(Reflection)]
[RequiresDynamicCode(Reflection)]
public static class ExperimentFile
{
    private const string Reflection = "Experiments are read and written by reflection over their settings.";

    private const string NetworkName = "network.name=";

    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        AllowOutOfOrderMetadataProperties = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };

    /// <summary>Reads an experiment and applies settings on top.</summary>
    /// <param name="path">The JSON file; its name, without the ending, names the experiment unless the file does.</param>
    /// <param name="settings">Settings such as <c>training.learningRate=1e-4</c>: a path of names, an equals sign, and JSON or plain text.</param>
    /// <exception cref="InvalidDataException">The file or a setting is faulty; the message lists all faults.</exception>
    public static ExperimentConfig Read(string path, IEnumerable<string>? settings = null) => Read(path, settings, toTrain: true);

    /// <summary>Reads the experiment of a run that is measured or exported. No folder is named after it any more, so its name may be one that would not be trained, such as <c>NAME 1/2</c>.</summary>
    /// <param name="path">The run's experiment.json.</param>
    /// <exception cref="InvalidDataException">The file is faulty; the message lists all faults.</exception>
    public static ExperimentConfig ReadTrained(string path) => Read(path, settings: null, toTrain: false);

    /// <summary>Whether two experiments listen to the same features.</summary>
    internal static bool SameFeatures(ExperimentConfig one, ExperimentConfig other) => ToJson(one) == ToJson(one with { Features = other.Features });

    private static ExperimentConfig Read(string path, IEnumerable<string>? settings, bool toTrain)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        JsonObject tree = WithDefaults(Parse(path));
        foreach (string setting in (settings ?? []).OrderByDescending(setting => setting.StartsWith(NetworkName, StringComparison.Ordinal)))
        {
            Apply(tree, setting);
            if (setting.StartsWith(NetworkName, StringComparison.Ordinal))
            {
                LeaveOutOtherNetwork(tree); // What the file says of its own network does not go with the one that is named instead; the settings that follow must.
            }
        }

        CompleteNetwork(tree, path);
        string source = settings?.Any() == true ? $"{path} with {string.Join(' ', settings)}" : path; // The file may not say what is wrong.
        ExperimentConfig config = JsonCheck.Read<ExperimentConfig>(tree, Options, source);
        config = config.Name.Length == 0 ? config with { Name = Path.GetFileNameWithoutExtension(path) } : config;
        string[] faults = [.. (toTrain || !PlainName.IsPlainText(config.Name) ? config : config with { Name = "" }).Validate()];
        return faults.Length == 0 ? config : throw TextFile.Fault($"{source}: {string.Join("; ", faults)}.");
    }

    /// <summary>Writes a complete experiment, to a temporary name that is then renamed.</summary>
    public static void Write(string path, ExperimentConfig config) => AtomicFile.Write(path, ToJson(config) + "\n");

    /// <summary>The complete experiment as JSON.</summary>
    public static string ToJson(ExperimentConfig config) => JsonSerializer.Serialize(config, Options);

    /// <summary>What differs between an experiment and another one, in words; empty if nothing does. Settings that the other file does not name have their defaults, as when it is read.</summary>
    /// <param name="other">The other experiment's file.</param>
    /// <param name="config">The experiment.</param>
    /// <exception cref="InvalidDataException">The file does not hold a JSON object.</exception>
    public static IReadOnlyList<string> Differences(string other, ExperimentConfig config) => [.. DifferencesByPath(other, config).Select(difference => difference.Text)];

    /// <summary>The same with the path of each setting, such as <c>training.epochs</c>.</summary>
    internal static IReadOnlyList<(string Path, string Text)> DifferencesByPath(string other, ExperimentConfig config) => Differences(Parse(other), other, config);

    /// <summary>The same for the text of an experiment, such as the one that weights were trained by.</summary>
    /// <param name="text">The experiment's text.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="config">The experiment.</param>
    /// <exception cref="InvalidDataException">The text is no JSON object.</exception>
    internal static IReadOnlyList<string> DifferencesOf(string text, string name, ExperimentConfig config) =>
        [.. Differences(Object(JsonCheck.Parse(text, name), name), name, config).Select(difference => difference.Text)];

    private static List<(string Path, string Text)> Differences(JsonObject other, string name, ExperimentConfig config)
    {
        List<(string Path, string Text)> differences = [];
        Compare(Complete(other, name), JsonSerializer.SerializeToNode(config, Options), "", differences);
        return differences;
    }

    private static void Compare(JsonNode? there, JsonNode? here, string path, List<(string Path, string Text)> differences)
    {
        if (there is JsonObject theirs && here is JsonObject ours)
        {
            foreach (string name in ours.Select(pair => pair.Key).Union(theirs.Select(pair => pair.Key)))
            {
                Compare(theirs[name], ours[name], path.Length == 0 ? name : $"{path}.{name}", differences);
            }
        }
        else if (!JsonNode.DeepEquals(there, here))
        {
            differences.Add((path, $"{path} is {Short(there)} there and {Short(here)} here"));
        }
    }

    private static string Short(JsonNode? value) => (value?.ToJsonString(Options).ReplaceLineEndings(" ") ?? "not given") is { Length: <= 60 } text ? text : "something else";

    private static JsonObject Parse(string path) => Object(JsonCheck.Parse(TextFile.Read(path, TextFile.LongestDocument), path), path);

    private static JsonObject Object(JsonNode? document, string name) => document as JsonObject ?? throw TextFile.Fault($"{name}: not a valid experiment; the file must hold one JSON object");

    /// <summary>An experiment's settings on top of the defaults.</summary>
    /// <param name="experiment">What the file says, or the part of it that is the experiment of a member.</param>
    /// <param name="path">The file.</param>
    private static JsonObject Complete(JsonObject experiment, string path)
    {
        JsonObject tree = WithDefaults(experiment);
        CompleteNetwork(tree, path);
        return tree;
    }

    /// <summary>The experiment of a stack's member. One whose network is a stack, too, such as the experiment itself, is refused before its own members are read.</summary>
    private static JsonObject CompleteMember(JsonObject experiment, string? name, string file, string path)
    {
        JsonObject tree = WithDefaults(experiment);
        if (tree["network"] is JsonObject network && NetworkNamed(network["name"]) is StackConfig)
        {
            throw TextFile.Fault($"{path}: network.members names {PlainName.Quote(name ?? "")}, whose network is a Stack, too");
        }

        CompleteNetwork(tree, file);
        return tree;
    }

    /// <summary>An experiment's settings on top of the defaults, but for its network: which defaults that has depends on which one it is.</summary>
    private static JsonObject WithDefaults(JsonObject experiment)
    {
        FormerExperiment.Upgrade(experiment, SettingsOf);
        JsonObject tree = JsonSerializer.SerializeToNode(new ExperimentConfig(), Options)!.AsObject();
        tree["network"] = new JsonObject();
        Merge(tree, experiment);
        return tree;
    }

    private static void CompleteNetwork(JsonObject experiment, string path)
    {
        if (experiment["network"] is JsonObject network)
        {
            network.TryAdd("name", new ExperimentConfig().Network.Name);
            CompleteNetwork(network, NetworkNamed(network["name"]), path);
        }
    }

    private static void CompleteNetwork(JsonObject network, NetworkConfig? defaults, string path)
    {
        if (defaults is null)
        {
            return; // A fault, which is told later.
        }

        foreach ((string name, JsonNode? value) in JsonSerializer.SerializeToNode(defaults, Options)!.AsObject())
        {
            network.TryAdd(name, value?.DeepClone());
        }

        for (int i = 0; network["members"] is JsonArray members && i < members.Count; i++)
        {
            if (members[i] is JsonObject member)
            {
                if (defaults is StackConfig)
                {
                    members[i] = CompleteMember(member, member["name"]?.ToString(), path, path);
                }
                else
                {
                    CompleteNetwork(member, NetworkNamed(member["name"]), path);
                }
            }
            else if (defaults is StackConfig && members[i] is JsonValue value && value.TryGetValue(out string? name))
            {
                string file = PlainName.Fault(name) is { } fault ? throw TextFile.Fault($"{path}: network.members names {fault}") : MemberFile(path, name);
                JsonObject read = CompleteMember(Parse(file), name, file, path);
                read["name"] = name; // By this the member's run is found again; the file may give it a name of its own.
                members[i] = read;
            }
        }
    }

    /// <summary>The file of a member that is given by its name: beside the experiment or, in runs whose experiment.json has names, where the member was trained.</summary>
    private static string MemberFile(string path, string name)
    {
        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        string beside = Path.Combine(folder, name + ".json");
        string[] trained = [Path.Combine(folder, "members", name, "experiment.json"), Path.Combine(folder, "fold-0", "members", name, "experiment.json")];
        return trained.Prepend(beside).FirstOrDefault(File.Exists, beside);
    }

    private static void LeaveOutOtherNetwork(JsonObject experiment)
    {
        if (experiment["network"] is JsonObject network && NetworkNamed(network["name"]) is { } named)
        {
            IReadOnlySet<string> settings = SettingsOf(named.Name)!;
            foreach (string other in network.Select(pair => pair.Key).Where(key => key != "name" && !settings.Contains(key)).ToArray())
            {
                network.Remove(other);
            }
        }
    }

    private static NetworkConfig? NetworkNamed(JsonNode? name) =>
        name is JsonValue value && value.TryGetValue(out string? text) ? NetworkConfig.All.FirstOrDefault(network => network.Name == text) : null;

    private static IReadOnlySet<string>? SettingsOf(string? network) =>
        NetworkNamed(network) is { } defaults ? JsonSerializer.SerializeToNode(defaults, Options)!.AsObject().Select(pair => pair.Key).Where(name => name != "name").ToHashSet() : null;

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
            throw TextFile.Fault($"setting {PlainName.Quote(setting)} is not NAME=VALUE, such as training.learningRate=1e-4");
        }

        string[] path = setting[..equals].Split('.');
        JsonObject target = root;
        foreach (string name in path[..^1])
        {
            target = (target[name] ??= new JsonObject()) as JsonObject ?? throw TextFile.Fault($"setting {PlainName.Quote(setting)}: {PlainName.Quote(name)} is a value and has no settings of its own");
        }

        target[path[^1]] = Value(setting[(equals + 1)..], setting);
    }

    private static JsonNode? Value(string text, string setting)
    {
        try
        {
            JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return text; // Plain text needs no quotation marks.
        }

        return JsonCheck.Parse(text, $"setting {PlainName.Quote(setting)}");
    }
}
