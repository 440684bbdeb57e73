using SpeechEmotion.Audio;

namespace SpeechEmotion.Cli;

/// <summary>Where a command writes.</summary>
internal static class OutputFile
{
    /// <summary>Refuses to write a result over what it is made of.</summary>
    /// <exception cref="IOException">Both paths lead to the same file.</exception>
    public static void RefuseInput(string input, string output)
    {
        PathStatus from = PathStatus.Of(input);
        if (from.Kind == PathKind.File && from == PathStatus.Of(output))
        {
            throw new IOException($"{output}: is the recording itself; name another file");
        }
    }

    /// <summary>Makes the folder of a file that is going to be written.</summary>
    /// <exception cref="IOException">The path is a folder, or its folder cannot be made.</exception>
    public static void Prepare(string path)
    {
        if (Directory.Exists(path) || Path.EndsInDirectorySeparator(path))
        {
            throw new IOException($"{path}: is a folder; name a file");
        }

        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder)
        {
            Directory.CreateDirectory(folder);
        }
    }
}
