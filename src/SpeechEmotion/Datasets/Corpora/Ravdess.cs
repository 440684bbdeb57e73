using System.Text.RegularExpressions;

namespace SpeechEmotion.Datasets.Corpora;

/// <summary>
/// RAVDESS [Livingstone2018], its speech part: 1,440 clips, 24 actors, 2 sentences, 8 emotions. <c>03-01-06-01-02-01-12.wav</c> is modality (03: audio only),
/// channel (01: speech), emotion, intensity, statement, repetition and actor (odd: male, even: female).
/// </summary>
internal static partial class Ravdess
{
    private static readonly string[] ByNumber =
    [
        EmotionNames.Neutral, EmotionNames.Calm, EmotionNames.Happy, EmotionNames.Sad,
        EmotionNames.Anger, EmotionNames.Fear, EmotionNames.Disgust, EmotionNames.Surprise,
    ];

    public static CorpusFormat Format { get; } = new()
    {
        Name = "ravdess",
        Example = "03-01-06-01-02-01-12.wav",
        Licence = "CC BY-NC-SA 4.0",
        Attribution = "Trained on RAVDESS: Livingstone, Russo, PLoS ONE 13(5), 2018.",
        Emotions = ByNumber,
        Parse = Parse,
        Outside = Outside,
    };

    private static Utterance? Parse(string name, string path)
    {
        Match match = NamePattern().Match(Path.GetFileNameWithoutExtension(name));
        if (!match.Success)
        {
            return null;
        }

        string actor = match.Groups["actor"].Value;
        return new Utterance
        {
            Name = name,
            Path = path,
            Speaker = actor,
            Sentence = match.Groups["statement"].Value,
            Emotion = ByNumber[int.Parse(match.Groups["emotion"].Value) - 1],
            Intensity = match.Groups["intensity"].Value == "01" ? "normal" : "strong",
            Sex = int.Parse(actor) % 2 == 1 ? "male" : "female",
        };
    }

    private static string? Outside(string name)
    {
        string stem = Path.GetFileName(name);
        return !stem.StartsWith("03-", StringComparison.Ordinal) ? "video, not audio only"
            : !stem.StartsWith("03-01-", StringComparison.Ordinal) ? "song, not speech"
            : null;
    }

    [GeneratedRegex(
        "^0[1-3]-0[12]-(?<emotion>0[1-8])-(?<intensity>0[12])-(?<statement>0[12])-0[12]-(?<actor>0[1-9]|1[0-9]|2[0-4])$",
        RegexOptions.CultureInvariant)]
    private static partial Regex NamePattern();
}
