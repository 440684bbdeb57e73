using SpeechEmotion.Datasets.Corpora;

namespace SpeechEmotion.Datasets;

/// <summary>Under which licence a corpus is published, and whom to credit; what is trained on it carries both along.</summary>
public static class CorpusLicence
{
    // No corpus of emotions, but the speech gate learns from it.
    private const string Sounds = "esc-10", SoundsLicence = "CC BY 3.0",
        SoundsAttribution = "Trained on ESC-10: Piczak, ACM Multimedia 2015; recordings of the Freesound project by the authors that its README lists.";

    /// <summary>The licence and the credit for a corpus; empty if they are not known.</summary>
    /// <param name="corpus">The corpus's name, as in <see cref="KnownCorpora.Names"/>.</param>
    public static (string Licence, string Attribution) Of(string corpus) =>
        corpus == Sounds ? (SoundsLicence, SoundsAttribution)
        : KnownCorpora.Find(corpus) is { } format ? (format.Licence, format.Attribution)
        : ("", "");

    /// <summary>Whether the licence of a corpus lets anybody use weights that learned from it, for any purpose; null if the licence is not known here.</summary>
    /// <param name="corpus">The corpus's name, as in <see cref="KnownCorpora.Names"/>.</param>
    public static bool? AllowsAnyUse(string corpus) => corpus == Sounds ? true : KnownCorpora.Find(corpus)?.AllowsAnyUse;

    /// <summary>The licence and the credit for a model that learned from several corpora: each licence once, and every credit.</summary>
    /// <param name="corpora">Their names.</param>
    /// <param name="licence">The licence of the model as its author states it; null derives it from the corpora.</param>
    /// <exception cref="MissingLicenceException">A corpus forbids some uses, so the model needs a licence that says so, and none is stated.</exception>
    public static (string Licence, string Attribution) OfModel(IReadOnlyList<string> corpora, string? licence = null)
    {
        ArgumentNullException.ThrowIfNull(corpora);
        if (string.IsNullOrWhiteSpace(licence))
        {
            string[] restricted = [.. corpora.Where(corpus => AllowsAnyUse(corpus) == false).Select(corpus => Of(corpus).Licence is { Length: > 0 } known ? $"{corpus} ({known})" : corpus)];
            if (restricted.Length > 0)
            {
                throw new MissingLicenceException($"the network learned from {string.Join(", ", restricted)}, which does not allow every use of the weights; state the licence of the model, such as \"CC BY-NC-SA 4.0\"");
            }

            licence = string.Join("; ", corpora.Select(corpus => Of(corpus).Licence).Where(text => text.Length > 0).Distinct());
        }

        return (licence, string.Join(" ", corpora.Select(corpus => Of(corpus).Attribution).Where(text => text.Length > 0)));
    }
}
