using System.Text;

namespace SpeechEmotion.Datasets.Tables;

/// <summary>Reads files of text that fit into memory.</summary>
internal static class TextFile
{
    /// <summary>The longest file of settings or figures (JSON), in bytes.</summary>
    public const int LongestDocument = 16 << 20;

    /// <summary>The longest table (CSV), in bytes: some millions of rows.</summary>
    public const int LongestTable = 1 << 29;

    /// <summary>Reads a whole file, UTF-8 or what its byte order mark says.</summary>
    /// <param name="path">The file.</param>
    /// <param name="longest">Bytes that it may have.</param>
    /// <exception cref="InvalidDataException">The file is longer.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static string Read(string path, int longest)
    {
        using FileStream file = File.OpenRead(path);
        using MemoryStream bytes = new();
        byte[] block = new byte[1 << 16];
        for (int got = file.Read(block); got > 0; got = file.Read(block)) // A device has no length, but an end that it may never come to.
        {
            if (bytes.Length + got > longest)
            {
                throw new InvalidDataException($"{path}: is longer than {longest >> 20} MB; name a file of the right kind");
            }

            bytes.Write(block, 0, got);
        }

        bytes.Position = 0;
        using StreamReader reader = new(bytes, Encoding.UTF8);
        return reader.ReadToEnd();
    }

    /// <summary>What is wrong with a file, as one line: text from the file that is quoted in it cannot break the line or command a terminal.</summary>
    /// <param name="message">The message.</param>
    /// <param name="inner">What it follows from.</param>
    public static InvalidDataException Fault(string message, Exception? inner = null) => new(PlainName.Visible(message), inner);
}
