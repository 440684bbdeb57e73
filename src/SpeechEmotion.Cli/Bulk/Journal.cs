using System.Text;
using SpeechEmotion.Audio;
using SpeechEmotion.Recognition.Formats;

namespace SpeechEmotion.Cli.Bulk;

/// <summary>
/// The answers so far, a line of JSON each, in the order of the recordings. Whatever ends the process, whole lines stay: the next one cuts off a torn last line and goes on after it. It stands beside the
/// answers' own file until that can be written.
/// </summary>
internal sealed class Journal : IDisposable
{
    private const int HeldOnLinux = 11, HeldOnMacOS = 35, HeldOnWindows = unchecked((int)0x80070020); // EAGAIN of either, and a sharing violation
    private static readonly TimeSpan s_flushEvery = TimeSpan.FromSeconds(1);

    private readonly FileStream _file;
    private readonly StreamWriter _writer;
    private readonly PredictionJsonLines _lines;
    private readonly TimeProvider _time;
    private long _flushed;
    private bool _isClosed;

    private Journal(FileStream file, long recordings, long failed, TimeProvider time)
    {
        (_file, Recordings, Failed, _time) = (file, recordings, failed, time);
        _writer = new StreamWriter(file, new UTF8Encoding(false), 1 << 16);
        _lines = new PredictionJsonLines(_writer);
        _flushed = time.GetTimestamp();
    }

    /// <summary>Number of recordings that are answered.</summary>
    public long Recordings { get; private set; }

    /// <summary>Number of results that are errors.</summary>
    public long Failed { get; private set; }

    /// <summary>Where the journal of a file of answers is.</summary>
    public static string PathOf(string answers) => answers + ".part";

    /// <summary>Begins a journal.</summary>
    /// <exception cref="IOException">There is one.</exception>
    public static Journal Create(string path, TimeProvider time)
    {
        try
        {
            return new Journal(new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None), 0, 0, time);
        }
        catch (IOException) when (File.Exists(path))
        {
            throw new IOException($"{path}: another run has just begun it; wait for it, or name another file");
        }
    }

    /// <summary>Refuses a journal that another process is writing.</summary>
    /// <exception cref="IOException">One is.</exception>
    public static void RequireFree(string path) => Open(path).Dispose();

    /// <summary>Opens a journal to go on with it.</summary>
    /// <param name="path">The journal.</param>
    /// <param name="recordings">All recordings that it is to have, in their order.</param>
    /// <param name="isSplit">Whether recordings are answered by channels; the channels of the last may not all be there, and it is answered anew.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="InvalidDataException">It answers other recordings.</exception>
    /// <exception cref="IOException">Another process is writing it.</exception>
    public static Journal Continue(string path, IEnumerable<AudioInput> recordings, bool isSplit, TimeProvider time)
    {
        FileStream file = Open(path);
        try
        {
            (long end, long count, long failed) = Scan(file, path, recordings, isSplit);
            file.SetLength(end);
            file.Position = end;
            return new Journal(file, count, failed, time);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Adds the results of a recording.</summary>
    public void Add(IReadOnlyList<PredictedFile> recording)
    {
        foreach (PredictedFile file in recording)
        {
            _lines.Write(file);
            Failed += file.Error is null ? 0 : 1;
        }

        Count();
    }

    /// <summary>Adds the results of a recording as they are.</summary>
    public void Add(IReadOnlyList<ResultRow> recording, IReadOnlyList<string> labels)
    {
        foreach (ResultRow row in recording)
        {
            _writer.Write(JsonLine.Write(row, labels) + "\n");
        }

        Count();
    }

    /// <summary>Waits until the disk has all lines.</summary>
    public void Flush()
    {
        _writer.Flush();
        _file.Flush(flushToDisk: true);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_isClosed)
        {
            _isClosed = true;
            _lines.Dispose();
            _writer.Dispose();
        }
    }

    private void Count()
    {
        Recordings++;
        if (_time.GetElapsedTime(_flushed) > s_flushEvery)
        {
            _writer.Flush();
            _flushed = _time.GetTimestamp();
        }
    }

    private static FileStream Open(string path)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None, 1 << 16);
        }
        catch (IOException e) when (e.HResult is HeldOnLinux or HeldOnMacOS or HeldOnWindows)
        {
            throw new IOException($"{path}: another run is writing it; wait for it, or name another file", e);
        }
    }

    /// <summary>Where the last whole recording ends, and how many there are.</summary>
    private static (long End, long Recordings, long Failed) Scan(FileStream file, string path, IEnumerable<AudioInput> recordings, bool isSplit)
    {
        using IEnumerator<AudioInput> expected = recordings.GetEnumerator();
        long end = 0, begin = 0, count = 0, failed = 0, failedBefore = 0, number = 0;
        foreach (ReadOnlyMemory<byte> line in WholeLines(file))
        {
            number++;
            (string File, int? Channel, bool Failed) key = Key(path, number, line.Span);
            if (key.Channel is null or 0)
            {
                if (!expected.MoveNext())
                {
                    throw new InvalidDataException($"{path}: line {number} answers {key.File}, which is not in the list any more; delete the file to begin anew");
                }

                (begin, failedBefore) = (end, failed);
                count++;
            }

            if (key.File != expected.Current.Path)
            {
                throw new InvalidDataException($"{path}: line {number} answers {key.File}, where the list has {expected.Current.Path}; delete the file to begin anew");
            }

            failed += key.Failed ? 1 : 0;
            end += line.Length + 1;
        }

        return isSplit && count > 0 ? (begin, count - 1, failedBefore) : (end, count, failed);
    }

    private static (string File, int? Channel, bool Failed) Key(string path, long number, ReadOnlySpan<byte> line)
    {
        try
        {
            return JsonLine.ReadKey(line);
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException($"{path}: line {number} {e.Message}; delete the file to begin anew", e);
        }
    }

    /// <summary>The lines that end with a line break, without it.</summary>
    private static IEnumerable<ReadOnlyMemory<byte>> WholeLines(FileStream file)
    {
        byte[] block = new byte[1 << 16];
        int start = 0, filled = 0;
        for (int got = file.Read(block); got > 0; got = file.Read(block, filled, block.Length - filled))
        {
            filled += got;
            for (int length = block.AsSpan(start, filled - start).IndexOf((byte)'\n'); length >= 0; length = block.AsSpan(start, filled - start).IndexOf((byte)'\n'))
            {
                yield return block.AsMemory(start, length);
                start += length + 1;
            }

            block.AsSpan(start, filled - start).CopyTo(block);
            (start, filled) = (0, filled - start);
            if (filled == block.Length)
            {
                Array.Resize(ref block, 2 * block.Length);
            }
        }
    }
}
