using System.Text.RegularExpressions;

namespace SpeechEmotion.Datasets.Corpora;

/// <summary>
/// EmoDB [Burkhardt2005], the Berlin database: 535 clips, 10 speakers, 10 German sentences, 7 emotions. <c>03a01Fa.wav</c> is speaker, sentence,
/// emotion (initial of the German word) and version.
/// </summary>
internal static partial class EmoDb
{
    public static CorpusFormat Format { get; } = new()
    {
        Name = "emodb",
        Example = "03a01Fa.wav",
        Licence = "CC BY 4.0",
        AllowsAnyUse = true,
        Attribution = "Trained on EmoDB: Burkhardt, Paeschke, Rolfes, Sendlmeier, Weiss, Interspeech 2005.",
        Emotions =
        [
            EmotionNames.Anger, EmotionNames.Boredom, EmotionNames.Disgust, EmotionNames.Fear,
            EmotionNames.Happy, EmotionNames.Sad, EmotionNames.Neutral,
        ],
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
            Sentence = match.Groups[2].Value,
            Emotion = match.Groups[3].Value switch
            {
                "W" => EmotionNames.Anger, // Wut
                "L" => EmotionNames.Boredom, // Langeweile
                "E" => EmotionNames.Disgust, // Ekel
                "A" => EmotionNames.Fear, // Angst
                "F" => EmotionNames.Happy, // Freude
                "T" => EmotionNames.Sad, // Trauer
                _ => EmotionNames.Neutral,
            },
            Sex = match.Groups[1].Value is "03" or "10" or "11" or "12" or "15" ? "male" : "female",
        };
    }

    [GeneratedRegex("^(03|08|09|1[0-6])([ab][0-9]{2})([WLEAFTN])[a-z]$", RegexOptions.CultureInvariant)]
    private static partial Regex NamePattern();
}
