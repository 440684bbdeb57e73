using SpeechEmotion.Features;

namespace SpeechEmotion.Experiments;

/// <summary>
/// Several networks that answer together [Hansen1990]: each is trained by itself on the same features, with a seed of its own, and the mean of their logits counts. They err on different clips, the
/// more so the less alike they are.
/// </summary>
public sealed record AverageConfig() : NetworkConfig("Average")
{
    private const int MaximumMembers = 20;

    /// <summary>
    /// The networks, 2 to 20; their widths are multiplied by <see cref="NetworkConfig.Width"/>. More: fewer errors that only one of them makes, and as many more trainings.
    /// </summary>
    public IReadOnlyList<NetworkConfig> Members { get; init; } = [];

    /// <summary>How the spectrograms of each member are altered, in their order; empty: of all as the experiment's <c>spectrogram</c> says. Networks that heard different rooms err on different recordings.</summary>
    public IReadOnlyList<SpectrogramAugmentationConfig> Spectrograms { get; init; } = [];

    /// <summary>One of the members as it is trained, from 0: its width is its own times that of the average.</summary>
    public NetworkConfig Member(int member) => Members[member] with { Width = Width * Members[member].Width };

    /// <summary>The seed of a member, from 0: that of the experiment for the first, and a thousand more for each further one.</summary>
    public static ulong MemberSeed(ulong seed, int member) => unchecked(seed + (1000UL * (ulong)member));

    /// <inheritdoc/>
    public override IEnumerable<string> Validate(string path = "network")
    {
        foreach (string fault in base.Validate(path))
        {
            yield return fault;
        }

        if (Members.Count is < 2 or > MaximumMembers)
        {
            yield return $"{path}.members has {Members.Count}; an Average needs 2 to {MaximumMembers} networks, such as {{ \"name\": \"EmoNet\", \"width\": 0.75 }}";
            yield break;
        }

        if (Spectrograms.Count > 0 && Spectrograms.Count != Members.Count)
        {
            yield return $"{path}.spectrograms has {Spectrograms.Count}; it must have one for each of the {Members.Count} members, or none";
        }

        foreach (string fault in Spectrograms.SelectMany((spectrogram, i) => spectrogram.Validate($"{path}.spectrograms[{i}]")))
        {
            yield return fault;
        }

        for (int i = 0; i < Members.Count; i++)
        {
            string member = $"{path}.members[{i}]";
            if (Members[i] is AverageConfig or StackConfig)
            {
                yield return $"{member}.name is {Members[i].Name}; a member must be a single network, such as EmoNet";
                continue;
            }

            foreach (string fault in Members[i].Validate(member))
            {
                yield return fault;
            }

            if (Width * Members[i].Width > MaximumWidth)
            {
                yield return $"{member}.width is {Members[i].Width}; times {path}.width ({Width}) it must be at most {MaximumWidth}";
            }
        }
    }

    internal override IReadOnlyList<ExperimentConfig> MembersOf(ExperimentConfig experiment) => [.. Members.Select((_, i) => experiment with
    {
        Name = $"{experiment.Name} {i + 1} of {Members.Count}",
        Seed = MemberSeed(experiment.Seed, i),
        Network = Member(i),
        Spectrogram = Spectrograms.Count > 0 ? Spectrograms[i] : experiment.Spectrogram,
    })];

    internal override IEnumerable<string> Misfits(ExperimentConfig experiment) => Members.SelectMany(member => member.Misfits(experiment)).Distinct()
        .Concat(Spectrograms.Count > 0 && experiment.Spectrogram is null ? ["network.spectrograms goes with spectrogram, which is missing"] : []);

    internal override NetworkConfig OnCorpora(IReadOnlyList<string> corpora) => this with { Members = [.. Members.Select(member => member.OnCorpora(corpora))] };
}
