using System.Text.RegularExpressions;

namespace SpeechEmotion.Datasets.Corpora;

/// <summary>
/// ASED [Retta2022]: 2,474 clips of 65 Amharic speakers, 27 sentences, 5 emotions. <c>a5-03-01-02-50.wav</c> is emotion (letter and number of the folder), sentence of that emotion, take, sex and speaker.
/// </summary>
internal static partial class Ased
{
    private static readonly Dictionary<string, string> Words = new(StringComparer.OrdinalIgnoreCase)
    {
        ["a"] = EmotionNames.Anger,
        ["f"] = EmotionNames.Fear,
        ["h"] = EmotionNames.Happy,
        ["n"] = EmotionNames.Neutral,
        ["s"] = EmotionNames.Sad,
    };

    public static CorpusFormat Format { get; } = new()
    {
        Name = "ased",
        Example = "a5-03-01-02-50.wav",
        Attribution = "Trained on ASED: Retta, Almekhlafi, Sutcliffe, Mhamed, Ali, Feng, ACM Transactions on Asian and Low-Resource Language Information Processing, 2022.",
        Emotions = [.. Words.Values],
        Parse = CorpusFormat.FromPattern(NamePattern(), Words),
    };

    // One name begins with a capital.
    [GeneratedRegex("^(?<emotion>[afhnsS])(?<sentence>[1-5]-[0-9]{2})-[0-9]{2}-0[12]-(?<speaker>[0-9]{2})$", RegexOptions.CultureInvariant)]
    private static partial Regex NamePattern();
}
