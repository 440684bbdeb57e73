namespace SpeechEmotion.Augmentation;

/// <summary>The five augmentations by name, with their published ranges.</summary>
public static class Augmentations
{
    /// <summary>One of each, in the order of the published experiments: noise, shift, pitch, stretch, volume.</summary>
    public static IReadOnlyList<IAugmentation> All { get; } =
        [new NoiseInjection(), new TimeShift(), new PitchShift(), new TimeStretch(), new VolumeScaling()];

    /// <summary>Names of <see cref="All"/>, in its order.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. All.Select(augmentation => augmentation.Name)];

    /// <summary>The augmentation of a name.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <exception cref="ArgumentException">There is none of that name.</exception>
    public static IAugmentation ByName(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return All.FirstOrDefault(augmentation => augmentation.Name == name)
            ?? throw new ArgumentException($"There is no augmentation '{name}'; choose from {string.Join(", ", Names)}.", nameof(name));
    }
}
