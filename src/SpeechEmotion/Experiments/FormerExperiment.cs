using System.Text.Json.Nodes;

namespace SpeechEmotion.Experiments;

/// <summary>
/// Reads experiments as they were written before there was a record per network: every network had every setting, <c>network.members</c> said only what differed between networks of one kind, and a
/// section <c>ensemble</c> named the experiments that the network Ensemble combined.
/// </summary>
internal static class FormerExperiment
{
    /// <summary>Changes an experiment of the former form into one of today's; leaves any other as it is.</summary>
    /// <param name="experiment">The experiment.</param>
    /// <param name="settings">The settings of a network by its name; null if there is no such network.</param>
    public static void Upgrade(JsonObject experiment, Func<string?, IReadOnlySet<string>?> settings)
    {
        if (experiment["network"] is not JsonObject network)
        {
            return;
        }

        string? name = network["name"] is null ? new ExperimentConfig().Network.Name : Text(network["name"]);
        if (name == "Ensemble")
        {
            experiment["network"] = Stack(network, experiment["ensemble"] as JsonObject);
            experiment.Remove("ensemble");
        }
        else if (network["members"] is JsonArray members && settings(name) is { } own && !own.Contains("members"))
        {
            experiment["network"] = members.Count == 0 ? Single(network, own) : Average(name!, network, members, own);
        }
    }

    private static JsonObject Stack(JsonObject network, JsonObject? ensemble)
    {
        JsonObject stack = new() { ["name"] = "Stack" };
        foreach ((string key, JsonNode? value) in (ensemble ?? []).Concat(network["width"] is { } width ? [new("width", width)] : []))
        {
            stack[key] = value?.DeepClone();
        }

        return stack;
    }

    private static JsonObject Single(JsonObject network, IReadOnlySet<string> settings) =>
        new(network.Where(pair => settings.Contains(pair.Key) || !HadNoEffect(pair.Key, pair.Value)).Select(pair => KeyValuePair.Create(pair.Key, pair.Value?.DeepClone())));

    /// <summary>Whether a setting could be there although the network does not have it.</summary>
    private static bool HadNoEffect(string name, JsonNode? value) => name switch
    {
        "dropout" => true,
        "stemChannels" or "stemBlocks" => value?.ToString() == "0",
        "standardisedBy" => value?.ToString() == "training",
        "corpora" or "members" => value is JsonArray { Count: 0 },
        _ => false,
    };

    private static JsonObject Average(string name, JsonObject network, JsonArray members, IReadOnlySet<string> settings)
    {
        JsonArray networks = [];
        foreach (JsonNode? member in members)
        {
            if (member is not JsonObject different)
            {
                networks.Add((JsonNode?)member?.DeepClone());
                continue;
            }

            JsonObject single = new() { ["name"] = name };
            foreach ((string key, JsonNode? value) in network.Where(pair => pair.Key is not ("name" or "width" or "members")))
            {
                single[key] = value?.DeepClone();
            }

            foreach ((string key, JsonNode? value) in different.Where(pair => pair.Value is not null || pair.Key != "dropout"))
            {
                single[key] = value?.DeepClone();
            }

            networks.Add((JsonNode)Single(single, settings));
        }

        JsonObject average = new() { ["name"] = "Average", ["members"] = networks };
        if (network["width"] is { } width)
        {
            average["width"] = width.DeepClone();
        }

        return average;
    }

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue(out string? text) ? text : null;
}
