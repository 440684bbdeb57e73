using System.Text.RegularExpressions;

namespace SpeechEmotion.Datasets.Corpora;

/// <summary>JL-Corpus [James2018]: 2,400 clips, 4 New Zealand speakers, 5 emotions and 5 more shades. <c>male1_angry_10a_1.wav</c> is speaker, emotion, sentence and take.</summary>
internal static partial class JlCorpus
{
    private static readonly Dictionary<string, string> Words = new()
    {
        ["angry"] = EmotionNames.Anger,
        ["happy"] = EmotionNames.Happy,
        ["neutral"] = EmotionNames.Neutral,
        ["sad"] = EmotionNames.Sad,
        ["excited"] = "excited",
        ["anxious"] = "anxious",
        ["apologetic"] = "apologetic",
        ["assertive"] = "assertive",
        ["concerned"] = "concerned",
        ["encouraging"] = "encouraging",
    };

    public static CorpusFormat Format { get; } = new()
    {
        Name = "jl",
        Example = "male1_angry_10a_1.wav",
        Licence = "CC0 1.0",
        AllowsAnyUse = true,
        Attribution = "Trained on JL-Corpus: James, Tian, Watson, Interspeech 2018.",
        Emotions = [.. Words.Values],
        Parse = CorpusFormat.FromPattern(NamePattern(), Words),
    };

    [GeneratedRegex("^(?<speaker>(?:fe)?male[12])_(?<emotion>angry|happy|neutral|sad|excited|anxious|apologetic|assertive|concerned|encouraging)_(?<sentence>[0-9]{1,2}[ab])_[0-9]$", RegexOptions.CultureInvariant)]
    private static partial Regex NamePattern();
}
