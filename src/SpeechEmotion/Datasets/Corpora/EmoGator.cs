using System.Text.RegularExpressions;

namespace SpeechEmotion.Datasets.Corpora;

/// <summary>
/// EmoGator [Buhl2023]: 32,130 vocal bursts (laughs, sighs, cries: no words) of 357 people at their own microphones, 30 categories. <c>000001-03-1.mp3</c> is contributor,
/// category and take. Amusement and elation are both happy here, as most laughs of other corpora are; the categories that no other corpus has keep their own names.
/// </summary>
internal static partial class EmoGator
{
    private static readonly string[] ByNumber =
    [
        "adoration", EmotionNames.Happy, EmotionNames.Anger, "awe", "confusion", "contempt", "contentment", "desire", "disappointment", EmotionNames.Disgust,
        "distress", "ecstasy", EmotionNames.Happy, "embarrassment", EmotionNames.Fear, "guilt", "interest", EmotionNames.Neutral, "pain", "pride",
        "realization", "relief", "romantic love", EmotionNames.Sad, "serenity", "shame", "negative surprise", "positive surprise", "sympathy", "triumph",
    ];

    public static CorpusFormat Format { get; } = new()
    {
        Name = "emogator",
        Example = "000001-03-1.mp3",
        Licence = "Apache-2.0",
        AllowsAnyUse = true,
        Attribution = "Trained on EmoGator: Buhl, arXiv:2301.00508, 2023.",
        Emotions = [.. EmotionNames.CremaD, .. ByNumber.Except(EmotionNames.CremaD)],
        Parse = CorpusFormat.FromPattern(NamePattern(), ByNumber.Index().ToDictionary(pair => $"{pair.Index + 1:00}", pair => pair.Item)),
    };

    [GeneratedRegex("^(?<speaker>[0-9]{6})-(?<emotion>0[1-9]|[12][0-9]|30)-[0-9]$", RegexOptions.CultureInvariant)]
    private static partial Regex NamePattern();
}
