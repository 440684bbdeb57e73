namespace SpeechEmotion.Datasets;

/// <summary>What a check found in a corpus.</summary>
public sealed record CorpusReport
{
    /// <summary>The corpus's name.</summary>
    public required string Corpus { get; init; }

    /// <summary>Full path of its folder.</summary>
    public required string Folder { get; init; }

    /// <summary>Number of clips, those included that are left out for a fault.</summary>
    public required int Clips { get; init; }

    /// <summary>Number of speakers; 0 if the corpus does not tell.</summary>
    public required int Speakers { get; init; }

    /// <summary>Clips of each emotion, in the corpus's order of emotions.</summary>
    public required IReadOnlyDictionary<string, int> Emotions { get; init; }

    /// <summary>Durations of the clips that could be read.</summary>
    public required DurationSummary Durations { get; init; }

    /// <summary>Clips of each sample rate (in Hz), the lowest rate first.</summary>
    public required IReadOnlyDictionary<int, int> SampleRates { get; init; }

    /// <summary>Everything wrong, in ordinal order of the names; a clip may have several faults.</summary>
    public required IReadOnlyList<CorpusFault> Faults { get; init; }

    /// <summary>The files that training does not use, with the reason; not all of them are faults (a song is none).</summary>
    public required IReadOnlyList<ExcludedFile> Excluded { get; init; }

    /// <summary>Digest of each readable clip's samples (see <see cref="Utterance.Digest"/>), by its name.</summary>
    public required IReadOnlyDictionary<string, string> Digests { get; init; }

    /// <summary>Whether there is no fault of any kind.</summary>
    public bool Passed => Faults.Count == 0;
}
