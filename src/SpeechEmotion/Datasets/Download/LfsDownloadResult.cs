using SpeechEmotion.Audio;

namespace SpeechEmotion.Datasets.Download;

/// <summary>What a download has come to, after every file had its turn.</summary>
internal sealed record LfsDownloadResult
{
    private const int Listed = 5;

    /// <summary>Files of the manifest: <see cref="Kept"/> + <see cref="Downloaded"/> + the failures.</summary>
    public required int Files { get; init; }

    /// <summary>Files that were there already and were verified.</summary>
    public required int Kept { get; init; }

    /// <summary>Files downloaded and verified in this run.</summary>
    public required int Downloaded { get; init; }

    /// <summary>Bytes received from the network in this run.</summary>
    public required long BytesReceived { get; init; }

    /// <summary>The files that failed, in the order of the manifest; empty if the corpus is complete.</summary>
    public required IReadOnlyList<LfsDownloadFailure> Failures { get; init; }

    /// <summary>Whether every file of the corpus lies verified in the folder.</summary>
    public bool IsComplete => Failures.Count == 0;

    /// <summary>The outcome on one line, with the first failures and what to do about them.</summary>
    public string Summary
    {
        get
        {
            if (IsComplete)
            {
                return $"{(Files == 1 ? "the file is" : $"all {Files} files are")} complete and verified ({Downloaded} downloaded, {Kept} were there)";
            }

            string listed = string.Join("; ", Failures.Take(Listed).Select(failure => $"{failure.Name}: {failure.Reason}"));
            string more = Failures.Count > Listed ? $"; and {Failures.Count - Listed} more" : "";
            return $"{Failures.Count} of {Counted.Of(Files, "file")} failed; run the same command again to continue ({listed}{more})";
        }
    }
}
