using System.Text.Json;
using System.Text.Json.Serialization;
using SpeechEmotion.Audio;
using SpeechEmotion.Datasets;
using SpeechEmotion.Datasets.Tables;
using SpeechEmotion.Features;
using SpeechEmotion.Metrics;

namespace SpeechEmotion.Models;

/// <summary>What a model file says of itself: everything that recognition needs besides the graph, and what its users should know. Export writes it, recognition reads it.</summary>
public sealed record ModelCard
{
    /// <summary>Name of the model, such as the experiment's.</summary>
    public required string Name { get; init; }

    /// <summary>Emotions in the order of the network's outputs.</summary>
    public required IReadOnlyList<string> Labels { get; init; }

    /// <summary>The features the network was trained on; the sample rate is there too.</summary>
    public required FeatureConfig Features { get; init; }

    /// <summary>The network's name.</summary>
    public string Network { get; init; } = "";

    /// <summary>Scale of the network's channel counts; 1 is the published size.</summary>
    public double Width { get; init; } = 1;

    /// <summary>Channels of the network's convolutions over bands and frames; 0 if it has none.</summary>
    public int StemChannels { get; init; }

    /// <summary>Residual blocks of such convolutions.</summary>
    public int StemBlocks { get; init; }

    /// <summary>The networks that an Average or a Stack combines, in words; empty for a single network.</summary>
    public IReadOnlyList<string> Members { get; init; } = [];

    /// <summary>Divisor of the logits that calibrates the probabilities; 1 leaves them as they are.</summary>
    public double Temperature { get; init; } = 1;

    /// <summary>What its answers look like on held-out voices, from which adaptation to a voice starts; null if it was not measured.</summary>
    public ReferenceStatistics? Reference { get; init; }

    /// <summary>The voice or place that the answers are adapted to, within the file itself; null if they are plain.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public VoiceStatistics? Voice { get; init; }

    /// <summary>The corpus it was trained on.</summary>
    public string Corpus { get; init; } = "";

    /// <summary>How it was measured: speaker, random or folds.</summary>
    public string Protocol { get; init; } = "";

    /// <summary>Measured figures by name (accuracy, uar, macroF1, ece), on the test part.</summary>
    public IReadOnlyDictionary<string, double> Figures { get; init; } = new Dictionary<string, double>();

    /// <summary>Licence of the weights.</summary>
    public string Licence { get; init; } = "";

    /// <summary>Whom to credit for the data.</summary>
    public string Attribution { get; init; } = "";

    /// <summary>Version of the program that wrote the model.</summary>
    public string Version { get; init; } = "";

    /// <summary>The card as one line of JSON, names in camel case.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, ModelCardJson.Default.ModelCard);

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="InvalidDataException">The text is no model card, or one with faults; the message names them.</exception>
    public static ModelCard Parse(string json)
    {
        ModelCard card = JsonCheck.Read(json, ModelCardJson.Default.ModelCard, new ModelCard { Name = "", Labels = [], Features = new() }, "The model card cannot be read");
        string[] faults = [.. card.Validate()];
        return faults.Length == 0 ? card : throw TextFile.Fault($"The model card has faults: {string.Join("; ", faults)}.");
    }

    /// <summary>Lists every fault of the card, each with its path; empty if there is none.</summary>
    public IEnumerable<string> Validate(string path = "card")
    {
        if (Labels.Count == 0 || Labels.Any(string.IsNullOrWhiteSpace) || Labels.Distinct().Count() != Labels.Count)
        {
            yield return $"{path}.labels is [{string.Join(", ", Labels)}]; it must name each emotion once";
        }

        if (Labels.Count > 1000 || Labels.Any(label => !PlainName.IsPlainText(label)))
        {
            yield return $"{path}.labels names {Counted.Of(Labels.Count, "emotion")}; there must be at most 1000, each a word of up to {PlainName.Longest} letters, without control characters";
        }

        if (Temperature is not (> 0 and <= float.MaxValue))
        {
            yield return $"{path}.temperature is {Temperature}; it must be above 0";
        }

        foreach (string fault in Reference?.Validate(Labels.Count, $"{path}.reference") ?? [])
        {
            yield return fault;
        }

        foreach (string fault in Voice?.Validate(Labels.Count, $"{path}.voice") ?? [])
        {
            yield return fault;
        }

        foreach (string fault in Features.Validate($"{path}.features"))
        {
            yield return fault;
        }
    }
}
