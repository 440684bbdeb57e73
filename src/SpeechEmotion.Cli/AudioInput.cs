using SpeechEmotion.Audio;

namespace SpeechEmotion.Cli;

/// <summary>A recording to work on.</summary>
/// <param name="Path">The file.</param>
/// <param name="Name">What output calls it: its path below the folder that was named, or the path itself, with forward slashes.</param>
internal sealed record AudioInput(string Path, string Name)
{
    /// <summary>Reads a recording; what is odd about it is said on standard error.</summary>
    /// <exception cref="InvalidDataException">It cannot be read; the message begins with its path.</exception>
    public static AudioClip Read(CommandContext context, string path, CancellationToken cancellation) => AudioFile.Read(path, Config(context), cancellation);

    /// <summary>How recordings are read: what is odd about them is said on standard error.</summary>
    public static AudioConfig Config(CommandContext context) => new() { Warn = context.Warn };

    /// <summary>The recordings in a folder and all folders below it, in ordinal order of their names. What is left out is said on standard error.</summary>
    /// <exception cref="InvalidDataException">There is none.</exception>
    public static IReadOnlyList<AudioInput> InFolder(CommandContext context, string folder, CancellationToken cancellation)
    {
        AudioFolder found = AudioFolder.Search(folder, cancellation);
        foreach (string notice in found.Notices())
        {
            context.Warn(notice);
        }

        return found.Files.Count > 0
            ? [.. found.Files.Select(file => new AudioInput(file.Path, file.Name))]
            : throw new InvalidDataException($"{folder}: has no audio files ({string.Join(' ', AudioFile.Extensions)}), nor has any folder below it");
    }
}
