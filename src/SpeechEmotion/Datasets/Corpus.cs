using SpeechEmotion.Datasets.Corpora;

namespace SpeechEmotion.Datasets;

/// <summary>Clips of acted or natural speech, each with its emotion. Open one with <see cref="KnownCorpora.Open"/>, several with <see cref="Join"/>.</summary>
public sealed class Corpus
{
    internal Corpus(string name, string format, string source, string folder, IReadOnlyList<string> emotions, IEnumerable<Utterance> utterances, IEnumerable<ExcludedFile> leftOut)
    {
        Name = name;
        Format = format;
        Sources = [source];
        Folder = folder;
        Emotions = emotions;
        Utterances = [.. utterances.Select(Named).OrderBy(u => u.Id, StringComparer.Ordinal)];
        Excluded = [.. leftOut.Select(f => f.Utterance is null ? f : f with { Utterance = Named(f.Utterance) }).OrderBy(f => f.Name, StringComparer.Ordinal)];

        Utterance Named(Utterance utterance) => utterance.Corpus.Length > 0 ? utterance : utterance with { Corpus = name };
    }

    private Corpus(IReadOnlyList<Corpus> parts)
    {
        Name = string.Join('+', parts.Select(part => part.Name));
        Format = "several";
        Sources = [.. parts.SelectMany(part => part.Sources)];
        Folder = string.Join(", ", parts.Select(part => part.Folder));
        Emotions = [.. parts.SelectMany(part => part.Emotions).Distinct()];
        Utterances = [.. parts.SelectMany(part => part.Utterances).OrderBy(u => u.Id, StringComparer.Ordinal)];
        Excluded = [.. parts.SelectMany(part => part.Excluded.Select(file => file with { Name = $"{part.Name}/{file.Name}" }))];
    }

    private Corpus(Corpus whole, IReadOnlyList<string> emotions, IEnumerable<Utterance> utterances, IEnumerable<ExcludedFile> leftOut)
    {
        (Name, Format, Sources, Folder, Emotions) = (whole.Name, whole.Format, whole.Sources, whole.Folder, emotions);
        Utterances = [.. utterances];
        Excluded = [.. leftOut.OrderBy(f => f.Name, StringComparer.Ordinal)];
    }

    /// <summary>
    /// The name of a known corpus, such as crema-d; that of the folder or the table for any other; for several corpora their names, in alphabetical order, with plus signs between them.
    /// </summary>
    public string Name { get; }

    /// <summary>How the clips were found: one of <see cref="KnownCorpora.Names"/>, or "several".</summary>
    public string Format { get; }

    /// <summary>Full paths of the folders and tables that were opened.</summary>
    public IReadOnlyList<string> Sources { get; }

    /// <summary>Full path of the folder that the clips' names start from; of several corpora all of them, for messages.</summary>
    public string Folder { get; }

    /// <summary>The emotions by their canonical names: in the corpus's standard order, or in alphabetical order for folders and manifests.</summary>
    public IReadOnlyList<string> Emotions { get; }

    /// <summary>The clips, in ordinal order of <see cref="Utterance.Id"/>; no two clips of one corpus hold the same bytes.</summary>
    public IReadOnlyList<Utterance> Utterances { get; }

    /// <summary>Audio files in the folder that are not used, each with the reason, in ordinal order of their names.</summary>
    public IReadOnlyList<ExcludedFile> Excluded { get; }

    /// <summary>The names of the corpora that the clips belong to (<see cref="Utterance.Corpus"/>), in ordinal order.</summary>
    public IReadOnlyList<string> CorpusNames => [.. Utterances.Select(clip => clip.Corpus).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>
    /// The emotions that a network learns if its experiment does not say: all emotions of a single corpus; of several corpora, the six of <see cref="EmotionNames.CremaD"/> as far as
    /// they occur, or every emotion if none of the six does.
    /// </summary>
    public IReadOnlyList<string> DefaultLabels
    {
        get
        {
            string[] common = CorpusNames.Count < 2 ? [] : [.. EmotionNames.CremaD.Where(label => Utterances.Any(clip => clip.Emotion == label))];
            return common.Length > 0 ? common : Emotions;
        }
    }

    /// <summary>
    /// Several corpora as one. Clips and speakers are told apart by their corpus, so that equal names do not matter. A clip that holds the same bytes as one of another corpus is left out: that of the
    /// first corpus by name stays if they have the same emotion, none otherwise.
    /// </summary>
    /// <param name="corpora">The corpora, in any order; a single one is returned as it is.</param>
    /// <exception cref="ArgumentException">There is none, or two of them have one name.</exception>
    public static Corpus Join(IReadOnlyList<Corpus> corpora)
    {
        Corpus joined = JoinDistinct(corpora);
        Dictionary<string, ExcludedFile> copies = DuplicateFiles.Between(corpora, [], CancellationToken.None);
        return copies.Count == 0 ? joined : JoinDistinct([.. corpora.Select(corpus => corpus.WithoutCopies(copies))]);
    }

    /// <summary>The same for corpora none of which has copies of another's clips, or where these do not matter.</summary>
    internal static Corpus JoinDistinct(IReadOnlyList<Corpus> corpora)
    {
        ArgumentNullException.ThrowIfNull(corpora);
        if (corpora.Count == 0)
        {
            throw new ArgumentException("There is no corpus; at least one is needed.", nameof(corpora));
        }

        foreach (IGrouping<string, Corpus> shared in corpora.SelectMany(corpus => corpus.CorpusNames.Select(name => (name, corpus))).GroupBy(pair => pair.name, pair => pair.corpus))
        {
            if (shared.Count() > 1)
            {
                throw new ArgumentException(
                    $"{string.Join(" and ", shared.SelectMany(corpus => corpus.Sources))} both hold the corpus '{shared.Key}'; "
                    + "put the clips into one folder, or give folders or tables of different names.");
            }
        }

        return corpora.Count == 1 ? corpora[0] : new Corpus([.. corpora.OrderBy(corpus => corpus.Name, StringComparer.Ordinal)]);
    }

    /// <summary>The same corpus, its clips with the digests of their samples: a run that goes on later notices if one was changed.</summary>
    /// <param name="digests">The digests by the clips' names, as <see cref="CorpusReport.Digests"/> tells them.</param>
    public Corpus With(IReadOnlyDictionary<string, string> digests)
    {
        ArgumentNullException.ThrowIfNull(digests);
        return new Corpus(this, Emotions, Utterances.Select(clip => clip with { Digest = digests.GetValueOrDefault(clip.Name) }), Excluded);
    }

    /// <summary>The same corpus, its clips with what listeners heard, as far as that is known.</summary>
    /// <param name="votes">The votes.</param>
    public Corpus WithVotes(ListenerVotes votes)
    {
        ArgumentNullException.ThrowIfNull(votes);
        votes.RequireOneClipEach(Utterances);
        return new Corpus(this, Emotions, Utterances.Select(clip => clip with { Votes = votes.Of(clip) }), Excluded);
    }

    /// <summary>The same corpus without some of its clips.</summary>
    /// <param name="leftOut">The clips by their names, each with the reason.</param>
    public Corpus Without(IReadOnlyList<ExcludedFile> leftOut)
    {
        ArgumentNullException.ThrowIfNull(leftOut);
        HashSet<string> names = [.. leftOut.Select(clip => clip.Name)];
        return new Corpus(this, Emotions, Utterances.Where(clip => !names.Contains(clip.Name)), Excluded.Concat(leftOut));
    }

    /// <summary>The same corpus without the clips that <see cref="DuplicateFiles.Between"/> found.</summary>
    internal Corpus WithoutCopies(IReadOnlyDictionary<string, ExcludedFile> copies) =>
        new(this, Emotions, Utterances.Where(clip => !copies.ContainsKey(clip.Id)), Excluded.Concat(Utterances.Where(clip => copies.ContainsKey(clip.Id)).Select(clip => copies[clip.Id])));

    /// <summary>The same corpus with the clips of some emotions only.</summary>
    /// <param name="labels">The emotions to keep.</param>
    public Corpus Only(IReadOnlyList<string> labels)
    {
        ArgumentNullException.ThrowIfNull(labels);
        return new Corpus(this, [.. Emotions.Where(labels.Contains)], Utterances.Where(clip => labels.Contains(clip.Emotion)), Excluded);
    }
}
