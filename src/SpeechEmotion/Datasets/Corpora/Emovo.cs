using System.Text.RegularExpressions;

namespace SpeechEmotion.Datasets.Corpora;

/// <summary>EMOVO [Costantini2014]: 588 clips, 6 actors, 14 Italian sentences, 7 emotions. <c>dis-f1-b1.wav</c> is emotion (an Italian word cut short), actor and sentence.</summary>
internal static partial class Emovo
{
    private static readonly Dictionary<string, string> Words = new()
    {
        ["rab"] = EmotionNames.Anger,
        ["dis"] = EmotionNames.Disgust,
        ["pau"] = EmotionNames.Fear,
        ["gio"] = EmotionNames.Happy,
        ["neu"] = EmotionNames.Neutral,
        ["tri"] = EmotionNames.Sad,
        ["sor"] = EmotionNames.Surprise,
    };

    public static CorpusFormat Format { get; } = new()
    {
        Name = "emovo",
        Example = "dis-f1-b1.wav",
        Attribution = "Trained on EMOVO: Costantini, Iaderola, Paoloni, Todisco, LREC 2014.",
        Emotions = [.. Words.Values],
        Parse = CorpusFormat.FromPattern(NamePattern(), Words),
    };

    [GeneratedRegex("^(?<emotion>rab|dis|pau|gio|neu|tri|sor)-(?<speaker>[fm][1-3])-(?<sentence>[a-z][0-9])$", RegexOptions.CultureInvariant)]
    private static partial Regex NamePattern();
}
