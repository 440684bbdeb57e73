using System.Text.RegularExpressions;
using SpeechEmotion.Datasets.Tables;

namespace SpeechEmotion.Datasets.Corpora;

/// <summary>
/// CREMA-D [Cao2014]: 7,442 clips, 91 actors, 12 sentences, 6 emotions. <c>1001_DFA_ANG_XX.wav</c> is actor, sentence, emotion and level
/// (LO, MD, HI, XX where none was asked for).
/// </summary>
internal static partial class CremaD
{
    public static CorpusFormat Format { get; } = new()
    {
        Name = "crema-d",
        Example = "1001_DFA_ANG_XX.wav",
        Licence = "Open Database License 1.0 (contents: Database Contents License 1.0)",
        AllowsAnyUse = true,
        Attribution = "Trained on CREMA-D: Cao, Cooper, Keutmann, Gur, Nenkova, Verma, IEEE Transactions on Affective Computing 5(4), 2014.",
        Emotions = EmotionNames.CremaD,
        Parse = Parse,
        Speakers = ReadSpeakers,
        PublishedFolds = PublishedFolds,
        Download = CremaDDownload.Create,
        KnownFaults = new Dictionary<string, string>
        {
            ["1076_MTI_SAD_XX"] = "silent",
            ["1006_TIE_HAP_XX"] = "byte-identical to 1006_TIE_NEU_XX, which has another emotion",
            ["1006_TIE_NEU_XX"] = "byte-identical to 1006_TIE_HAP_XX, which has another emotion",
            ["1013_WSI_DIS_XX"] = "byte-identical to 1013_WSI_SAD_XX, which has another emotion",
            ["1013_WSI_SAD_XX"] = "byte-identical to 1013_WSI_DIS_XX, which has another emotion",
            ["1017_IWW_ANG_XX"] = "byte-identical to 1017_IWW_FEA_XX, which has another emotion",
            ["1017_IWW_FEA_XX"] = "byte-identical to 1017_IWW_ANG_XX, which has another emotion",
        },
    };

    /// <summary>The five folds of the published partition [Wu2024], by actor (<see cref="Utterance.SpeakerId"/>); null if the speakers are not CREMA-D's or leave a fold empty.</summary>
    private static Dictionary<string, int>? PublishedFolds(IReadOnlyList<Utterance> clips)
    {
        if (!clips.All(clip => clip.Speaker is { } speaker && ActorPattern().IsMatch(speaker)))
        {
            return null;
        }

        // 1001–1018, 1019–1036, 1037–1054, 1055–1072, 1073–1091
        Dictionary<string, int> foldOf =
            clips.DistinctBy(clip => clip.Speaker).ToDictionary(clip => clip.SpeakerId!, clip => Math.Min((int.Parse(clip.Speaker!) - 1001) / 18, 4), StringComparer.Ordinal);
        return foldOf.Values.Distinct().Count() == 5 ? foldOf : null;
    }

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
                "ANG" => EmotionNames.Anger,
                "DIS" => EmotionNames.Disgust,
                "FEA" => EmotionNames.Fear,
                "HAP" => EmotionNames.Happy,
                "NEU" => EmotionNames.Neutral,
                _ => EmotionNames.Sad,
            },
            Intensity = match.Groups[4].Value switch
            {
                "LO" => "low",
                "MD" => "medium",
                "HI" => "high",
                _ => null,
            },
        };
    }

    // The names tell neither sex nor age; actors.csv (actor,age,sex,race,ethnicity) does, if it is in the folder.
    private static Dictionary<string, (string Sex, int? Age)> ReadSpeakers(string folder)
    {
        string path = Path.Combine(folder, "actors.csv");
        return !File.Exists(path)
            ? []
            : CsvTable.Read(path, required: ["actor", "sex"])
                .GroupBy(row => row["actor"], StringComparer.Ordinal)
                .ToDictionary(
                    group => group.Key,
                    group => (group.First()["sex"].ToLowerInvariant(), NumberText.TryParse(group.First().Find("age") ?? "", out int age) ? age : (int?)null),
                    StringComparer.Ordinal);
    }

    [GeneratedRegex("^10(?:0[1-9]|[1-8][0-9]|9[01])$", RegexOptions.CultureInvariant)]
    private static partial Regex ActorPattern();

    // One clip of the first release, 1040_ITH_SAD_X, has a level of one letter.
    [GeneratedRegex(
        "^(10(?:0[1-9]|[1-8][0-9]|9[01]))_(IEO|TIE|IOM|IWW|TAI|MTI|IWL|ITH|DFA|ITS|TSI|WSI)_(ANG|DIS|FEA|HAP|NEU|SAD)_(LO|MD|HI|XX|X)$",
        RegexOptions.CultureInvariant)]
    private static partial Regex NamePattern();
}
