using SpeechEmotion.Cli.Options;

namespace SpeechEmotion.Cli.Bulk;

/// <summary>How recordings without number are answered into a file.</summary>
internal sealed record BulkConfig
{
    /// <summary>The file.</summary>
    public required string Output { get; init; }

    /// <summary>Its format: lines of JSON, CSV or Parquet.</summary>
    public required AnswerFormat Format { get; init; }

    /// <summary>Whether each channel is answered.</summary>
    public required bool IsSplit { get; init; }

    /// <summary>Recordings that are worked on at once, 1 or more.</summary>
    public required int Jobs { get; init; }

    /// <summary>Whether to go on where an earlier run ended.</summary>
    public bool Resume { get; init; }

    /// <summary>Whether only what failed is answered anew.</summary>
    public bool RetryFailed { get; init; }

    /// <summary>Which part of the recordings; null: all of them.</summary>
    public Shard? Shard { get; init; }
}
