using System.Text.RegularExpressions;

namespace SpeechEmotion.Datasets.Corpora;

/// <summary>
/// Indian EmoSpeech Command [Banga2019]: 6,624 short commands in rooms, streets and trains, 4 emotions. <c>help-safe-angry-20190712144121-9dd2014c….wav</c> is keyword,
/// environment, emotion, time (of some clips in seconds with decimals) and user. Everyone who is not known shares one user, which counts as one speaker, so that none of them can be on two sides of a split.
/// </summary>
internal static partial class EmoSpeech
{
    public static CorpusFormat Format { get; } = new()
    {
        Name = "emospeech",
        Example = "help-safe-angry-20190712144121-9dd2014cc6e95226ece8fd97fa8296acea7957d841ba48e82486e842.wav",
        Emotions = [EmotionNames.Anger, EmotionNames.Fear, EmotionNames.Happy, EmotionNames.Calm],
        Parse = Parse,
        Outside = name => Path.GetFileName(name).Contains("-None-", StringComparison.Ordinal) ? "background, no speech" : null,
    };

    private static Utterance? Parse(string name, string path)
    {
        Match match = NamePattern().Match(Path.GetFileNameWithoutExtension(name));
        return !match.Success ? null : new Utterance
        {
            Name = name,
            Path = path,
            Sentence = match.Groups[1].Value is "unknown" or "background" ? null : match.Groups[1].Value,
            Emotion = EmotionNames.Normalize(match.Groups[2].Value),
            Speaker = match.Groups[3].Value,
        };
    }

    [GeneratedRegex("^(help|bacho|stop|no|go|yes|unknown|background)-[a-z ]+-(angry|fearful|happy|calm|None)-[0-9.]+-([0-9a-f]{56})$", RegexOptions.CultureInvariant)]
    private static partial Regex NamePattern();
}
