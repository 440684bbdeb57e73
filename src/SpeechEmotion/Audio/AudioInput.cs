namespace SpeechEmotion.Audio;

/// <summary>A recording to work on.</summary>
/// <param name="Path">The file.</param>
/// <param name="Name">What output calls it: its path below the folder that was named, or the path itself, with forward slashes.</param>
public sealed record AudioInput(string Path, string Name)
{
    /// <summary>Reads the recording.</summary>
    /// <exception cref="InvalidDataException">It cannot be read; the message begins with its path.</exception>
    public static AudioClip Read(string path) => AudioFile.Read(Checked(path));

    /// <summary>Opens the recording, to read it as it goes.</summary>
    /// <exception cref="InvalidDataException">It cannot be read; the message begins with its path.</exception>
    public static AudioReader Open(string path) => AudioReader.Open(Checked(path));

    /// <summary>The recordings in a folder and all folders below it, in ordinal order of their names.</summary>
    /// <exception cref="InvalidDataException">There is none.</exception>
    public static IReadOnlyList<AudioInput> InFolder(string folder)
    {
        AudioInput[] files =
        [
            .. Directory.EnumerateFiles(folder, "*", new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = false })
                .Where(AudioFile.HasAudioExtension)
                .Select(path => new AudioInput(path, System.IO.Path.GetRelativePath(folder, path).Replace('\\', '/')))
                .OrderBy(file => file.Name, StringComparer.Ordinal),
        ];
        return files.Length > 0 ? files : throw new InvalidDataException($"{folder}: has no audio files ({string.Join(' ', AudioFile.Extensions)}), nor has any folder below it");
    }

    private static string Checked(string path) => Directory.Exists(path) ? throw new InvalidDataException($"{path}: is a folder; name a file")
        : File.Exists(path) ? path
        : throw new FileNotFoundException($"{path}: no such file");
}
