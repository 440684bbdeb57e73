using System.Text.Json.Serialization;

namespace SpeechEmotion.Experiments;

/// <summary>Which network, and how large. There is one record per network; in a file, <c>name</c> says which.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "name")]
[JsonDerivedType(typeof(EmoNetConfig), "EmoNet")]
[JsonDerivedType(typeof(DummyNetConfig), "DummyNet")]
[JsonDerivedType(typeof(RezoNetConfig), "RezoNet")]
[JsonDerivedType(typeof(ExpoNetConfig), "ExpoNet")]
[JsonDerivedType(typeof(MlpConfig), "MLP")]
[JsonDerivedType(typeof(AverageConfig), "Average")]
[JsonDerivedType(typeof(StackConfig), "Stack")]
public abstract record NetworkConfig
{
    /// <summary>The largest <see cref="Width"/>.</summary>
    internal const double MaximumWidth = 8;

    private protected NetworkConfig(string name) => Name = name;

    /// <summary>Every network that exists, with its defaults.</summary>
    public static IReadOnlyList<NetworkConfig> All { get; } =
        [new EmoNetConfig(), new DummyNetConfig(), new RezoNetConfig(), new ExpoNetConfig(), new MlpConfig(), new AverageConfig(), new StackConfig()];

    /// <summary>The network's name: EmoNet, DummyNet, RezoNet, ExpoNet, MLP, Average or Stack.</summary>
    [JsonIgnore]
    public string Name { get; }

    /// <summary>Scale of the channel counts, above 0 and at most 8; 1 is the published size. Larger: more to learn with, and cost grows with its square.</summary>
    public double Width { get; init; } = 1;

    /// <summary>A network by its name, with its defaults.</summary>
    /// <param name="name">One of the names of <see cref="All"/>.</param>
    /// <exception cref="ArgumentException">There is no such network.</exception>
    public static NetworkConfig Named(string name) =>
        All.FirstOrDefault(network => network.Name == name)
            ?? throw new ArgumentException($"There is no network '{name}'; the networks are {string.Join(", ", All.Select(network => network.Name))}.", nameof(name));

    /// <summary>Lists every fault of the configuration, each with its path; empty if there is none.</summary>
    public virtual IEnumerable<string> Validate(string path = "network")
    {
        if (Width is not (> 0 and <= MaximumWidth))
        {
            yield return $"{path}.width is {Width}; it must be above 0 and at most {MaximumWidth}";
        }
    }

    /// <summary>The network in words.</summary>
    public virtual string Describe() => FormattableString.Invariant($"{Name} of width {Width}");

    /// <summary>The experiments of the networks that this one combines; empty for a network that hears clips itself.</summary>
    /// <param name="experiment">The experiment whose network this is.</param>
    internal virtual IReadOnlyList<ExperimentConfig> MembersOf(ExperimentConfig experiment) => [];

    /// <summary>Lists the settings of an experiment that this network cannot be trained with, each with its path.</summary>
    /// <param name="experiment">The experiment whose network this is.</param>
    internal virtual IEnumerable<string> Misfits(ExperimentConfig experiment)
    {
        if (experiment.Features.Encoder is not null)
        {
            yield return $"features.kinds is [\"encoder\"]; it goes with the network MLP, not {Name}";
        }

        if (!experiment.Features.HasOneShape)
        {
            yield return $"features.clipLength is 0; {Name} needs clips of one length, such as 80080 samples";
        }
    }

    /// <summary>The same network for a run on these corpora.</summary>
    internal virtual NetworkConfig OnCorpora(IReadOnlyList<string> corpora) => this;

    /// <summary>The fault of a fraction of values that are dropped; empty if there is none.</summary>
    private protected static IEnumerable<string> DropoutFaults(double dropout, string path) =>
        dropout is >= 0 and < 1 ? [] : [$"{path}.dropout is {dropout}; it must be 0 to below 1"];
}
