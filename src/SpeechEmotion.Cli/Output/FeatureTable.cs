using Parquet;
using Parquet.Schema;
using SpeechEmotion.Audio;
using SpeechEmotion.Datasets.Tables;

namespace SpeechEmotion.Cli.Output;

/// <summary>A table of features: a row per clip, the clip's name and then numbers. What a clip does not have, such as the pitch of a whisper, is an empty field in CSV and null in Parquet.</summary>
internal static class FeatureTable
{
    /// <summary>Whether a file's name tells such a table.</summary>
    public static bool Is(string path) => IsParquet(path) || Path.GetExtension(path).Equals(".csv", StringComparison.OrdinalIgnoreCase);

    /// <summary>Writes a table; the file appears whole or not at all.</summary>
    /// <param name="path">The file, .csv or .parquet.</param>
    /// <param name="columns">What the numbers are called.</param>
    /// <param name="rows">Name and numbers of each clip; a number that is none is NaN.</param>
    public static async Task WriteAsync(string path, IReadOnlyList<string> columns, IReadOnlyList<(string Name, double[] Values)> rows)
    {
        using AtomicFile file = new(path);
        if (IsParquet(path))
        {
            await WriteParquetAsync(file.Stream, columns, rows);
        }
        else
        {
            await using StreamWriter text = new(file.Stream, leaveOpen: true) { NewLine = "\n" };
            text.WriteLine(CsvTable.Line(["name", .. columns]));
            foreach ((string name, double[] values) in rows)
            {
                text.WriteLine(CsvTable.Line([name, .. values.Select(value => double.IsNaN(value) ? "" : $"{value:G9}")]));
            }
        }

        file.Complete();
    }

    private static bool IsParquet(string path) => Path.GetExtension(path).Equals(".parquet", StringComparison.OrdinalIgnoreCase);

    private static async Task WriteParquetAsync(Stream output, IReadOnlyList<string> columns, IReadOnlyList<(string Name, double[] Values)> rows)
    {
        DataField name = new("name", typeof(string), isNullable: false);
        DataField[] numbers = [.. columns.Select(column => new DataField(column, typeof(double), isNullable: true))];
        await using ParquetWriter writer = await ParquetWriter.CreateAsync(new ParquetSchema([name, .. numbers]), output, new ParquetOptions { CompressionMethod = CompressionMethod.Snappy });
        using ParquetRowGroupWriter group = writer.CreateRowGroup();
        await group.WriteAsync(name, (IReadOnlyCollection<string>)[.. rows.Select(row => row.Name)]);
        for (int i = 0; i < numbers.Length; i++)
        {
            await group.WriteAsync<double>(numbers[i], rows.Select(row => double.IsNaN(row.Values[i]) ? (double?)null : row.Values[i]).ToArray().AsMemory());
        }
    }
}
