using System.Globalization;
using System.Text;
using SpeechEmotion.Audio;
using SpeechEmotion.Datasets;
using SpeechEmotion.Datasets.Tables;

namespace SpeechEmotion.Runs;

/// <summary>Writes and reads <c>predictions.csv</c>: a clip per row with its name, speaker, intended emotion, corpus, and the probability of every emotion in a column of its name.</summary>
public static class PredictionsFile
{
    private static readonly string[] Columns = ["name", "speaker", "intended"];
    private static readonly string Corpus = "corpus";

    /// <summary>Writes the table, to a temporary name that is then renamed.</summary>
    public static void Write(string path, Predictions predictions)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(predictions);
        StringBuilder text = new();
        text.Append(CsvTable.Line([.. Columns, Corpus, .. predictions.Labels])).Append('\n');
        foreach (Prediction clip in predictions.Clips)
        {
            IEnumerable<string> probabilities = clip.Probabilities.Select(value => value.ToString("R", CultureInfo.InvariantCulture));
            text.Append(CsvTable.Line([clip.Name, clip.Speaker ?? "", predictions.Labels[clip.Truth], clip.Corpus, .. probabilities])).Append('\n');
        }

        AtomicFile.Write(path, text.ToString());
    }

    /// <summary>Reads a table that <see cref="Write"/> wrote.</summary>
    /// <param name="path">The file.</param>
    /// <param name="labels">The emotions, each a column.</param>
    /// <exception cref="InvalidDataException">The table is damaged or has other emotions; the message says where.</exception>
    public static Predictions Read(string path, IReadOnlyList<string> labels)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(labels);
        return new Predictions(labels, [.. CsvTable.ReadOwn(path, [.. Columns, .. labels]).Select(row => Parse(row, labels, path))]);
    }

    private static Prediction Parse(CsvRow row, IReadOnlyList<string> labels, string path)
    {
        int truth = labels.ToList().IndexOf(row["intended"]);
        if (truth < 0)
        {
            throw TextFile.Fault($"{path}: line {row.Line}: the intended emotion is {PlainName.Quote(row["intended"])}; it must be one of {string.Join(", ", labels)}.");
        }

        float[] probabilities = [.. labels.Select(label => row.Number(label) is >= 0 and <= 1 and double value
            ? (float)value
            : throw TextFile.Fault($"{path}: line {row.Line}: {label} is {row[label]}; a probability is 0 to 1."))];
        return new Prediction(row["name"], row.Find("speaker"), truth, probabilities) { Corpus = row.Find(Corpus) ?? "" };
    }
}
