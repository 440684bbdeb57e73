namespace SpeechEmotion.Cli.Bulk;

/// <summary>A result as it is kept in a file: what was recognised in a recording or channel, or why nothing was. What does not apply is null.</summary>
internal sealed record ResultRow
{
    /// <summary>The recording's path.</summary>
    public required string File { get; init; }

    /// <summary>The channel, from 0, if channels are answered one by one.</summary>
    public int? Channel { get; init; }

    /// <summary>Duration in seconds.</summary>
    public double? Seconds { get; init; }

    /// <summary>The emotion, <c>unsure</c> or <c>noSpeech</c>.</summary>
    public string? Answer { get; init; }

    /// <summary>The most probable emotion.</summary>
    public string? Emotion { get; init; }

    /// <summary>Its probability.</summary>
    public double? Probability { get; init; }

    /// <summary>Its lead over the second.</summary>
    public double? Margin { get; init; }

    /// <summary>Whether the emotion cannot be told.</summary>
    public bool? Unsure { get; init; }

    /// <summary>The probability of speech.</summary>
    public double? Speech { get; init; }

    /// <summary>The probability of each emotion, in the order of the labels; empty if there is none.</summary>
    public IReadOnlyList<double> Probabilities { get; init; } = [];

    /// <summary>Why it failed.</summary>
    public string? Error { get; init; }

    /// <summary>The line of JSON that it was read from, which may say more; null if it was read from something else.</summary>
    public string? Line { get; init; }

    /// <summary>Whether a recording begins here: all channels together, or the first.</summary>
    public bool IsFirst => Channel is null or 0;
}
