namespace SpeechEmotion.Cli.Train;

/// <summary>The experiments that come with the program, in the folder <c>experiments</c> beside it.</summary>
internal static class Presets
{
    private const string Ending = ".json";

    private static readonly string s_folder = Path.Combine(AppContext.BaseDirectory, "experiments");

    /// <summary>Their names, in ordinal order: <c>emonet</c>, <c>hour/exponet</c>.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        .. Directory.EnumerateFiles(s_folder, "*" + Ending, SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(s_folder, path)[..^Ending.Length].Replace('\\', '/'))
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>Path of a preset's file.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    public static string PathOf(string name) => Path.Combine(s_folder, name + Ending);

    /// <summary>The file of an experiment: the one that is named, the one of that name in the folder <c>experiments</c>, or else the preset.</summary>
    /// <param name="experiment">A path or a name.</param>
    /// <exception cref="InvalidDataException">There is none.</exception>
    public static string Find(string experiment)
    {
        string own = Path.Combine("experiments", experiment + Ending);
        return File.Exists(experiment) ? experiment
            : File.Exists(own) ? own
            : Names.Contains(experiment) ? PathOf(experiment)
            : throw new InvalidDataException($"{experiment}: there is no such file and no experiment of that name; the experiments are {string.Join(", ", Names)}");
    }
}
