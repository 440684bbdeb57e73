namespace SpeechEmotion.Datasets;

/// <summary>A clip of a corpus together with what is known of it.</summary>
public sealed record Utterance
{
    /// <summary>The clip's path below the corpus's folder, with forward slashes; unique in the corpus.</summary>
    public required string Name { get; init; }

    /// <summary>The corpus it belongs to, such as "crema-d"; without slashes. Empty if the clip stands alone.</summary>
    public string Corpus { get; init; } = "";

    /// <summary>Full path of the audio file.</summary>
    public required string Path { get; init; }

    /// <summary>Where the clip begins in the file, in seconds; null: at the file's beginning.</summary>
    public double? Start { get; init; }

    /// <summary>Where it ends in the file, in seconds; null: at the file's end.</summary>
    public double? End { get; init; }

    /// <summary>What tells its sound from that of every other clip: the full path of the file, and which part of it.</summary>
    internal string Source => Start is null && End is null ? System.IO.Path.GetFullPath(Path) : FormattableString.Invariant($"{System.IO.Path.GetFullPath(Path)}#{Start ?? 0:R}-{End:R}");

    /// <summary>The intended emotion, by its canonical name (see <see cref="EmotionNames"/>).</summary>
    public required string Emotion { get; init; }

    /// <summary>Who speaks; null where the corpus does not tell.</summary>
    public string? Speaker { get; init; }

    /// <summary>The corpus's code of the sentence; null where it does not tell.</summary>
    public string? Sentence { get; init; }

    /// <summary>What tells the clip from every other one, of other corpora too: <c>crema-d/1001_DFA_ANG_XX.wav</c>.</summary>
    public string Id => WithCorpus(Name)!;

    /// <summary>What tells the speaker from every other one, of other corpora too: <c>crema-d/1001</c>; null if the corpus does not tell.</summary>
    public string? SpeakerId => WithCorpus(Speaker);

    /// <summary>What tells the sentence from every other one, of other corpora too: <c>crema-d/DFA</c>; null if the corpus does not tell.</summary>
    public string? SentenceId => WithCorpus(Sentence);

    /// <summary>The intended strength of the emotion in the corpus's words; null where it does not tell.</summary>
    public string? Intensity { get; init; }

    /// <summary>The first 64 bits of the SHA-256 of the clip's samples, in hexadecimal digits; null if they have not been read yet (see <see cref="Corpus.With"/>).</summary>
    public string? Digest { get; init; }

    /// <summary>The speaker's sex, "female" or "male"; null where the corpus does not tell.</summary>
    public string? Sex { get; init; }

    /// <summary>The speaker's age in years; null if the corpus does not tell.</summary>
    public int? Age { get; init; }

    /// <summary>How many listeners chose each emotion, by its canonical name; null if that is not known (see <see cref="Corpus.WithVotes"/>).</summary>
    public IReadOnlyDictionary<string, int>? Votes { get; init; }

    private string? WithCorpus(string? name) => name is null || Corpus.Length == 0 ? name : $"{Corpus}/{name}";
}
