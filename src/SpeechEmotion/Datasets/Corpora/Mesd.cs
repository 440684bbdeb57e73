using System.Text.RegularExpressions;

namespace SpeechEmotion.Datasets.Corpora;

/// <summary>MESD [Duville2021]: 864 clips of Mexican adults and children, single words, 6 emotions. <c>Anger_C_A_abajo.wav</c> is emotion, group of the speaker (woman, man, child), part of the corpus and word; the speakers are not named.</summary>
internal static partial class Mesd
{
    private static readonly Dictionary<string, string> Words = new()
    {
        ["Anger"] = EmotionNames.Anger,
        ["Disgust"] = EmotionNames.Disgust,
        ["Fear"] = EmotionNames.Fear,
        ["Happiness"] = EmotionNames.Happy,
        ["Neutral"] = EmotionNames.Neutral,
        ["Sadness"] = EmotionNames.Sad,
    };

    public static CorpusFormat Format { get; } = new()
    {
        Name = "mesd",
        Example = "Anger_C_A_abajo.wav",
        Licence = "CC BY 4.0",
        AllowsAnyUse = true,
        Attribution = "Trained on MESD: Duville, Alonso-Valerdi, Ibarra-Zarate, Data 6(12), 2021.",
        Emotions = [.. Words.Values],
        Parse = CorpusFormat.FromPattern(NamePattern(), Words),
    };

    [GeneratedRegex("^(?<emotion>Anger|Disgust|Fear|Happiness|Neutral|Sadness)_[FMC]_[AB]_(?<sentence>[^_]+)$", RegexOptions.CultureInvariant)]
    private static partial Regex NamePattern();
}
