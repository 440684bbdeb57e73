using SpeechEmotion.Features;

namespace SpeechEmotion.Metrics;

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

    /// <summary>Divisor of the logits that calibrates the probabilities; 1 leaves them as they are.</summary>
    public double Temperature { get; init; } = 1;

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
}
