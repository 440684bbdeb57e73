namespace SpeechEmotion.Datasets.Splits;

/// <summary>How to divide a corpus.</summary>
public sealed record SplitConfig
{
    /// <summary>The protocol.</summary>
    public Protocol Protocol { get; init; } = Protocol.Speaker;

    /// <summary>Share that tests, above 0 and below 1: of the clips under random, of the speakers under speaker; the others ignore it.</summary>
    public double TestShare { get; init; } = 0.3;

    /// <summary>
    /// Share that validates of what does not test, 0 to below 1: of the clips under random, of the speakers (of each corpus) otherwise.
    /// Null is the protocol's own: 0.05 of the clips, 0.1 of the speakers. 0 gives all of it to the training part.
    /// </summary>
    public double? ValidationShare { get; init; }

    /// <summary>Number of folds (folds only), 2 to 1000.</summary>
    public int Folds { get; init; } = 5;

    /// <summary>Which fold tests, 0 to <see cref="Folds"/> - 1, or which corpus, in ordinal order of their names (folds and corpora only); null for each in turn.</summary>
    public int? Fold { get; init; }

    /// <summary>How many parts test in turn; 0 if one part is all there is.</summary>
    /// <param name="clips">The clips.</param>
    public int PartsInTurn(IEnumerable<Utterance> clips) => (Protocol, Fold) switch
    {
        (Protocol.Folds, null) => Folds,
        (Protocol.Corpora, null) => Splitter.Corpora(clips).Length,
        _ => 0,
    };

    /// <summary>Lists every fault of the configuration, each with its path below <paramref name="path"/>; empty if there is none.</summary>
    public IEnumerable<string> Validate(string path = "split")
    {
        if (!Enum.IsDefined(Protocol))
        {
            yield return $"{path}.protocol is {Protocol}; it must be speaker, random, folds, corpora or all";
        }

        if (TestShare is not (> 0 and < 1))
        {
            yield return $"{path}.testShare is {TestShare}; it must be above 0 and below 1";
        }

        if (ValidationShare is not (null or (>= 0 and < 1)))
        {
            yield return $"{path}.validationShare is {ValidationShare}; it must be 0 to below 1, or null for the protocol's own";
        }

        if (Folds is < 2 or > 1000)
        {
            yield return $"{path}.folds is {Folds}; it must be 2 to 1000";
        }

        if (Fold < 0 || (Protocol != Protocol.Corpora && Fold >= Math.Max(Folds, 1)))
        {
            yield return $"{path}.fold is {Fold}; it must be 0 to folds - 1 ({Folds - 1})";
        }
    }
}
