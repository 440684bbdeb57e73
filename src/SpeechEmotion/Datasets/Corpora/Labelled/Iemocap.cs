using System.Text.RegularExpressions;
using SpeechEmotion.Datasets.Tables;

namespace SpeechEmotion.Datasets.Corpora.Labelled;

/// <summary>
/// IEMOCAP [Busso2008]: about 10,000 turns of ten actors in five sessions, acted from scripts and improvised. The labels are in <c>Session1/dialog/EmoEvaluation/*.txt</c>, a line
/// <c>[start - end] turn emotion [valence, activation, dominance]</c> per turn; the clips are <c>Session1/sentences/wav/Ses01F_impro01/Ses01F_impro01_F000.wav</c>.
/// </summary>
internal static partial class Iemocap
{
    private static readonly Dictionary<string, string> Words = new()
    {
        ["ang"] = EmotionNames.Anger,
        ["hap"] = EmotionNames.Happy,
        ["exc"] = "excited",
        ["sad"] = EmotionNames.Sad,
        ["neu"] = EmotionNames.Neutral,
        ["fru"] = "frustration",
        ["fea"] = EmotionNames.Fear,
        ["sur"] = EmotionNames.Surprise,
        ["dis"] = EmotionNames.Disgust,
    };

    public static CorpusFormat Format { get; } = new()
    {
        Name = "iemocap",
        Example = "Ses01F_impro01_F000.wav",
        Licence = "research only",
        Attribution = "Trained on IEMOCAP: Busso, Bulut, Lee, Kazemzadeh, Mower, Kim, Chang, Lee, Narayanan, Language Resources and Evaluation 42, 2008.",
        Emotions = [.. Words.Values],
        Names = NamePattern(),
        Labels = ReadLabels,
    };

    private static Dictionary<string, CorpusLabel> ReadLabels(string folder)
    {
        Dictionary<string, CorpusLabel> labels = new(StringComparer.Ordinal);
        foreach (string file in Directory.EnumerateFiles(folder, "Ses*.txt", SearchOption.AllDirectories).Where(file => Path.GetFileName(Path.GetDirectoryName(file)) == "EmoEvaluation").Order(StringComparer.Ordinal))
        {
            foreach (Match line in LinePattern().Matches(TextFile.Read(file, TextFile.LongestTable)))
            {
                string turn = line.Groups["turn"].Value, word = line.Groups["emotion"].Value, sex = line.Groups["sex"].Value;
                labels[turn] = Words.TryGetValue(word, out string? emotion)
                    ? new CorpusLabel(emotion, line.Groups["session"].Value + sex, sex == "F" ? "female" : "male", line.Groups["dialogue"].Value)
                    : new CorpusLabel(null, null, null, null, word == "xxx" ? "the raters did not agree" : $"the raters heard another emotion ('{word}')");
            }
        }

        return labels;
    }

    [GeneratedRegex("^Ses0[1-5][FM]_(?:impro|script)[0-9]{2}.*_[FM][0-9]{3}$", RegexOptions.CultureInvariant)]
    private static partial Regex NamePattern();

    [GeneratedRegex(@"^\[[0-9.]+ - [0-9.]+\]\t(?<turn>Ses0(?<session>[1-5])[FM]_(?<dialogue>\w+?)_(?<sex>[FM])[0-9]{3})\t(?<emotion>\w+)\t", RegexOptions.CultureInvariant | RegexOptions.Multiline)]
    private static partial Regex LinePattern();
}
