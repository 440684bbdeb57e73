namespace SpeechEmotion.Datasets.Download;

/// <summary>A try that failed on the server's or the network's side, and what the next try should do.</summary>
internal sealed class LfsDownloadFault(string message, Exception? cause = null) : Exception(message, cause)
{
    /// <summary>Another try cannot help.</summary>
    public bool IsFinal { get; init; }

    /// <summary>No file can be downloaded: the others need not be tried.</summary>
    public bool EndsRun { get; init; }

    /// <summary>The server has no such object: a fault of this file alone, not of the connection.</summary>
    public bool IsMissingObject { get; init; }

    /// <summary>What has arrived so far is not to be trusted: start from nothing.</summary>
    public bool StartsAgain { get; init; }

    /// <summary>The address was refused: ask for a new one.</summary>
    public bool NeedsNewLink { get; init; }

    /// <summary>The pause the server asks for; null if it does not.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>A server's words made fit for one line of a terminal: no control characters, at most 200 characters.</summary>
    public static string Clean(string text)
    {
        string line = new([.. text.Where(letter => !char.IsControl(letter)).Take(200)]);
        return line.Trim();
    }
}
