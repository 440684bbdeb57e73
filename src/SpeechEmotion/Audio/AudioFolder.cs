using System.Collections;

namespace SpeechEmotion.Audio;

/// <summary>
/// The recordings in a folder and everything below it, but for what is hidden. Links to folders are followed, but no folder is searched twice, so that links in
/// circles end. Nothing is opened.
/// </summary>
public sealed class AudioFolder
{
    /// <summary>Extensions of files with sound that are not taken for recordings: most of them are films.</summary>
    private static readonly HashSet<string> s_otherMedia = new(StringComparer.OrdinalIgnoreCase)
    {
        ".mp4", ".m4b", ".m4v", ".mov", ".mkv", ".mka", ".avi", ".mpg", ".mpeg", ".ts", ".3gp", ".3g2", ".wmv", ".flv", ".ogv", ".mp2", ".ac3", ".eac3", ".dts", ".ape", ".wv", ".w64", ".spx", ".tta", ".ra", ".dsf",
    };

    private AudioFolder(string path) => Path = path;

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>The recordings in ordinal order of their names: the path below the folder, with forward slashes, and the path itself.</summary>
    public IReadOnlyList<(string Name, string Path)> Files { get; private set; } = [];

    /// <summary>What has the name of a recording and is none, in ordinal order of the names: dangling links, named pipes, devices; and what has a name that is not UTF-8, folders included; and what it is.</summary>
    public IReadOnlyList<(string Name, string Reason)> Skipped { get; private set; } = [];

    /// <summary>Number of files with sound that the search leaves out, such as films, for each extension.</summary>
    public IReadOnlyDictionary<string, int> OtherMedia { get; private set; } = new Dictionary<string, int>();

    /// <summary>Searches a folder.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="cancellation">Ends the search.</param>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="UnauthorizedAccessException">A folder below it may not be read.</exception>
    public static AudioFolder Search(string path, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        List<string> files = [];
        List<(string Name, string Reason)> skipped = [];
        SortedDictionary<string, int> otherMedia = new(StringComparer.Ordinal);
        HashSet<string> searched = [];
        Queue<string> folders = new([path]), links = new(); // Links come last, so that a folder is found under its own name.
        while (folders.TryDequeue(out string? folder) || links.TryDequeue(out folder))
        {
            cancellation.ThrowIfCancellationRequested();
            if (!searched.Add(PathStatus.Of(folder).Identity))
            {
                continue;
            }

            foreach (FileSystemInfo entry in new DirectoryInfo(folder).EnumerateFileSystemInfos("*", new EnumerationOptions { IgnoreInaccessible = false, AttributesToSkip = FileAttributes.Hidden | FileAttributes.System }))
            {
                string entryPath = System.IO.Path.Combine(folder, entry.Name), name = System.IO.Path.GetRelativePath(path, entryPath).Replace(System.IO.Path.DirectorySeparatorChar, '/');
                if (PathStatus.HasOddName(entryPath))
                {
                    bool isFolder = entry is DirectoryInfo;
                    if (isFolder || AudioFile.HasAudioExtension(entry.Name) || s_otherMedia.Contains(entry.Extension))
                    {
                        skipped.Add((name, $"a {(isFolder ? "folder" : "file")} whose name is not UTF-8 (rename it)"));
                    }

                    continue;
                }

                bool isAudio = AudioFile.HasAudioExtension(entry.Name), isOther = s_otherMedia.Contains(entry.Extension);
                bool isLink = entry.Attributes.HasFlag(FileAttributes.ReparsePoint);
                if (!isLink && entry is DirectoryInfo)
                {
                    folders.Enqueue(entryPath);
                    continue;
                }

                PathKind kind = isLink || isAudio || isOther ? PathStatus.Of(entryPath).Kind : PathKind.File;
                if (kind == PathKind.Folder)
                {
                    links.Enqueue(entryPath);
                }
                else if (isAudio && kind == PathKind.File)
                {
                    files.Add(name);
                }
                else if (isAudio)
                {
                    skipped.Add((name, PathStatus.Describe(kind)));
                }
                else if (isOther && kind == PathKind.File)
                {
                    string extension = entry.Extension.ToLowerInvariant();
                    otherMedia[extension] = otherMedia.GetValueOrDefault(extension) + 1;
                }
            }
        }

        files.Sort(StringComparer.Ordinal);
        return new AudioFolder(path)
        {
            Files = new FoundFiles(path, files),
            Skipped = [.. skipped.OrderBy(entry => entry.Name, StringComparer.Ordinal)],
            OtherMedia = otherMedia,
        };
    }

    /// <summary>What the search left out, a line for each <see cref="Skipped"/> and one for all <see cref="OtherMedia"/>.</summary>
    public IEnumerable<string> Notices()
    {
        foreach ((string name, string reason) in Skipped)
        {
            yield return $"{System.IO.Path.Combine(Path, name)}: is {reason}; skipped";
        }

        if (OtherMedia.Count > 0)
        {
            int count = OtherMedia.Values.Sum();
            yield return $"{Path}: {Counted.Of(count, "media file")} skipped ({string.Join(", ", OtherMedia.Select(pair => $"{pair.Value} {pair.Key}"))}); name {(count == 1 ? "it" : "them")} to read {(count == 1 ? "its" : "their")} sound";
        }
    }

    /// <summary>Names, from which the paths are made when they are asked for: a million of them must not be kept twice.</summary>
    private sealed class FoundFiles(string folder, List<string> names) : IReadOnlyList<(string Name, string Path)>
    {
        public int Count => names.Count;

        public (string Name, string Path) this[int index] => (names[index], System.IO.Path.Combine(folder, names[index].Replace('/', System.IO.Path.DirectorySeparatorChar)));

        public IEnumerator<(string Name, string Path)> GetEnumerator()
        {
            for (int i = 0; i < Count; i++)
            {
                yield return this[i];
            }
        }

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
