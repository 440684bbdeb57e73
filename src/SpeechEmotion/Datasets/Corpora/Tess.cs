using System.Text.RegularExpressions;

namespace SpeechEmotion.Datasets.Corpora;

/// <summary>
/// TESS [PichoraFuller2020]: 2,800 clips, an older and a younger actress (OAF, YAF), 200 words in "Say the word …", 7 emotions.
/// <c>OAF_back_angry.wav</c> is speaker, word and emotion.
/// </summary>
internal static partial class Tess
{
    public static CorpusFormat Format { get; } = new()
    {
        Name = "tess",
        Example = "OAF_back_angry.wav",
        Licence = "CC BY-NC-ND 4.0",
        Attribution = "Trained on TESS: Pichora-Fuller, Dupuis, University of Toronto, 2020.",
        Emotions =
        [
            EmotionNames.Anger, EmotionNames.Disgust, EmotionNames.Fear, EmotionNames.Happy,
            EmotionNames.Surprise, EmotionNames.Sad, EmotionNames.Neutral,
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
            Speaker = match.Groups[1].Value.StartsWith("O", StringComparison.OrdinalIgnoreCase) ? "OAF" : "YAF",
            Sentence = match.Groups[2].Value.ToLowerInvariant(),
            Emotion = EmotionNames.Normalize(match.Groups[3].Value),
            Sex = "female",
        };
    }

    // One clip is published as OA_bite_neutral.
    [GeneratedRegex("^(OAF|OA|YAF)_([a-z]+)_(angry|disgust|fear|happy|ps|sad|neutral)$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex NamePattern();
}
