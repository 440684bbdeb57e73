using System.Text.RegularExpressions;

namespace SpeechEmotion.Datasets.Corpora;

/// <summary>
/// Indian EmoSpeech Command [Banga2019]: 6,624 short commands in rooms, streets and trains, 4 emotions. <c>help-safe-angry-20190712144121-9dd2014c….wav</c> is keyword,
/// environment, emotion, time (of some clips in seconds with decimals) and user. Everyone who is not known shares one user, which counts as one speaker, so that none of them can be on two sides of a split.
/// </summary>
internal static partial class EmoSpeech
{
    private static readonly Dictionary<string, string> Words = new()
    {
        ["angry"] = EmotionNames.Anger,
        ["fearful"] = EmotionNames.Fear,
        ["happy"] = EmotionNames.Happy,
        ["calm"] = EmotionNames.Calm,
        ["None"] = "none",
    };

    public static CorpusFormat Format { get; } = new()
    {
        Name = "emospeech",
        Example = "help-safe-angry-20190712144121-9dd2014cc6e95226ece8fd97fa8296acea7957d841ba48e82486e842.wav",
        Licence = "CC BY-NC-SA 4.0",
        Attribution = "Trained on Indian EmoSpeech Command: Banga, Upadhyay, Agarwal, Sharma, Mukherjee, arXiv:1910.13801, 2019.",
        Emotions = [EmotionNames.Anger, EmotionNames.Fear, EmotionNames.Happy, EmotionNames.Calm],
        Parse = CorpusFormat.FromPattern(NamePattern(), Words),
        Outside = name => Path.GetFileName(name).Contains("-None-", StringComparison.Ordinal) ? "background, no speech" : null,
    };

    [GeneratedRegex("^(?:(?<sentence>help|bacho|stop|no|go|yes)|unknown|background)-[a-z ]+-(?<emotion>angry|fearful|happy|calm|None)-[0-9.]+-(?<speaker>[0-9a-f]{56})$", RegexOptions.CultureInvariant)]
    private static partial Regex NamePattern();
}
