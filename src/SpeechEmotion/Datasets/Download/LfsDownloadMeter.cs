namespace SpeechEmotion.Datasets.Download;

/// <summary>Counts what has been done, by all downloads together, and reports it: after every file, and else ten times a second.</summary>
internal sealed class LfsDownloadMeter(TimeProvider time, IReadOnlyList<LfsDownloadFile> files, IProgress<LfsDownloadProgress>? progress)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(0.1);
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private readonly Queue<(long Stamp, long Received)> _samples = [];
    private readonly long _bytesTotal = files.Sum(file => file.Bytes);
    private long? _reported;
    private int _filesDone;
    private long _bytesDone;

    /// <summary>Bytes received from the network so far.</summary>
    public long Received { get; private set; }

    /// <summary>Bytes arrived from the network; <see cref="AddDone"/> says whether they are of use.</summary>
    public void AddReceived(int bytes)
    {
        lock (_lock)
        {
            Received += bytes;
            Report(always: false);
        }
    }

    /// <summary>Bytes that lie on disk, or, where negative, are lost or left by a try that failed.</summary>
    public void AddDone(long bytes)
    {
        lock (_lock)
        {
            _bytesDone += bytes;
        }
    }

    /// <summary>A file, whose bytes have been counted, is verified.</summary>
    public void AddFile()
    {
        lock (_lock)
        {
            _filesDone++;
            Report(always: true);
        }
    }

    private void Report(bool always)
    {
        long now = time.GetTimestamp();
        bool due = _reported is not long last || time.GetElapsedTime(last, now) >= Pause;
        if (due)
        {
            _reported = now;
            _samples.Enqueue((now, Received));
            while (time.GetElapsedTime(_samples.Peek().Stamp, now) > Window && _samples.Count > 2)
            {
                _samples.Dequeue();
            }
        }

        if (due || always)
        {
            progress?.Report(new LfsDownloadProgress
            {
                FilesDone = _filesDone,
                FilesTotal = files.Count,
                BytesDone = _bytesDone,
                BytesTotal = _bytesTotal,
                BytesReceived = Received,
                BytesPerSecond = Rate(now),
            });
        }
    }

    private double Rate(long now)
    {
        (long stamp, long received) = _samples.Peek();
        double seconds = time.GetElapsedTime(stamp, now).TotalSeconds;
        return seconds >= 1 ? (Received - received) / seconds : 0;
    }
}
