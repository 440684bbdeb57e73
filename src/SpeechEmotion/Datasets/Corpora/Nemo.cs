using System.Text.RegularExpressions;

namespace SpeechEmotion.Datasets.Corpora;

/// <summary>nEMO [Christop2024]: 4,481 clips, 9 speakers, 90 Polish sentences, 6 emotions. <c>SM0_surprised_82.wav</c> is speaker, emotion and sentence.</summary>
internal static partial class Nemo
{
    public static CorpusFormat Format { get; } = new()
    {
        Name = "nemo",
        Example = "SM0_surprised_82.wav",
        Emotions = [EmotionNames.Anger, EmotionNames.Fear, EmotionNames.Happy, EmotionNames.Sad, EmotionNames.Surprise, EmotionNames.Neutral],
        Parse = Parse,
    };

    private static Utterance? Parse(string name, string path)
    {
        Match match = NamePattern().Match(Path.GetFileNameWithoutExtension(name));
        return !match.Success ? null : new Utterance
        {
            Name = name,
            Path = path,
            Speaker = match.Groups[1].Value,
            Emotion = EmotionNames.Normalize(match.Groups[2].Value),
            Sentence = match.Groups[3].Value,
        };
    }

    [GeneratedRegex("^([A-Z]{2}[0-9])_(anger|fear|happiness|sadness|surprised|neutral)_([0-9]{1,2})$", RegexOptions.CultureInvariant)]
    private static partial Regex NamePattern();
}
