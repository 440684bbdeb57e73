using SpeechEmotion.Datasets;

namespace SpeechEmotion.Experiments;

/// <summary>Which network, and how large.</summary>
public sealed record NetworkConfig
{
    private const int MostMembers = 20;

    /// <summary>EmoNet, DummyNet, RezoNet, ExpoNet, MLP or Ensemble.</summary>
    public string Name { get; init; } = "RezoNet";

    /// <summary>Scale of the channel counts; 1 is the published size. Larger: more to learn with, and cost grows with its square.</summary>
    public double Width { get; init; } = 1;

    /// <summary>Whose statistics standardise the network's input (MLP).</summary>
    public StandardisedBy StandardisedBy { get; init; } = StandardisedBy.Training;

    /// <summary>The corpora whose clips are standardised by their own statistics; found out when a run starts.</summary>
    public IReadOnlyList<string> Corpora { get; init; } = [];

    /// <summary>Share of the values before the last layer that a training step leaves out (EmoNet, MLP).</summary>
    public double Dropout { get; init; } = 0.2;

    /// <summary>
    /// Channels of the convolutions over bands and frames that stand before those over frames (EmoNet) [Thienpondt2021]; 0 for none. With them, what a voice does is the same thing somewhat
    /// higher or lower; without, every band is something of its own.
    /// </summary>
    public int StemChannels { get; init; }

    /// <summary>Residual blocks, of two convolutions over bands and frames each, after those of <see cref="StemChannels"/> (EmoNet).</summary>
    public int StemBlocks { get; init; }

    /// <summary>
    /// Where several networks answer together [Hansen1990], what sets each of them apart: each is trained by itself, with a seed of its own, and the mean of their logits
    /// counts. Empty for a single network. More: fewer errors that only one of them makes, and as many more trainings.
    /// </summary>
    public IReadOnlyList<MemberConfig> Members { get; init; } = [];

    /// <summary>The names that exist.</summary>
    public static IReadOnlyList<string> Names { get; } = ["EmoNet", "DummyNet", "RezoNet", "ExpoNet", "MLP", "Ensemble"];

    /// <summary>The configuration of one of the members, from 0.</summary>
    public NetworkConfig Member(int member) => this with
    {
        Width = Width * Members[member].Width,
        StemChannels = Members[member].StemChannels,
        StemBlocks = Members[member].StemBlocks,
        Dropout = Members[member].Dropout ?? Dropout,
        Members = [],
    };

    /// <summary>The seed of a member, from 0: that of the experiment for the first, and a thousand more for each further one.</summary>
    public static ulong MemberSeed(ulong seed, int member) => unchecked(seed + (1000UL * (ulong)member));

    /// <summary>Lists every fault of the configuration, each with its path; empty if there is none.</summary>
    public IEnumerable<string> Validate(string path = "network")
    {
        if (!Names.Contains(Name))
        {
            yield return $"{path}.name is {PlainName.Quote(Name)}; it must be one of {string.Join(", ", Names)}";
        }

        if (Name != "MLP" && StandardisedBy != StandardisedBy.Training)
        {
            yield return $"{path}.standardisedBy is corpus; only MLP standardises its input";
        }

        if (StandardisedBy == StandardisedBy.Training && Corpora.Count > 0)
        {
            yield return $"{path}.corpora is given; it goes with {path}.standardisedBy corpus, and is found out when a run starts";
        }

        foreach ((string stem, int value) in new[] { ("stemChannels", StemChannels), ("stemBlocks", StemBlocks) })
        {
            if (Members.Count > 0 && value != 0)
            {
                yield return $"{path}.{stem} is {value}; where there are members, each has its own, {path}.members[…].{stem}";
            }
        }

        if (Members.Count is 1 or > MostMembers)
        {
            yield return $"{path}.members has {Members.Count}; it must be empty, or have 2 to {MostMembers} members, such as {{ \"width\": 0.75 }}";
            yield break;
        }

        for (int i = 0; i < Members.Count; i++)
        {
            if (!(Members[i].Width > 0 && Members[i].Width * Width <= 8))
            {
                yield return $"{path}.members[{i}].width is {Members[i].Width}; it must be above 0, and times network.width ({Width}) at most 8";
            }
        }

        foreach ((string name, double dropout) in Members.Select((member, i) => ($"{path}.members[{i}].dropout", member.Dropout ?? Dropout)).Prepend(($"{path}.dropout", Dropout)))
        {
            if (dropout is not (>= 0 and < 1))
            {
                yield return $"{name} is {dropout}; it must be 0 to below 1";
            }
        }

        foreach ((string stem, int channels) in Members.Select((member, i) => ($"{path}.members[{i}].stemChannels", member.StemChannels)).Prepend(($"{path}.stemChannels", StemChannels)))
        {
            if (channels is < 0 or > 256 || (channels > 0 && Name != "EmoNet"))
            {
                yield return $"{stem} is {channels}; it must be 0 (none) to 256, and only EmoNet has such convolutions";
            }
        }

        foreach ((string blocks, int count, int channels) in Members.Select((member, i) => ($"{path}.members[{i}].stemBlocks", member.StemBlocks, member.StemChannels)).Prepend(($"{path}.stemBlocks", StemBlocks, StemChannels)))
        {
            if (count is < 0 or > 16)
            {
                yield return $"{blocks} is {count}; it must be 0 (none) to 16";
            }
            else if (count > 0 && channels == 0 && !(Members.Count > 0 && blocks == $"{path}.stemBlocks"))
            {
                yield return $"{blocks} is {count}, but there are no stemChannels for them, such as 16";
            }
        }

        if (Width is not (> 0 and <= 8))
        {
            yield return $"{path}.width is {Width}; it must be above 0 and at most 8";
        }
    }
}
