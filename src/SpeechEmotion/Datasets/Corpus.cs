namespace SpeechEmotion.Datasets;

/// <summary>Clips of acted or natural speech, each with its emotion. Open one with <see cref="Corpora.Open"/>.</summary>
public sealed class Corpus
{
    internal Corpus(string name, string folder, IReadOnlyList<string> emotions, IEnumerable<Utterance> utterances, IEnumerable<LeftOut> leftOut)
    {
        Name = name;
        Folder = folder;
        Emotions = emotions;
        Utterances = [.. utterances.OrderBy(u => u.Name, StringComparer.Ordinal)];
        LeftOut = [.. leftOut.OrderBy(f => f.Name, StringComparer.Ordinal)];
    }

    /// <summary>crema-d, ravdess, emodb, tess, savee, folders or manifest.</summary>
    public string Name { get; }

    /// <summary>Full path of the folder that the clips' names start from.</summary>
    public string Folder { get; }

    /// <summary>The emotions by their canonical names: in the corpus's standard order, or in alphabetical order for folders and manifests.</summary>
    public IReadOnlyList<string> Emotions { get; }

    /// <summary>The clips, in ordinal order of their names; no two of them hold the same bytes.</summary>
    public IReadOnlyList<Utterance> Utterances { get; }

    /// <summary>Audio files in the folder that are not used, each with the reason, in ordinal order of their names.</summary>
    public IReadOnlyList<LeftOut> LeftOut { get; }

    /// <summary>The same corpus, its clips with the digests of their samples: a run that goes on later notices if one was changed.</summary>
    /// <param name="digests">The digests by the clips' names, as <see cref="CorpusReport.Digests"/> tells them.</param>
    public Corpus With(IReadOnlyDictionary<string, string> digests)
    {
        ArgumentNullException.ThrowIfNull(digests);
        return new Corpus(Name, Folder, Emotions, Utterances.Select(clip => clip with { Digest = digests.GetValueOrDefault(clip.Name) }), LeftOut);
    }

    /// <summary>The same corpus without some of its clips.</summary>
    /// <param name="leftOut">The clips by their names, each with the reason.</param>
    public Corpus Without(IReadOnlyList<LeftOut> leftOut)
    {
        ArgumentNullException.ThrowIfNull(leftOut);
        HashSet<string> names = [.. leftOut.Select(clip => clip.Name)];
        return new Corpus(Name, Folder, Emotions, Utterances.Where(clip => !names.Contains(clip.Name)), LeftOut.Concat(leftOut));
    }
}
