using System.Text;

namespace SpeechEmotion.Audio;

/// <summary>
/// A file that appears whole or not at all: it is written under a temporary name beside its own and renamed when it is complete. Where writing fails, nothing is left behind and a file
/// that was there before is still there.
/// </summary>
internal sealed class AtomicFile : IDisposable
{
    private readonly string _path, _temporary;

    /// <summary>Begins a file.</summary>
    /// <param name="path">The file; replaced where it exists. Its folder must exist.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public AtomicFile(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        _path = path;
        _temporary = $"{path}.{Path.GetRandomFileName()}.tmp"; // Other processes may write the same file.
        Stream = new FileStream(_temporary, FileMode.CreateNew, FileAccess.Write);
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
        File.Move(_temporary, _path, overwrite: true);
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
            File.Delete(_temporary);
        }
    }
}
