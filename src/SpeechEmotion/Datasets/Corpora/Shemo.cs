using System.Text.RegularExpressions;

namespace SpeechEmotion.Datasets.Corpora;

/// <summary>ShEMO [MohamadNezami2019]: 3,000 clips of 87 Persian speakers from radio plays, 6 emotions. <c>F01A01.wav</c> is speaker (sex and number), emotion and number of the clip.</summary>
internal static partial class Shemo
{
    private static readonly Dictionary<string, string> Words = new()
    {
        ["A"] = EmotionNames.Anger,
        ["F"] = EmotionNames.Fear,
        ["H"] = EmotionNames.Happy,
        ["N"] = EmotionNames.Neutral,
        ["S"] = EmotionNames.Sad,
        ["W"] = EmotionNames.Surprise,
    };

    public static CorpusFormat Format { get; } = new()
    {
        Name = "shemo",
        Example = "F01A01.wav",
        Attribution = "Trained on ShEMO: Mohamad Nezami, Jamshid Lou, Karami, Language Resources and Evaluation 53, 2019.",
        Emotions = [.. Words.Values],
        Parse = CorpusFormat.FromPattern(NamePattern(), Words),
    };

    [GeneratedRegex("^(?<speaker>[FM][0-9]{2})(?<emotion>[AFHNSW])[0-9]{2}$", RegexOptions.CultureInvariant)]
    private static partial Regex NamePattern();
}
