using System.Text.RegularExpressions;

namespace SpeechEmotion.Datasets.Corpora;

/// <summary>URDU [Latif2018]: 400 clips of 38 speakers from Urdu talk shows, 4 emotions. <c>SM1_F10_A010.wav</c> is speaker, file, emotion and number of the clip.</summary>
internal static partial class Urdu
{
    private static readonly Dictionary<string, string> Words = new()
    {
        ["A"] = EmotionNames.Anger,
        ["H"] = EmotionNames.Happy,
        ["N"] = EmotionNames.Neutral,
        ["S"] = EmotionNames.Sad,
    };

    public static CorpusFormat Format { get; } = new()
    {
        Name = "urdu",
        Example = "SM1_F10_A010.wav",
        Licence = "research only",
        Attribution = "Trained on URDU: Latif, Qayyum, Usman, Qadir, FIT 2018.",
        Emotions = [.. Words.Values],
        Parse = CorpusFormat.FromPattern(NamePattern(), Words),
    };

    [GeneratedRegex("^(?<speaker>S[FM][0-9]{1,2})_F[0-9]{1,2}_(?<emotion>[AHNS])[0-9]{1,4}$", RegexOptions.CultureInvariant)]
    private static partial Regex NamePattern();
}
