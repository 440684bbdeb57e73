using SpeechEmotion.Audio;

namespace SpeechEmotion.Cli;

/// <summary>Where a command writes. The file's folder is made; it goes again if the command fails before it has written the file.</summary>
internal sealed class OutputFile : IDisposable
{
    private readonly string _path;
    private readonly List<string> _made = []; // the innermost last

    private OutputFile(string path) => _path = path;

    /// <summary>Refuses to write a result over what it is made of.</summary>
    /// <exception cref="IOException">Both paths lead to the same file, or would if it were there.</exception>
    public static void RefuseInput(string input, string output, string what = "recording")
    {
        PathStatus from = PathStatus.Of(input);
        if (from.Kind == PathKind.File ? from == PathStatus.Of(output) : from.Kind == PathKind.Missing && Path.GetFullPath(input) == Path.GetFullPath(output))
        {
            throw new IOException($"{output}: is the {what} itself; name another file");
        }
    }

    /// <summary>Makes the folder of a file that is going to be written.</summary>
    /// <returns>To be disposed when the file has been written, or could not be.</returns>
    /// <exception cref="IOException">The path is a folder, or its folder cannot be made.</exception>
    public static OutputFile Prepare(string path)
    {
        if (Directory.Exists(path) || Path.EndsInDirectorySeparator(path))
        {
            throw new IOException($"{path}: is a folder; name a file");
        }

        OutputFile file = new(path);
        string? folder = Path.GetDirectoryName(Path.GetFullPath(path));
        if (folder is not null)
        {
            OutputFolder.RefuseFile(folder);
        }

        for (string? above = folder; above is not null && !Directory.Exists(above); above = Path.GetDirectoryName(above))
        {
            file._made.Insert(0, above);
        }

        if (folder is not null)
        {
            Directory.CreateDirectory(folder);
        }

        return file;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (File.Exists(_path))
        {
            return;
        }

        foreach (string folder in Enumerable.Reverse(_made).TakeWhile(folder => Directory.Exists(folder) && !Directory.EnumerateFileSystemEntries(folder).Any()))
        {
            Directory.Delete(folder);
        }
    }
}
