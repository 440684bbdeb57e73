namespace SpeechEmotion.Datasets;

/// <summary>How to divide a corpus.</summary>
public sealed record SplitConfig
{
    /// <summary>The protocol.</summary>
    public Protocol Protocol { get; init; } = Protocol.Speaker;

    /// <summary>Share of the clips (random) or speakers (speaker) that test.</summary>
    public double TestShare { get; init; } = 0.3;

    /// <summary>Share of the remaining clips that validate: clips under random, whole speakers under speaker and folds.</summary>
    public double ValidationShare { get; init; } = 0.05;

    /// <summary>Number of folds (folds only).</summary>
    public int Folds { get; init; } = 5;

    /// <summary>Which fold tests, 0 to <see cref="Folds"/> - 1 (folds only).</summary>
    public int Fold { get; init; }
}
