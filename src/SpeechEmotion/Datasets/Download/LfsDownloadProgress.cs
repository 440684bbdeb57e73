namespace SpeechEmotion.Datasets.Download;

/// <summary>How far a download is.</summary>
internal sealed record LfsDownloadProgress
{
    /// <summary>Files that lie verified in the folder.</summary>
    public required int FilesDone { get; init; }

    /// <summary>Files of the manifest.</summary>
    public required int FilesTotal { get; init; }

    /// <summary>Bytes of the verified files and of what has arrived of the others; smaller than before where a broken file starts again.</summary>
    public required long BytesDone { get; init; }

    /// <summary>Bytes of the manifest.</summary>
    public required long BytesTotal { get; init; }

    /// <summary>Bytes received from the network in this run, those of failed tries included.</summary>
    public required long BytesReceived { get; init; }

    /// <summary>Bytes a second received over the last ten seconds; 0 until there is a second to measure.</summary>
    public required double BytesPerSecond { get; init; }

    /// <summary>Time left at that rate; null while the rate is 0.</summary>
    public TimeSpan? TimeLeft => BytesPerSecond > 0 ? TimeSpan.FromSeconds((BytesTotal - BytesDone) / BytesPerSecond) : null;
}
