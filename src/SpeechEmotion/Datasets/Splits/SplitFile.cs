using System.Text;
using SpeechEmotion.Audio;
using SpeechEmotion.Datasets.Tables;

namespace SpeechEmotion.Datasets.Splits;

/// <summary>A split as a table, <c>name,part,emotion,speaker,corpus</c>: a row per clip, the part being train, validation or test; and the digest of its samples, if it is known.</summary>
public static class SplitFile
{
    private const string Digest = "digest";

    private static readonly string[] Columns = ["name", "part", "emotion", "speaker", "corpus"];

    /// <summary>Writes a split, training part first. The file appears whole or not at all.</summary>
    /// <param name="path">The file to write; one that is there is replaced.</param>
    /// <param name="split">The split.</param>
    public static void Write(string path, Split split)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        ArgumentNullException.ThrowIfNull(split);
        var text = new StringBuilder();
        bool digests = split.Train.Concat(split.Validation).Concat(split.Test).Any(clip => clip.Digest is not null);
        text.Append(CsvTable.Line(digests ? [.. Columns, Digest] : Columns)).Append('\n');
        Append(text, "train", split.Train, digests);
        Append(text, "validation", split.Validation, digests);
        Append(text, "test", split.Test, digests);
        AtomicFile.Write(path, text.ToString());
    }

    /// <summary>The corpora whose clips a split names, in ordinal order; of a file without the column corpus, which older versions wrote for the only corpus they knew, none.</summary>
    /// <param name="path">The file.</param>
    /// <param name="part">The part to look at, such as "train"; null for all of them.</param>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    public static IReadOnlyList<string> Corpora(string path, string? part = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        IEnumerable<CsvRow> rows = CsvTable.ReadOwn(path, Columns[..^1]).Where(row => part is null || row["part"] == part);
        return [.. rows.Select(row => row.Find("corpus")).OfType<string>().Distinct().Order(StringComparer.Ordinal)];
    }

    /// <summary>Reads a split back. Clips of the corpora that it does not name are in no part.</summary>
    /// <param name="path">The file.</param>
    /// <param name="utterances">The clips of the corpora it was made from.</param>
    /// <param name="corpora">The corpora whose clips are read; null for all.</param>
    /// <exception cref="InvalidDataException">A named clip is not in its corpus or has another emotion there, is named twice, or its part is not known.</exception>
    public static Split Read(string path, IReadOnlyList<Utterance> utterances, IReadOnlyCollection<string>? corpora = null) => Read(path, utterances, corpora, unchanged: false);

    /// <summary>Reads a split back to go on with a run; the clips' samples must still be those that the split was made with, so far as digests tell.</summary>
    /// <param name="path">The file.</param>
    /// <param name="utterances">The clips of the corpora it was made from.</param>
    /// <exception cref="InvalidDataException">As for <see cref="Read(string, IReadOnlyList{Utterance}, IReadOnlyCollection{string}?)"/>, or a clip has other samples than it had.</exception>
    public static Split ReadUnchanged(string path, IReadOnlyList<Utterance> utterances) => Read(path, utterances, null, unchanged: true);

    /// <summary>Those of some clips that have other samples now than when the split was made, so far as digests tell.</summary>
    /// <param name="path">The file.</param>
    /// <param name="utterances">The clips.</param>
    internal static IReadOnlyList<Utterance> Changed(string path, IReadOnlyList<Utterance> utterances)
    {
        Dictionary<(string, string), string?> then = [];
        foreach (CsvRow row in CsvTable.ReadOwn(path, Columns[..^1]))
        {
            then[(row.Find("corpus") ?? "", row["name"])] = row.Find(Digest);
        }

        return [.. utterances.Where(clip => clip.Digest is { } now && then.GetValueOrDefault((clip.Corpus, clip.Name)) is { } digest && digest != now)];
    }

    private static Split Read(string path, IReadOnlyList<Utterance> utterances, IReadOnlyCollection<string>? corpora, bool unchanged)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        ArgumentNullException.ThrowIfNull(utterances);
        Dictionary<(string Corpus, string Name), Utterance> known = utterances.ToDictionary(u => (u.Corpus, u.Name));
        string only = utterances.Count > 0 && utterances.All(u => u.Corpus == utterances[0].Corpus) ? utterances[0].Corpus : "";
        var lineOf = new Dictionary<string, int>(StringComparer.Ordinal);
        List<Utterance> train = [], validation = [], test = [];
        foreach (CsvRow row in CsvTable.ReadOwn(path, Columns[..^1]))
        {
            string name = row["name"], corpus = row.Find("corpus") ?? only;
            if (corpora?.Contains(corpus) == false)
            {
                continue;
            }

            string at = $"{path}: line {row.Line}:";
            if (!known.TryGetValue((corpus, name), out Utterance? utterance))
            {
                throw TextFile.Fault($"{at} clip {PlainName.Quote(name)} is not in the corpus{(corpus.Length > 0 ? $" {PlainName.Quote(corpus)}" : "")}; open the corpora that the split was made from.");
            }

            if (utterance.Emotion != row["emotion"])
            {
                throw TextFile.Fault($"{at} clip {PlainName.Quote(name)} is {PlainName.Quote(row["emotion"])} here and {PlainName.Quote(utterance.Emotion)} in the corpus; make the split anew.");
            }

            if (unchanged && row.Find(Digest) is { } digest && utterance.Digest is { } now && digest != now)
            {
                throw TextFile.Fault($"{at} clip {PlainName.Quote(name)} has other samples now than when the run began; bring back the old file, or begin another run.");
            }

            if (!lineOf.TryAdd(utterance.Id, row.Line))
            {
                throw TextFile.Fault($"{at} clip {PlainName.Quote(name)} is named already on line {lineOf[utterance.Id]}; a clip belongs to one part.");
            }

            List<Utterance> part = row["part"] switch
            {
                "train" => train,
                "validation" => validation,
                "test" => test,
                var other => throw TextFile.Fault($"{at} part {PlainName.Quote(other)} is not known; it must be train, validation or test."),
            };
            part.Add(utterance);
        }

        return new Split(train, validation, test);
    }

    private static void Append(StringBuilder text, string part, IReadOnlyList<Utterance> utterances, bool digests)
    {
        foreach (Utterance utterance in utterances)
        {
            string[] fields = [utterance.Name, part, utterance.Emotion, utterance.Speaker ?? "", utterance.Corpus];
            text.Append(CsvTable.Line(digests ? [.. fields, utterance.Digest ?? ""] : fields)).Append('\n');
        }
    }
}
