using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace SpeechEmotion.Tests;

/// <summary>The rules of the house as functions from sources to the list of what breaks them.</summary>
internal static class House
{
    /// <summary>The stages in the order in which a clip passes them. A stage imports only stages before it.</summary>
    public static readonly string[] Stages =
    [
        "Audio", "Signal", "Augmentation", "Features", "Datasets", "Metrics", "Experiments", "Runs", "Models", "Networks", "Training", "Export", "Recognition", "Plots", "Workbench", "Web", "Cli",
    ];

    /// <summary>Recognition reads what export writes and needs none of what wrote it.</summary>
    private static readonly string[] s_foreignToRecognition = ["Networks", "Training", "Export"];

    /// <summary>Names that say nothing of what a folder holds.</summary>
    private static readonly string[] s_emptyNames = ["Core", "Common", "Utils", "Utilities", "Helpers", "Misc", "Shared"];

    /// <summary>Names of stages in a file that may not stand there.</summary>
    public static IEnumerable<string> ForbiddenImports(SourceFile file)
    {
        if (file.Stage is not { } stage)
        {
            return file.Types.Any() ? [$"{file.Name} declares {string.Join(", ", file.Types)} outside of any stage"] : [];
        }

        int place = Array.IndexOf(Stages, stage);
        return place < 0
            ? [$"{file.Name} is in namespace SpeechEmotion.{stage}, which is no stage"]
            : file.NamedStages(Stages)
                .Where(other => Array.IndexOf(Stages, other) > place || (stage == "Recognition" && s_foreignToRecognition.Contains(other)))
                .Select(other => $"{file.Name} is in stage {stage} and names {other}");
    }

    /// <summary>A file that declares anything but the one type that it is named after. One without any type holds a program.</summary>
    public static IEnumerable<string> MisnamedTypes(SourceFile file)
    {
        string[] types = [.. file.Types];
        string expected = Path.GetFileNameWithoutExtension(file.Name);
        return types.Length == 0 ? (expected == "Program" ? [] : [$"{file.Name} declares no type"])
            : types is [var only] && only == expected ? []
            : [$"{file.Name} declares {string.Join(", ", types)}; it must declare {expected} alone"];
    }

    /// <summary>References of a project whose names begin with one of the given words, be they packages or projects.</summary>
    public static IEnumerable<string> References(XElement project, params string[] beginnings) =>
        project.Descendants()
            .Where(element => element.Name.LocalName is "PackageReference" or "ProjectReference")
            .Select(element => $"{element.Attribute("Include")?.Value}".Replace('\\', '/'))
            .Select(name => name.EndsWith(".csproj", StringComparison.Ordinal) ? Path.GetFileNameWithoutExtension(name) : name)
            .Where(name => beginnings.Any(beginning => name.StartsWith(beginning, StringComparison.OrdinalIgnoreCase)));

    /// <summary>Folders that say nothing of what they hold.</summary>
    public static IEnumerable<string> EmptyNames(IEnumerable<string> folders) =>
        folders.Where(folder => folder.Split('/', '.').Any(part => s_emptyNames.Contains(part, StringComparer.OrdinalIgnoreCase)));

    /// <summary>The list of stages that a text shows on one line, from Audio on, with arrows between; null if there is none.</summary>
    public static string[]? OrderIn(string text) =>
        Regex.Match(text, @"\bAudio → Signal(?: → \w+)*") is { Success: true } match ? match.Value.Split(" → ") : null;
}
