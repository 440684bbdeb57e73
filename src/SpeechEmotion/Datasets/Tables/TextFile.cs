using System.Text;
using System.Text.Unicode;

namespace SpeechEmotion.Datasets.Tables;

/// <summary>Reads files of text that fit into memory.</summary>
internal static class TextFile
{
    private const char Replaced = '\uFFFD';

    /// <summary>The longest file of settings or figures (JSON), in bytes.</summary>
    public const int LongestDocument = 16 << 20;

    /// <summary>The longest table (CSV), in bytes: some millions of rows.</summary>
    public const int LongestTable = 1 << 29;

    private static readonly UTF8Encoding s_strict = new(encoderShouldEmitUTF8Identifier: true, throwOnInvalidBytes: true);

    /// <summary>Reads a whole file, UTF-8 or what its byte order mark says.</summary>
    /// <param name="path">The file.</param>
    /// <param name="longest">Bytes that it may have.</param>
    /// <exception cref="InvalidDataException">The file is longer, or no text: names would be read wrongly, and two of them as one.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static string Read(string path, int longest)
    {
        using FileStream file = OpenFile(path);
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
        using StreamReader reader = Open(bytes);
        try
        {
            string text = reader.ReadToEnd();
            return IsLenient(reader) && text.Contains(Replaced, StringComparison.Ordinal) ? throw NoText(path, FirstOddLine(bytes)) : text;
        }
        catch (DecoderFallbackException)
        {
            throw NoText(path, FirstOddLine(bytes));
        }
    }

    /// <summary>The lines of a file of any length, UTF-8 or what its byte order mark says.</summary>
    /// <exception cref="InvalidDataException">It is no text.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static IEnumerable<string> Lines(string path)
    {
        using FileStream file = OpenFile(path);
        using StreamReader reader = Open(file);
        while (Next() is { } line)
        {
            yield return line;
        }

        string? Next()
        {
            try
            {
                string? line = reader.ReadLine();
                return line is not null && IsLenient(reader) && line.Contains(Replaced, StringComparison.Ordinal) ? throw NoText(path, FirstOddLine(file)) : line;
            }
            catch (DecoderFallbackException)
            {
                throw NoText(path, FirstOddLine(file));
            }
        }
    }

    private static FileStream OpenFile(string path) =>
        Directory.Exists(path) ? throw new IOException($"{path}: is a folder; name a file")
        : !File.Exists(path) ? throw new FileNotFoundException($"{path}: no such file", path)
        : File.OpenRead(path);

    private static StreamReader Open(Stream stream) => new(stream, s_strict, detectEncodingFromByteOrderMarks: true);

    /// <summary>Whether a byte order mark chose the decoder of UTF-8 that replaces what it cannot read.</summary>
    private static bool IsLenient(StreamReader reader) => reader.CurrentEncoding is UTF8Encoding && !ReferenceEquals(reader.CurrentEncoding, s_strict);

    private static InvalidDataException NoText(string path, long? line) => Fault($"{path}: {(line is null ? "is" : $"line {line} is")} not UTF-8 text; save the file as UTF-8");

    /// <summary>The first line that is not UTF-8; null if that cannot be told.</summary>
    private static long? FirstOddLine(Stream stream)
    {
        if (!stream.CanSeek)
        {
            return null;
        }

        stream.Position = 0;
        byte[] block = new byte[1 << 16];
        int kept = 0;
        long line = 1;
        for (int got = stream.Read(block); got > 0; got = stream.Read(block, kept, block.Length - kept))
        {
            Span<byte> filled = block.AsSpan(0, kept + got);
            for (int end = filled.IndexOf((byte)'\n'); end >= 0; end = filled.IndexOf((byte)'\n'), line++)
            {
                if (!Utf8.IsValid(filled[..end]))
                {
                    return line;
                }

                filled = filled[(end + 1)..];
            }

            if (filled.Length == block.Length)
            {
                return line; // No path or row is that long.
            }

            kept = filled.Length;
            filled.CopyTo(block);
        }

        return line;
    }

    /// <summary>What is wrong with a file, as one line: text from the file that is quoted in it cannot break the line, fill the screen or command a terminal.</summary>
    /// <param name="message">The message.</param>
    /// <param name="inner">What it follows from.</param>
    public static InvalidDataException Fault(string message, Exception? inner = null) => new(PlainName.Cut(PlainName.Visible(PlainName.Cut(message))), inner);
}
