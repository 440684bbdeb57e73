using System.Text.RegularExpressions;
using SpeechEmotion.Datasets.Tables;

namespace SpeechEmotion.Datasets.Corpora.Labelled;

/// <summary>
/// MSP-Podcast [Lotfian2019]: turns of podcasts, spontaneous speech. The labels are in <c>labels_consensus.csv</c> (<c>FileName,EmoClass,…,SpkrID,Gender,Split_Set</c>), the clips are called
/// <c>MSP-PODCAST_0001_0008.wav</c>.
/// </summary>
internal static partial class MspPodcast
{
    private static readonly Dictionary<string, string> Words = new()
    {
        ["A"] = EmotionNames.Anger,
        ["C"] = "contempt",
        ["D"] = EmotionNames.Disgust,
        ["F"] = EmotionNames.Fear,
        ["H"] = EmotionNames.Happy,
        ["N"] = EmotionNames.Neutral,
        ["S"] = EmotionNames.Sad,
        ["U"] = EmotionNames.Surprise,
    };

    public static CorpusFormat Format { get; } = new()
    {
        Name = "msp-podcast",
        Example = "MSP-PODCAST_0001_0008.wav",
        Licence = "research only",
        Attribution = "Trained on MSP-Podcast: Lotfian, Busso, IEEE Transactions on Affective Computing 10(4), 2019.",
        Emotions = [.. Words.Values],
        Names = NamePattern(),
        Labels = ReadLabels,
    };

    private static Dictionary<string, CorpusLabel> ReadLabels(string folder)
    {
        Dictionary<string, CorpusLabel> labels = new(StringComparer.Ordinal);
        foreach (string file in Directory.EnumerateFiles(folder, "labels_consensus.csv", SearchOption.AllDirectories).Take(1))
        {
            foreach (CsvRow row in CsvTable.Read(file, "FileName", "EmoClass"))
            {
                string? speaker = row.Find("SpkrID") is { } id && id != "Unknown" ? id : null, sex = row.Find("Gender") is "Female" or "Male" ? row["Gender"].ToLowerInvariant() : null;
                labels[Path.GetFileNameWithoutExtension(row["FileName"])] = Words.TryGetValue(row["EmoClass"], out string? emotion)
                    ? new CorpusLabel(emotion, speaker, sex, null)
                    : new CorpusLabel(null, null, null, null, row["EmoClass"] == "X" ? "the raters did not agree" : $"the raters heard another emotion ('{row["EmoClass"]}')");
            }
        }

        return labels;
    }

    [GeneratedRegex("^MSP-PODCAST_[0-9]{4}_[0-9]{4}(?:_[0-9]{4})?$", RegexOptions.CultureInvariant)]
    private static partial Regex NamePattern();
}
