using SpeechEmotion.Datasets.Corpora;

namespace SpeechEmotion.Datasets;

/// <summary>Under which licence a corpus is published, and whom to credit; what is trained on it carries both along.</summary>
public static class CorpusLicence
{
    /// <summary>The licence and the credit for a corpus; empty if they are not known.</summary>
    /// <param name="corpus">The corpus's name, as in <see cref="KnownCorpora.Names"/>.</param>
    public static (string Licence, string Attribution) Of(string corpus) => corpus switch
    {
        "crema-d" => ("Open Database License 1.0 (contents: Database Contents License 1.0)", "Trained on CREMA-D: Cao, Cooper, Keutmann, Gur, Nenkova, Verma, IEEE Transactions on Affective Computing 5(4), 2014."),
        "ravdess" => ("CC BY-NC-SA 4.0", "Trained on RAVDESS: Livingstone, Russo, PLoS ONE 13(5), 2018."),
        "tess" => ("CC BY-NC-ND 4.0", "Trained on TESS: Pichora-Fuller, Dupuis, University of Toronto, 2020."),
        "emodb" => ("CC BY 4.0", "Trained on EmoDB: Burkhardt, Paeschke, Rolfes, Sendlmeier, Weiss, Interspeech 2005."),
        "emogator" => ("Apache-2.0", "Trained on EmoGator: Buhl, arXiv:2301.00508, 2023."),
        "nemo" => ("CC BY-NC-SA 4.0", "Trained on nEMO: Christop, LREC-COLING 2024."),
        "emospeech" => ("CC BY-NC-SA 4.0", "Trained on Indian EmoSpeech Command: Banga, Upadhyay, Agarwal, Sharma, Mukherjee, arXiv:1910.13801, 2019."),
        "esc-10" => ("CC BY 3.0", "Trained on ESC-10: Piczak, ACM Multimedia 2015; recordings of the Freesound project by the authors that its README lists."),
        "subesco" => ("CC BY 4.0", "Trained on SUBESCO: Sultana, Rahman, Selim, Iqbal, PLoS ONE 16(4), 2021."),
        "emovo" => ("", "Trained on EMOVO: Costantini, Iaderola, Paoloni, Todisco, LREC 2014."),
        "jl" => ("CC0 1.0", "Trained on JL-Corpus: James, Tian, Watson, Interspeech 2018."),
        "shemo" => ("", "Trained on ShEMO: Mohamad Nezami, Jamshid Lou, Karami, Language Resources and Evaluation 53, 2019."),
        "urdu" => ("research only", "Trained on URDU: Latif, Qayyum, Usman, Qadir, FIT 2018."),
        "turev" => ("CC BY-NC-ND 4.0", "Trained on TurEV-DB: Canpolat, Ormanoglu, Zeyrek, SLTU-CCURL 2020."),
        "mesd" => ("CC BY 4.0", "Trained on MESD: Duville, Alonso-Valerdi, Ibarra-Zarate, Data 6(12), 2021."),
        "iemocap" => ("research only", "Trained on IEMOCAP: Busso, Bulut, Lee, Kazemzadeh, Mower, Kim, Chang, Lee, Narayanan, Language Resources and Evaluation 42, 2008."),
        "meld" => ("GPL-3.0 (labels; the clips are scenes of a television series)", "Trained on MELD: Poria, Hazarika, Majumder, Naik, Cambria, Mihalcea, ACL 2019."),
        "msp-podcast" => ("research only", "Trained on MSP-Podcast: Lotfian, Busso, IEEE Transactions on Affective Computing 10(4), 2019."),
        "savee" => ("", "Trained on SAVEE: Haq, Jackson, Machine Audition, 2010."),
        _ => ("", ""),
    };

    /// <summary>Whether the licence of a corpus lets anybody use weights that learned from it, for any purpose; null if the licence is not known here.</summary>
    /// <param name="corpus">The corpus's name, as in <see cref="KnownCorpora.Names"/>.</param>
    public static bool? AllowsAnyUse(string corpus) => corpus switch
    {
        "crema-d" or "emodb" or "emogator" or "esc-10" or "subesco" or "jl" or "mesd" => true,
        "ravdess" or "tess" or "nemo" or "emospeech" or "savee" or "emovo" or "shemo" or "urdu" or "turev" or "iemocap" or "meld" or "msp-podcast" => false,
        _ => null,
    };

    /// <summary>The licence and the credit for a model that learned from several corpora: each licence once, and every credit.</summary>
    /// <param name="corpora">Their names.</param>
    /// <param name="licence">The licence of the model as its author states it; null derives it from the corpora.</param>
    /// <exception cref="InvalidDataException">A corpus forbids some uses, so the model needs a licence that says so, and none is stated.</exception>
    public static (string Licence, string Attribution) OfModel(IReadOnlyList<string> corpora, string? licence = null)
    {
        ArgumentNullException.ThrowIfNull(corpora);
        if (string.IsNullOrWhiteSpace(licence))
        {
            string[] restricted = [.. corpora.Where(corpus => AllowsAnyUse(corpus) == false).Select(corpus => Of(corpus).Licence is { Length: > 0 } known ? $"{corpus} ({known})" : corpus)];
            if (restricted.Length > 0)
            {
                throw new InvalidDataException($"the network learned from {string.Join(", ", restricted)}, which does not allow every use of the weights; state the licence of the model, such as \"CC BY-NC-SA 4.0\"");
            }

            licence = string.Join("; ", corpora.Select(corpus => Of(corpus).Licence).Where(text => text.Length > 0).Distinct());
        }

        return (licence, string.Join(" ", corpora.Select(corpus => Of(corpus).Attribution).Where(text => text.Length > 0)));
    }
}
