using System.Text;

namespace SpeechEmotion.Audio;

/// <summary>
/// A file that appears whole or not at all: it is written under a temporary name beside its own and renamed when it is complete. Where writing fails, nothing is left behind and a file
/// that was there before is still there. A link stays one, and its target is replaced; a device or a named pipe is written to, never replaced. What a writer left behind that was killed is
/// removed by the next one.
/// </summary>
internal sealed class AtomicFile : IDisposable
{
    private const string Ending = ".tmp";
    private static readonly TimeSpan s_leftoverAge = TimeSpan.FromMinutes(1);
    private readonly string _path, _temporary;

    /// <summary>Begins a file.</summary>
    /// <param name="path">The file; replaced where it exists. Its folder must exist.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public AtomicFile(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        if (PathStatus.Of(path).Kind is PathKind.Device or PathKind.Pipe or PathKind.Socket)
        {
            _path = _temporary = path;
            Stream = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
            return;
        }

        _path = PathStatus.Followed(path);
        RemoveLeftovers();
        _temporary = $"{_path}.{Path.GetRandomFileName()}{Ending}"; // Other processes may write the same file.
        try
        {
            Stream = new FileStream(_temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None); // Locked, which tells it from a leftover.
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException && e.Message.Contains(_temporary, StringComparison.Ordinal))
        {
            string message = e.Message.Replace(_temporary, _path, StringComparison.Ordinal); // Nobody asked for a file of the temporary name.
            throw e switch
            {
                UnauthorizedAccessException => new UnauthorizedAccessException(message, e),
                DirectoryNotFoundException => new DirectoryNotFoundException(message, e),
                _ => new IOException(message, e),
            };
        }
    }

    /// <summary>Receives the content.</summary>
    public FileStream Stream { get; }

    /// <summary>Writes a file of text, in UTF-8.</summary>
    public static void Write(string path, string text) => Write(path, Encoding.UTF8.GetBytes(text));

    /// <summary>Writes a file of bytes.</summary>
    public static void Write(string path, ReadOnlySpan<byte> bytes)
    {
        using AtomicFile file = new(path);
        file.Stream.Write(bytes);
        file.Complete();
    }

    /// <summary>Gives the file its name; everything has been written.</summary>
    /// <param name="toDisk">Whether to wait until the disk has it, so that not even a loss of power leaves a file of that name which is not whole.</param>
    public void Complete(bool toDisk = false)
    {
        Stream.Flush(toDisk);
        Stream.Dispose();
        if (_temporary != _path)
        {
            File.Move(_temporary, _path, overwrite: true);
        }
    }

    /// <summary>Removes what was not completed.</summary>
    public void Dispose()
    {
        try
        {
            Stream.Dispose(); // fails where what is still in its buffer cannot be written, as on a full disk
        }
        finally
        {
            if (_temporary != _path)
            {
                File.Delete(_temporary);
            }
        }
    }

    /// <summary>Deletes the temporary files of this name that nobody holds open any more. Young ones stay: a writer holds its file neither just before it locks it nor while it renames it.</summary>
    private void RemoveLeftovers()
    {
        string full = Path.GetFullPath(_path), name = Path.GetFileName(full);
        if (Path.GetDirectoryName(full) is not { } folder || !Directory.Exists(folder))
        {
            return;
        }

        // name, random letters 8, point, 3 more, ending
        DateTime old = DateTime.UtcNow - s_leftoverAge;
        foreach (string leftover in Directory.EnumerateFiles(folder, "*" + Ending).Where(file => IsTemporary(Path.GetFileName(file), name) && File.GetLastWriteTimeUtc(file) < old).ToArray())
        {
            try
            {
                using FileStream held = new(leftover, FileMode.Open, FileAccess.ReadWrite, FileShare.Delete);
                File.Delete(leftover);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Somebody is writing it, or it is not ours to delete.
            }
        }
    }

    private static bool IsTemporary(string file, string name) =>
        file.Length == name.Length + 1 + 12 + Ending.Length && file.StartsWith(name, StringComparison.Ordinal) && file[name.Length] == '.' && file[name.Length + 9] == '.';
}
