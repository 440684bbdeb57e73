using System.Globalization;
using System.Text;
using SpeechEmotion.Audio;
using SpeechEmotion.Datasets;
using SpeechEmotion.Datasets.Tables;

namespace SpeechEmotion.Runs;

/// <summary>Reads and writes <c>metrics.csv</c>: a header, then a row per epoch. Numbers are written so that reading gives back the same bits.</summary>
public static class MetricsFile
{
    private const string Header = "epoch,trainLoss,trainAccuracy,validationLoss,validationAccuracy,validationUar,learningRate,seconds";

    /// <summary>Writes all rows to a temporary file and renames it, so that the file is whole at any time.</summary>
    /// <param name="path">The file; it is replaced.</param>
    /// <param name="epochs">The rows, in order.</param>
    public static void Write(string path, IEnumerable<EpochMetrics> epochs)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(epochs);
        var text = new StringBuilder(Header).Append('\n');
        foreach (EpochMetrics row in epochs)
        {
            text.Append(CultureInfo.InvariantCulture, $"{row.Epoch},{row.TrainLoss:R},{row.TrainAccuracy:R},{row.ValidationLoss:R},");
            text.Append(CultureInfo.InvariantCulture, $"{row.ValidationAccuracy:R},{row.ValidationUar:R},{row.LearningRate:R},{row.Seconds:R}\n");
        }

        AtomicFile.Write(path, text.ToString());
    }

    /// <summary>Reads the rows that <see cref="Write"/> wrote.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">The header or a row is not as it should be; the message says which line.</exception>
    public static IReadOnlyList<EpochMetrics> Read(string path)
    {
        string[] lines = TextFile.Read(path, TextFile.LongestDocument).TrimEnd().Split('\n', StringSplitOptions.TrimEntries);
        if (lines[0] != Header)
        {
            throw TextFile.Fault($"{path}: line 1 is not the header '{Header}'.");
        }

        var rows = new List<EpochMetrics>(lines.Length - 1);
        for (int i = 1; i < lines.Length; i++)
        {
            string[] fields = lines[i].Split(',');
            double[] values = [.. fields.Skip(1).Select(field => Number(field, path, i + 1))];
            if (values.Length != 7 || fields[0] != i.ToString(CultureInfo.InvariantCulture))
            {
                throw TextFile.Fault($"{path}: line {i + 1} is not epoch {i} and 7 numbers: {PlainName.Quote(lines[i])}.");
            }

            rows.Add(new EpochMetrics(i, values[0], values[1], values[2], values[3], values[4], values[5], values[6]));
        }

        return rows;
    }

    private static double Number(string field, string path, int line) => field == "NaN" ? double.NaN // Nothing validates.
        : NumberText.TryParse(field, out double value) ? value
        : throw TextFile.Fault($"{path}: line {line}: a value {NumberText.Describe(field, "a number")}.");
}
