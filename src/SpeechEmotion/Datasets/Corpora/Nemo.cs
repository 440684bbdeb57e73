using System.Text.RegularExpressions;

namespace SpeechEmotion.Datasets.Corpora;

/// <summary>nEMO [Christop2024]: 4,481 clips, 9 speakers, 90 Polish sentences, 6 emotions. <c>SM0_surprised_82.wav</c> is speaker, emotion and sentence.</summary>
internal static partial class Nemo
{
    private static readonly Dictionary<string, string> Words = new()
    {
        ["anger"] = EmotionNames.Anger,
        ["fear"] = EmotionNames.Fear,
        ["happiness"] = EmotionNames.Happy,
        ["sadness"] = EmotionNames.Sad,
        ["surprised"] = EmotionNames.Surprise,
        ["neutral"] = EmotionNames.Neutral,
    };

    public static CorpusFormat Format { get; } = new()
    {
        Name = "nemo",
        Example = "SM0_surprised_82.wav",
        Licence = "CC BY-NC-SA 4.0",
        Attribution = "Trained on nEMO: Christop, LREC-COLING 2024.",
        Emotions = [.. Words.Values],
        Parse = CorpusFormat.FromPattern(NamePattern(), Words),
    };

    [GeneratedRegex("^(?<speaker>[A-Z]{2}[0-9])_(?<emotion>anger|fear|happiness|sadness|surprised|neutral)_(?<sentence>[0-9]{1,2})$", RegexOptions.CultureInvariant)]
    private static partial Regex NamePattern();
}
