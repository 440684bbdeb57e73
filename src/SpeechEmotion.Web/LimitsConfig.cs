namespace SpeechEmotion.Web;

/// <summary>What one client, and all of them together, may ask of a server. The defaults hold for a machine of a few cores and 1 GB.</summary>
public sealed record LimitsConfig
{
    private const int MostCount = 1_000_000;
    private const long MostBytes = 1L << 50;
    private const double ShortestSeconds = 0.001, LongestSeconds = 1e6;

    /// <summary>The longest request body, in bytes, at least 1. A longer one is answered with 413, before it is read if it says how long it is. Default: 100 MB, which is 54 minutes of 16-bit WAV
    /// at 16 kHz or 1.8 hours of MP3 at 128 kbit/s.</summary>
    public long MaximumBodyBytes { get; init; } = 100_000_000;

    /// <summary>Bytes of all request bodies and windows of live streams that are held in memory at the same time, at least 1. The last quarter is kept for small ones. Beyond that, requests are answered with 503. Bodies never touch the disk.</summary>
    public long MaximumBufferedBytes { get; init; } = 160_000_000;

    /// <summary>The longest recording, in seconds, above 0; a longer one is answered with 422, however small its file is.</summary>
    public double MaximumSeconds { get; init; } = 4 * 3600;

    /// <summary>Recordings that are recognised at the same time, at least 1. More than one per processor gain nothing.</summary>
    public int ConcurrentRecognitions { get; init; } = Environment.ProcessorCount;

    /// <summary>Recordings that wait for their turn, 0 or more. Beyond that, requests are answered with 503.</summary>
    public int QueueLength { get; init; } = 64;

    /// <summary>Requests per minute from one address, at least 1; a quarter of them may come at once. Beyond that, requests are answered with 429.</summary>
    public int RequestsPerMinute { get; init; } = 1200;

    /// <summary>Seconds in which a request's body must arrive, above 0. Beyond that, it is answered with 408.</summary>
    public double RequestSeconds { get; init; } = 120;

    /// <summary>Seconds, 0 or more, after which a recognition goes on in the background, and the request is answered with 202 and an address to ask.</summary>
    public double AnswerAtOnceSeconds { get; init; } = 10;

    /// <summary>Seconds that a recognition in the background may take, above 0.</summary>
    public double RecognitionSeconds { get; init; } = 3600;

    /// <summary>Recognitions in the background, running or finished, that are kept at the same time, at least 1. The oldest finished one makes room.</summary>
    public int KeptRecognitions { get; init; } = 64;

    /// <summary>Seconds for which the result of a recognition in the background is kept, above 0.</summary>
    public double KeepSeconds { get; init; } = 900;

    /// <summary>Sessions of voices that are kept at the same time, 0 or more. Beyond that, creating one is answered with 503.</summary>
    public int KeptSessions { get; init; } = 1000;

    /// <summary>Seconds without use after which a session is forgotten, above 0.</summary>
    public double SessionIdleSeconds { get; init; } = 3600;

    /// <summary>Live streams at the same time, 0 or more. Beyond that, they are answered with 503.</summary>
    public int ConcurrentStreams { get; init; } = 16;

    /// <summary>Seconds without a sample after which a live stream is closed, above 0.</summary>
    public double StreamIdleSeconds { get; init; } = 30;

    /// <summary>Open connections, at least 1.</summary>
    public int Connections { get; init; } = 2000;

    /// <summary>Seconds in which the headers of a request must arrive, above 0.</summary>
    public double HeaderSeconds { get; init; } = 10;

    /// <summary>Seconds after which a connection without a request is closed, above 0.</summary>
    public double IdleSeconds { get; init; } = 60;

    /// <summary>Where the connection is cut: a little later than the request is refused, so that its client is still there to be told.</summary>
    internal long CutBytes => MaximumBodyBytes + (1 << 20);

    /// <summary>Lists every fault of the limits, each with its path; empty if there is none.</summary>
    public IEnumerable<string> Validate(string path = "limits")
    {
        (string Name, double Value, double Minimum)[] counts =
        [
            (nameof(ConcurrentRecognitions), ConcurrentRecognitions, 1), (nameof(QueueLength), QueueLength, 0), (nameof(RequestsPerMinute), RequestsPerMinute, 1),
            (nameof(KeptRecognitions), KeptRecognitions, 1), (nameof(KeptSessions), KeptSessions, 0), (nameof(ConcurrentStreams), ConcurrentStreams, 0), (nameof(Connections), Connections, 1),
        ];
        foreach ((string name, double value, double minimum) in counts)
        {
            if (value < minimum || value > MostCount)
            {
                yield return $"{path}.{char.ToLowerInvariant(name[0])}{name[1..]} is {value}; it must be {minimum} to {MostCount}";
            }
        }

        foreach ((string name, long bytes) in new[] { (nameof(MaximumBodyBytes), MaximumBodyBytes), (nameof(MaximumBufferedBytes), MaximumBufferedBytes) })
        {
            if (bytes is < 1 or > MostBytes)
            {
                yield return $"{path}.{char.ToLowerInvariant(name[0])}{name[1..]} is {bytes}; it must be 1 to {MostBytes}";
            }
        }

        (string Name, double Value)[] durations =
        [
            (nameof(MaximumSeconds), MaximumSeconds), (nameof(RequestSeconds), RequestSeconds), (nameof(RecognitionSeconds), RecognitionSeconds), (nameof(KeepSeconds), KeepSeconds), (nameof(SessionIdleSeconds), SessionIdleSeconds),
            (nameof(StreamIdleSeconds), StreamIdleSeconds), (nameof(HeaderSeconds), HeaderSeconds), (nameof(IdleSeconds), IdleSeconds),
        ];
        foreach ((string name, double value) in durations)
        {
            if (value is not (>= ShortestSeconds and <= LongestSeconds))
            {
                yield return $"{path}.{char.ToLowerInvariant(name[0])}{name[1..]} is {value}; it must be {ShortestSeconds} to {LongestSeconds} s";
            }
        }

        if (AnswerAtOnceSeconds is not (>= 0 and <= LongestSeconds))
        {
            yield return $"{path}.answerAtOnceSeconds is {AnswerAtOnceSeconds}; it must be 0 to {LongestSeconds} s";
        }
    }
}
