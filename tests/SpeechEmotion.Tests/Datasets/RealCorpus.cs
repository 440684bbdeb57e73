using Xunit;

namespace SpeechEmotion.Tests.Datasets;

/// <summary>The part of CREMA-D that may lie beside the repository or in the cache; tests that need it are skipped where it is not.</summary>
internal static class RealCorpus
{
    /// <summary>The folder with the WAV files.</summary>
    public static string FolderOrSkip()
    {
        string folder = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache", "speech-emotion", "crema-d");
        if (!File.Exists(Path.Combine(folder, "1001_DFA_ANG_XX.wav")))
        {
            Assert.Skip($"CREMA-D is not in {folder}.");
        }

        return folder;
    }

    /// <summary>The published names of all 7,442 clips.</summary>
    public static string[] PublishedNamesOrSkip()
    {
        string? root = AppContext.BaseDirectory;
        while (root is not null && !File.Exists(Path.Combine(root, "SpeechEmotion.slnx")))
        {
            root = Path.GetDirectoryName(root);
        }

        string[] places =
        [
            Path.Combine(root ?? ".", "..", "shared", "data", "crema-d", "manifest.csv"),
            Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache", "speech-emotion", "crema-d", "manifest.csv"),
        ];
        string? path = places.FirstOrDefault(File.Exists);
        if (path is null)
        {
            Assert.Skip("The list of CREMA-D's clips is neither in ../shared nor in the cache.");
        }

        return [.. File.ReadLines(path).Skip(1).Select(line => line[..line.IndexOf(',', StringComparison.Ordinal)])];
    }
}
