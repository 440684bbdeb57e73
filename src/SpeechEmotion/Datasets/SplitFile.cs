using System.Text;
using SpeechEmotion.Audio;

namespace SpeechEmotion.Datasets;

/// <summary>A split as a table, <c>name,part,emotion,speaker</c>: a row per clip, the part being train, validation or test.</summary>
public static class SplitFile
{
    private static readonly string[] Columns = ["name", "part", "emotion", "speaker"];

    /// <summary>Writes a split, training part first. The file appears whole or not at all.</summary>
    /// <param name="path">The file to write; one that is there is replaced.</param>
    /// <param name="split">The split.</param>
    public static void Write(string path, Split split)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        ArgumentNullException.ThrowIfNull(split);
        var text = new StringBuilder();
        text.Append(CsvTable.Line(Columns)).Append('\n');
        Append(text, "train", split.Train);
        Append(text, "validation", split.Validation);
        Append(text, "test", split.Test);
        WholeFile.Write(path, text.ToString());
    }

    /// <summary>Reads a split back. Clips of the corpus that it does not name are in no part.</summary>
    /// <param name="path">The file.</param>
    /// <param name="utterances">The clips of the corpus it was made from.</param>
    /// <exception cref="InvalidDataException">A named clip is not in the corpus or has another emotion there, is named twice, or its part is not known.</exception>
    public static Split Read(string path, IReadOnlyList<Utterance> utterances)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        ArgumentNullException.ThrowIfNull(utterances);
        Dictionary<string, Utterance> corpus = utterances.ToDictionary(u => u.Name, StringComparer.Ordinal);
        var lineOf = new Dictionary<string, int>(StringComparer.Ordinal);
        List<Utterance> train = [], validation = [], test = [];
        foreach (CsvRow row in CsvTable.Read(path, Columns))
        {
            string name = row["name"];
            string at = $"{path}: line {row.Line}:";
            if (!corpus.TryGetValue(name, out Utterance? utterance))
            {
                throw new InvalidDataException($"{at} clip '{name}' is not in the corpus; open the corpus that the split was made from.");
            }

            if (utterance.Emotion != row["emotion"])
            {
                throw new InvalidDataException($"{at} clip '{name}' is '{row["emotion"]}' here and '{utterance.Emotion}' in the corpus; make the split anew.");
            }

            if (!lineOf.TryAdd(name, row.Line))
            {
                throw new InvalidDataException($"{at} clip '{name}' is named already on line {lineOf[name]}; a clip belongs to one part.");
            }

            List<Utterance> part = row["part"] switch
            {
                "train" => train,
                "validation" => validation,
                "test" => test,
                var other => throw new InvalidDataException($"{at} part '{other}' is not known; it must be train, validation or test."),
            };
            part.Add(utterance);
        }

        return new Split(train, validation, test);
    }

    private static void Append(StringBuilder text, string part, IReadOnlyList<Utterance> utterances)
    {
        foreach (Utterance utterance in utterances)
        {
            text.Append(CsvTable.Line(utterance.Name, part, utterance.Emotion, utterance.Speaker ?? "")).Append('\n');
        }
    }
}
