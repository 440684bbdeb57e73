using Parquet;
using Parquet.Schema;

namespace SpeechEmotion.Cli.Bulk;

/// <summary>Results as Parquet: the columns of the CSV table, typed, in groups of rows, which is as many as are in memory at once.</summary>
internal sealed class ParquetResults : IResultWriter
{
    private const int RowsPerGroup = 50_000;

    private readonly ParquetWriter _writer;
    private readonly Column[] _columns;
    private readonly List<ResultRow> _rows = new(RowsPerGroup);

    private ParquetResults(ParquetWriter writer, Column[] columns) => (_writer, _columns) = (writer, columns);

    /// <summary>Begins a file.</summary>
    /// <param name="output">Where it goes; it stays open.</param>
    /// <param name="card">What the results are about; the model's name and digest become metadata.</param>
    public static async Task<ParquetResults> CreateAsync(Stream output, BulkCard card)
    {
        Column[] columns = Columns(card.Labels, card.IsSplit);
        ParquetWriter writer = await ParquetWriter.CreateAsync(new ParquetSchema(columns.Select(column => (Field)column.Field)), output, new ParquetOptions { CompressionMethod = CompressionMethod.Snappy });
        writer.CustomMetadata = new Dictionary<string, string> { ["model"] = card.Model, ["modelDigest"] = card.ModelDigest };
        return new ParquetResults(writer, columns);
    }

    /// <summary>Reads such a file, a group of rows at a time.</summary>
    /// <exception cref="InvalidDataException">It is none, or not of a model with these labels.</exception>
    public static async IAsyncEnumerable<ResultRow> ReadAsync(string path, IReadOnlyList<string> labels)
    {
        await using FileStream file = File.OpenRead(path);
        await using ParquetReader reader = await OpenAsync(file, path);
        DataField[] fields = reader.Schema.GetDataFields();
        Column[] columns = Columns(labels, fields.Any(field => field.Name == "channel"));
        if (!fields.Select(field => (field.Name, field.ClrType)).SequenceEqual(columns.Select(column => (column.Field.Name, column.Field.ClrType))))
        {
            throw new InvalidDataException($"{path}: has the columns {string.Join(", ", fields.Select(field => field.Name))}; results of this model have {string.Join(", ", columns.Select(column => column.Field.Name))}");
        }

        for (int group = 0; group < reader.RowGroupCount; group++)
        {
            using ParquetRowGroupReader rows = reader.OpenRowGroupReader(group);
            int count = (int)rows.RowCount;
            Dictionary<string, Array> values = [];
            for (int i = 0; i < columns.Length; i++)
            {
                values[columns[i].Field.Name] = await columns[i].ReadAsync(rows, fields[i], count);
            }

            for (int i = 0; i < count; i++)
            {
                yield return Row(values, i, labels);
            }
        }
    }

    /// <inheritdoc/>
    public async ValueTask WriteAsync(ResultRow row)
    {
        _rows.Add(row);
        if (_rows.Count == RowsPerGroup)
        {
            await WriteGroupAsync();
        }
    }

    /// <inheritdoc/>
    public async ValueTask FinishAsync()
    {
        if (_rows.Count > 0)
        {
            await WriteGroupAsync();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await _writer.DisposeAsync();

    private static async Task<ParquetReader> OpenAsync(Stream file, string path)
    {
        try
        {
            return await ParquetReader.CreateAsync(file);
        }
        catch (Exception e) when (e is IOException or InvalidOperationException or ArgumentException or InvalidDataException)
        {
            throw new InvalidDataException($"{path}: is no Parquet file, or not a whole one", e);
        }
    }

    private static ResultRow Row(Dictionary<string, Array> values, int i, IReadOnlyList<string> labels)
    {
        double? Number(string column) => ((double?[])values[column])[i];
        string? Text(string column) => ((string?[])values[column])[i];
        return new ResultRow
        {
            File = Text("file")!,
            Channel = values.TryGetValue("channel", out Array? channels) ? ((int?[])channels)[i] : null,
            Seconds = Number("seconds"),
            Answer = Text("answer"),
            Emotion = Text("emotion"),
            Probability = Number("probability"),
            Margin = Number("margin"),
            Unsure = ((bool?[])values["unsure"])[i],
            Speech = Number("speech"),
            Probabilities = Number(labels[0]) is null ? [] : [.. labels.Select(label => Number(label)!.Value)],
            Error = Text("error"),
        };
    }

    private static Column[] Columns(IReadOnlyList<string> labels, bool isSplit) =>
    [
        TextColumn("file", row => row.File),
        .. isSplit ? [NumberColumn("channel", row => row.Channel)] : Array.Empty<Column>(),
        NumberColumn("seconds", row => row.Seconds),
        TextColumn("answer", row => row.Answer),
        TextColumn("emotion", row => row.Emotion),
        NumberColumn("probability", row => row.Probability),
        NumberColumn("margin", row => row.Margin),
        NumberColumn("unsure", row => row.Unsure),
        NumberColumn("speech", row => row.Speech),
        .. labels.Select((label, i) => NumberColumn(label, row => row.Probabilities.Count == 0 ? (double?)null : row.Probabilities[i])),
        TextColumn("error", row => row.Error),
    ];

    private static Column TextColumn(string name, Func<ResultRow, string?> value)
    {
        DataField field = new(name, typeof(string), isNullable: true);
        return new Column(
            field,
            async (group, rows) => await group.WriteAsync(field, (IReadOnlyCollection<string>)rows.ConvertAll(row => value(row)!)),
            async (group, from, count) =>
            {
                string?[] values = new string?[count];
                await group.ReadAsync(from, values.AsMemory());
                return values;
            });
    }

    private static Column NumberColumn<T>(string name, Func<ResultRow, T?> value)
        where T : struct
    {
        DataField field = new(name, typeof(T), isNullable: true);
        return new Column(
            field,
            async (group, rows) => await group.WriteAsync<T>(field, rows.ConvertAll(row => value(row)).ToArray().AsMemory()),
            async (group, from, count) =>
            {
                T?[] values = new T?[count];
                await group.ReadAsync<T>(from, values.AsMemory());
                return values;
            });
    }

    private async Task WriteGroupAsync()
    {
        using ParquetRowGroupWriter group = _writer.CreateRowGroup();
        foreach (Column column in _columns)
        {
            await column.WriteAsync(group, _rows);
        }

        _rows.Clear();
    }

    /// <summary>A column, and how its values get into a group of rows and out of it.</summary>
    private sealed record Column(DataField Field, Func<ParquetRowGroupWriter, List<ResultRow>, Task> WriteAsync, Func<ParquetRowGroupReader, DataField, int, Task<Array>> ReadAsync);
}
