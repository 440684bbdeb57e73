using SpeechEmotion.Datasets;
using SpeechEmotion.Datasets.Splits;

namespace SpeechEmotion.Experiments;

/// <summary>A small network that combines the probabilities of several experiments' networks, and learns from out-of-fold ones whom to trust with what.</summary>
public sealed record StackConfig() : NetworkConfig("Stack")
{
    private const int MaximumMembers = 20, MaximumFolds = 20;

    /// <summary>
    /// The experiments, 2 to 20, each with features, augmentation, network and training of its own. In a file, a member is an experiment or the name of an experiment's file in the same folder, without
    /// its ending. Seed, labels and split are those of the experiment whose network this is; a member's own are not kept.
    /// </summary>
    public IReadOnlyList<ExperimentConfig> Members
    {
        get;
        init => field = [.. value.Select(member => member with { Seed = 1, Labels = [], Split = new SplitConfig() })];
    } = [];

    /// <summary>
    /// The members' probabilities on the training part are out of fold: the part is cut into this many folds, 2 to 20, and each is heard by members that were trained on the
    /// others, so that the combination never sees its members' training errors. More folds: members closer to the final ones, and as many more trainings.
    /// </summary>
    public int Folds { get; init; } = 3;

    /// <inheritdoc/>
    public override IEnumerable<string> Validate(string path = "network")
    {
        foreach (string fault in base.Validate(path))
        {
            yield return fault;
        }

        if (Members.Count is < 2 or > MaximumMembers || Members.DistinctBy(member => member.Name, StringComparer.OrdinalIgnoreCase).Count() != Members.Count)
        {
            yield return $"{path}.members has {Members.Count}; a Stack needs 2 to {MaximumMembers} experiments of different names";
        }

        foreach (ExperimentConfig member in Members)
        {
            if (PlainName.Fault(member.Name) is { } name)
            {
                yield return $"{path}.members names {name}";
            }
            else if (member.Network is StackConfig)
            {
                yield return $"{path}.members names '{member.Name}', whose network is a Stack, too";
            }
            else
            {
                foreach (string fault in member.Validate())
                {
                    yield return $"{path}.members, '{member.Name}': {fault}";
                }
            }
        }

        if (Folds is < 2 or > MaximumFolds)
        {
            yield return $"{path}.folds is {Folds}; it must be 2 to {MaximumFolds}";
        }
    }

    internal override IReadOnlyList<ExperimentConfig> MembersOf(ExperimentConfig experiment) =>
        [.. Members.Select(member => member with { Seed = experiment.Seed, Labels = experiment.Labels, Split = experiment.Split })];

    internal override IEnumerable<string> Misfits(ExperimentConfig experiment) => [];

    internal override NetworkConfig OnCorpora(IReadOnlyList<string> corpora) =>
        this with { Members = [.. Members.Select(member => member with { Network = member.Network.OnCorpora(corpora) })] };
}
