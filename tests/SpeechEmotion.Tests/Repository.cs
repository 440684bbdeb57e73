namespace SpeechEmotion.Tests;

/// <summary>The repository that the tests were built from.</summary>
internal static class Repository
{
    /// <summary>Full path of its folder: the nearest one above the tests that holds the solution.</summary>
    public static string Root { get; } = FindRoot(AppContext.BaseDirectory);

    /// <summary>Full path of a file or folder, given by its path below the root.</summary>
    public static string PathOf(string name) => Path.Combine(Root, name);

    /// <summary>The files below a folder of the root whose names end in <paramref name="ending"/>, in ordinal order, without what builds leave behind.</summary>
    public static string[] Files(string folder, string ending) =>
        [.. Directory.EnumerateFiles(PathOf(folder), "*" + ending, SearchOption.AllDirectories)
            .Where(path => !path.Contains("/obj/", StringComparison.Ordinal) && !path.Contains("/bin/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)];

    /// <summary>A path as messages show it: below the root, with forward slashes.</summary>
    public static string NameOf(string path) => Path.GetRelativePath(Root, path).Replace('\\', '/');

    private static string FindRoot(string? folder)
    {
        for (; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "SpeechEmotion.slnx")))
            {
                return folder;
            }
        }

        throw new InvalidOperationException($"No folder above {AppContext.BaseDirectory} holds SpeechEmotion.slnx.");
    }
}
