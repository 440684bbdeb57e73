using System.Text.RegularExpressions;
using SpeechEmotion.Datasets.Tables;

namespace SpeechEmotion.Datasets.Corpora.Labelled;

/// <summary>
/// MELD [Poria2019]: about 13,000 utterances of a television series, 7 emotions. The labels are in <c>train_sent_emo.csv</c>, <c>dev_sent_emo.csv</c> and <c>test_sent_emo.csv</c>; the clips are called
/// <c>dia0_utt0</c>, in folders whose names say which of the three they belong to. They are films: extract their sound to audio files of the same names first.
/// </summary>
internal static partial class Meld
{
    private static readonly string[] s_parts = ["train", "dev", "test"];

    public static CorpusFormat Format { get; } = new()
    {
        Name = "meld",
        Example = "train/dia0_utt0.wav",
        Licence = "GPL-3.0 (labels; the clips are scenes of a television series)",
        Attribution = "Trained on MELD: Poria, Hazarika, Majumder, Naik, Cambria, Mihalcea, ACL 2019.",
        Emotions = [EmotionNames.Anger, EmotionNames.Disgust, EmotionNames.Fear, EmotionNames.Happy, EmotionNames.Neutral, EmotionNames.Sad, EmotionNames.Surprise],
        Names = NamePattern(),
        Labels = ReadLabels,
        Key = name => $"{s_parts.FirstOrDefault(part => (Path.GetDirectoryName(name) ?? "").Contains(part, StringComparison.OrdinalIgnoreCase)) ?? "?"}/{Path.GetFileNameWithoutExtension(name)}",
    };

    private static Dictionary<string, CorpusLabel> ReadLabels(string folder)
    {
        Dictionary<string, CorpusLabel> labels = new(StringComparer.Ordinal);
        foreach (string part in s_parts)
        {
            foreach (string file in Directory.EnumerateFiles(folder, $"{part}_sent_emo.csv", SearchOption.AllDirectories).Take(1))
            {
                foreach (CsvRow row in CsvTable.Read(file, "Speaker", "Emotion", "Dialogue_ID", "Utterance_ID"))
                {
                    labels[$"{part}/dia{row["Dialogue_ID"]}_utt{row["Utterance_ID"]}"] = new CorpusLabel(EmotionNames.Normalize(row["Emotion"]), row.Find("Speaker"), null, null);
                }
            }
        }

        return labels;
    }

    [GeneratedRegex("^dia[0-9]+_utt[0-9]+$", RegexOptions.CultureInvariant)]
    private static partial Regex NamePattern();
}
