namespace SpeechEmotion.Audio;

/// <summary>A recording to work on.</summary>
/// <param name="Path">The file.</param>
/// <param name="Name">What output calls it: its path below the folder that was named, or the path itself, with forward slashes.</param>
/// <param name="Channel">The channel that is heard, from 0; null if all are heard together.</param>
public sealed record AudioInput(string Path, string Name, int? Channel = null)
{
    /// <summary>The recordings in a folder and all folders below it, in ordinal order of their names; see <see cref="AudioFolder"/>.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="notice">Told what is left out, in lines; null tells nobody.</param>
    /// <param name="cancellation">Ends the search.</param>
    /// <exception cref="InvalidDataException">There is none.</exception>
    public static IReadOnlyList<AudioInput> InFolder(string folder, Action<string>? notice = null, CancellationToken cancellation = default)
    {
        AudioFolder found = AudioFolder.Search(folder, cancellation);
        foreach (string line in found.Notices())
        {
            notice?.Invoke(line);
        }

        return found.Files.Count > 0
            ? [.. found.Files.Select(file => new AudioInput(file.Path, file.Name))]
            : throw new InvalidDataException($"{folder}: has no audio files ({string.Join(' ', AudioFile.Extensions)}), nor has any folder below it");
    }
}
