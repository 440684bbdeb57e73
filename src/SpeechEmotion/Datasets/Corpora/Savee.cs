using System.Text.RegularExpressions;

namespace SpeechEmotion.Datasets.Corpora;

/// <summary>
/// SAVEE [Haq2010]: 480 clips, four men (DC, JE, JK, KL), 7 emotions. <c>DC/a01.wav</c> or <c>DC_a01.wav</c> is speaker, emotion and number
/// of the sentence, which counts afresh in each emotion.
/// </summary>
internal static partial class Savee
{
    public static CorpusFormat Format { get; } = new()
    {
        Name = "savee",
        Example = "DC/a01.wav or DC_a01.wav",
        Attribution = "Trained on SAVEE: Haq, Jackson, Machine Audition, 2010.",
        Emotions =
        [
            EmotionNames.Anger, EmotionNames.Disgust, EmotionNames.Fear, EmotionNames.Happy,
            EmotionNames.Neutral, EmotionNames.Sad, EmotionNames.Surprise,
        ],
        Parse = Parse,
    };

    private static Utterance? Parse(string name, string path)
    {
        Match match = NamePattern().Match(name);
        return !match.Success ? null : new Utterance
        {
            Name = name,
            Path = path,
            Speaker = match.Groups[1].Value,
            Sentence = match.Groups[2].Value + match.Groups[3].Value,
            Emotion = match.Groups[2].Value switch
            {
                "a" => EmotionNames.Anger,
                "d" => EmotionNames.Disgust,
                "f" => EmotionNames.Fear,
                "h" => EmotionNames.Happy,
                "n" => EmotionNames.Neutral,
                "sa" => EmotionNames.Sad,
                _ => EmotionNames.Surprise,
            },
            Sex = "male",
        };
    }

    [GeneratedRegex(@"(?:^|/)(DC|JE|JK|KL)[/_](a|d|f|h|n|sa|su)([0-3][0-9])\.[^./]+$", RegexOptions.CultureInvariant)]
    private static partial Regex NamePattern();
}
