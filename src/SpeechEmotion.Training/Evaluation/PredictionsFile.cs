using System.Globalization;
using System.Text;
using SpeechEmotion.Datasets;

namespace SpeechEmotion.Evaluation;

/// <summary>Writes and reads <c>predictions.csv</c>: a clip per row with its name, speaker, intended emotion, and the probability of every emotion in a column of its name.</summary>
public static class PredictionsFile
{
    private static readonly string[] Columns = ["name", "speaker", "intended"];

    /// <summary>Writes the table, to a temporary name that is then renamed.</summary>
    public static void Write(string path, Predictions predictions)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(predictions);
        StringBuilder text = new();
        text.Append(CsvTable.Line([.. Columns, .. predictions.Labels])).Append('\n');
        foreach (Prediction clip in predictions.Clips)
        {
            IEnumerable<string> probabilities = clip.Probabilities.Select(value => value.ToString("R", CultureInfo.InvariantCulture));
            text.Append(CsvTable.Line([clip.Name, clip.Speaker ?? "", predictions.Labels[clip.Truth], .. probabilities])).Append('\n');
        }

        string temporary = path + ".tmp";
        File.WriteAllText(temporary, text.ToString());
        File.Move(temporary, path, overwrite: true);
    }

    /// <summary>Reads a table that <see cref="Write"/> wrote.</summary>
    /// <exception cref="InvalidDataException">The table is damaged; the message says where.</exception>
    public static Predictions Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        List<CsvRow> rows = CsvTable.Read(path, Columns);
        string[] labels = [.. File.ReadLines(path).First().Split(',').Skip(Columns.Length)];
        return new Predictions(labels, [.. rows.Select(row => Parse(row, labels, path))]);
    }

    private static Prediction Parse(CsvRow row, string[] labels, string path)
    {
        int truth = Array.IndexOf(labels, row["intended"]);
        float[] probabilities = new float[labels.Length];
        for (int i = 0; i < labels.Length; i++)
        {
            if (truth < 0 || !float.TryParse(row[labels[i]], NumberStyles.Float, CultureInfo.InvariantCulture, out probabilities[i]))
            {
                throw new InvalidDataException($"{path}: line {row.Line} is not a clip with its intended emotion and {labels.Length} probabilities.");
            }
        }

        return new Prediction(row["name"], row.Find("speaker"), truth, probabilities);
    }
}
