using System.Text.RegularExpressions;

namespace SpeechEmotion.Datasets.Corpora;

/// <summary>SUBESCO [Sultana2021]: 7,000 clips, 20 speakers, 10 Bengali sentences, 7 emotions. <c>F_01_OISHI_S_1_ANGRY_1.wav</c> is sex, number and name of the speaker, sentence, emotion and take.</summary>
internal static partial class Subesco
{
    private static readonly Dictionary<string, string> Words = new()
    {
        ["ANGRY"] = EmotionNames.Anger,
        ["DISGUST"] = EmotionNames.Disgust,
        ["FEAR"] = EmotionNames.Fear,
        ["HAPPY"] = EmotionNames.Happy,
        ["NEUTRAL"] = EmotionNames.Neutral,
        ["SAD"] = EmotionNames.Sad,
        ["SURPRISE"] = EmotionNames.Surprise,
    };

    public static CorpusFormat Format { get; } = new()
    {
        Name = "subesco",
        Example = "F_01_OISHI_S_1_ANGRY_1.wav",
        Licence = "CC BY 4.0",
        AllowsAnyUse = true,
        Attribution = "Trained on SUBESCO: Sultana, Rahman, Selim, Iqbal, PLoS ONE 16(4), 2021.",
        Emotions = [.. Words.Values],
        Parse = CorpusFormat.FromPattern(NamePattern(), Words),
    };

    // One clip is published as F_02_MONIKA_S_2_SURPRISE_3].
    [GeneratedRegex(@"^(?<speaker>[FM]_[0-9]{2})_[A-Z]+_S_(?<sentence>[0-9]{1,2})_(?<emotion>ANGRY|DISGUST|FEAR|HAPPY|NEUTRAL|SAD|SURPRISE)_[0-9]\]?$", RegexOptions.CultureInvariant)]
    private static partial Regex NamePattern();
}
