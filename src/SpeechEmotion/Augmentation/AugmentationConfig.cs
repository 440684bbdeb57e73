using SpeechEmotion.Audio;

namespace SpeechEmotion.Augmentation;

/// <summary>Which altered copies of each clip training adds, and from which ranges their amounts are drawn. The defaults are the published ones.</summary>
public sealed record AugmentationConfig
{
    /// <summary>Altered copies added to each clip, 0 (none) to 5. More copies: less overfitting, longer training.</summary>
    public int Copies { get; init; } = 5;

    /// <summary>
    /// Whether a clip's copies are the same in every epoch and in every run of one seed, as in the published experiments; they are then made once and kept in the feature cache.
    /// Otherwise they are drawn anew in each epoch.
    /// </summary>
    public bool Fixed { get; init; }

    /// <summary>
    /// Names of the transforms (see <see cref="Augmentations.Names"/>). With as many copies as names, copy k has the k-th transform;
    /// with another number of copies, each copy has one of them drawn at random.
    /// </summary>
    public IReadOnlyList<string> Transforms { get; init; } = Augmentations.Names;

    /// <summary>Noise: standard deviation, for signals in -1..1.</summary>
    public double NoiseStandardDeviation { get; init; } = 0.005;

    /// <summary>Shift: furthest rotation in either direction, in samples.</summary>
    public int MaxShift { get; init; } = 5000;

    /// <summary>Pitch: lowest change, in semitones.</summary>
    public int MinSemitones { get; init; } = -3;

    /// <summary>Pitch: highest change, in semitones.</summary>
    public int MaxSemitones { get; init; } = 2;

    /// <summary>Stretch: slowest rate; below 1 lengthens.</summary>
    public double MinRate { get; init; } = 0.9;

    /// <summary>Stretch: fastest rate; above 1 shortens.</summary>
    public double MaxRate { get; init; } = 1.1;

    /// <summary>Volume: least gain.</summary>
    public double MinGain { get; init; } = 0.5;

    /// <summary>Volume: greatest gain.</summary>
    public double MaxGain { get; init; } = 1.5;

    /// <summary>Lists every fault of the configuration, each with its path below <paramref name="path"/>; empty if there is none.</summary>
    public IEnumerable<string> Validate(string path = "augmentation")
    {
        if (Copies is < 0 or > 5)
        {
            yield return $"{path}.copies is {Copies}; it must be 0 to 5";
        }

        if (Transforms is null || (Transforms.Count == 0 && Copies > 0))
        {
            yield return $"{path}.transforms is empty; choose from {string.Join(", ", Augmentations.Names)}, or set copies to 0";
        }

        for (int i = 0; i < Transforms?.Count; i++)
        {
            if (!Augmentations.Names.Contains(Transforms[i]))
            {
                yield return $"{path}.transforms[{i}] is '{Transforms[i]}'; it must be one of {string.Join(", ", Augmentations.Names)}";
            }
        }

        if (!(NoiseStandardDeviation >= 0 && double.IsFinite(NoiseStandardDeviation)))
        {
            yield return $"{path}.noiseStandardDeviation is {NoiseStandardDeviation}; it must be a number, 0 or more";
        }

        if (MaxShift is < 0 or > AudioFile.MaximumSamples)
        {
            yield return $"{path}.maxShift is {MaxShift}; it must be 0 to {AudioFile.MaximumSamples} samples";
        }

        foreach (string fault in Range(
            path, "Semitones", MinSemitones, MaxSemitones, -PitchShift.WidestSemitones, PitchShift.WidestSemitones)
            .Concat(Range(path, "Rate", MinRate, MaxRate, PhaseVocoder.SlowestRate, PhaseVocoder.FastestRate))
            .Concat(Range(path, "Gain", MinGain, MaxGain, 0, double.MaxValue)))
        {
            yield return fault;
        }
    }

    private static IEnumerable<string> Range(string path, string key, double from, double to, double least, double greatest)
    {
        string rule = greatest == double.MaxValue ? $"a number, {least} or more" : $"{least} to {greatest}";
        if (!(from >= least && from <= greatest))
        {
            yield return $"{path}.min{key} is {from}; it must be {rule}";
        }

        if (!(to >= least && to <= greatest))
        {
            yield return $"{path}.max{key} is {to}; it must be {rule}";
        }

        if (from > to)
        {
            yield return $"{path}.min{key} is {from}; it must not exceed max{key} ({to})";
        }
    }
}
