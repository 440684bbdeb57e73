using System.Text.RegularExpressions;

namespace SpeechEmotion.Datasets.Corpora;

/// <summary>TurEV-DB [Canpolat2020]: 1,735 clips, 6 speakers, 82 Turkish words, 4 emotions. <c>1157_kz_acik.wav</c> is speaker, emotion (the Turkish word cut short) and word.</summary>
internal static partial class Turev
{
    private static readonly Dictionary<string, string> Words = new()
    {
        ["kz"] = EmotionNames.Anger,
        ["sk"] = EmotionNames.Calm,
        ["mt"] = EmotionNames.Happy,
        ["hl"] = EmotionNames.Sad,
    };

    public static CorpusFormat Format { get; } = new()
    {
        Name = "turev",
        Example = "1157_kz_acik.wav",
        Licence = "CC BY-NC-ND 4.0",
        Attribution = "Trained on TurEV-DB: Canpolat, Ormanoglu, Zeyrek, SLTU-CCURL 2020.",
        Emotions = [.. Words.Values],
        Parse = CorpusFormat.FromPattern(NamePattern(), Words),
    };

    [GeneratedRegex("^(?<speaker>[0-9]{1,4})_(?<emotion>kz|sk|mt|hl)_(?<sentence>[a-z0-9]+)$", RegexOptions.CultureInvariant)]
    private static partial Regex NamePattern();
}
