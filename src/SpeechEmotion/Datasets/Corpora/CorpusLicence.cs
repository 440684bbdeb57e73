namespace SpeechEmotion.Datasets.Corpora;

/// <summary>Under which licence a corpus is published, and whom to credit; what is trained on it carries both along.</summary>
public static class CorpusLicence
{
    /// <summary>The licence and the credit for a corpus; empty where they are not known.</summary>
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
        "savee" => ("", "Trained on SAVEE: Haq, Jackson, Machine Audition, 2010."),
        _ => ("", ""),
    };
}
