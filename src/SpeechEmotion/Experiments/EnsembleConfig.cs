using SpeechEmotion.Audio;
using SpeechEmotion.Datasets;

namespace SpeechEmotion.Experiments;

/// <summary>Which networks an ensemble combines, and how it sees them.</summary>
public sealed record EnsembleConfig
{
    /// <summary>The members: names of experiment files in the ensemble's own folder, without their ending.</summary>
    public IReadOnlyList<string> Members { get; init; } = [];

    /// <summary>
    /// The members' probabilities on the training part are out of fold: the part is cut into this many folds, and each is heard by members that were trained on the
    /// others, so that the combination never sees its members' training errors. More folds: members closer to the final ones, and as many more trainings.
    /// </summary>
    public int Folds { get; init; } = 3;

    /// <summary>Lists every fault of the configuration, each with its path; empty if there is none.</summary>
    public IEnumerable<string> Validate(string path = "ensemble")
    {
        if (Members.Count is < 2 or > 20 || Members.Distinct(StringComparer.OrdinalIgnoreCase).Count() != Members.Count)
        {
            yield return $"{path}.members names {Counted.Of(Members.Count, "experiment")}; an ensemble needs 2 to 20 different ones";
        }

        foreach (string member in Members)
        {
            if (PlainName.Fault(member) is { } fault)
            {
                yield return $"{path}.members names {fault}";
            }
        }

        if (Folds is < 2 or > 20)
        {
            yield return $"{path}.folds is {Folds}; it must be 2 to 20";
        }
    }
}
