using System.Runtime.CompilerServices;
using SpeechEmotion.Audio;
using SpeechEmotion.Cli.Options;

namespace SpeechEmotion.Cli.Bulk;

/// <summary>Files of results, whatever their format.</summary>
internal static class ResultFile
{
    /// <summary>The format that a file's name tells; null if it is none that is written as it grows.</summary>
    public static AnswerFormat? FormatOf(string path) => Path.GetExtension(path).ToLowerInvariant() switch
    {
        ".jsonl" => AnswerFormat.JsonLines,
        ".csv" => AnswerFormat.Csv,
        ".parquet" => AnswerFormat.Parquet,
        _ => null,
    };

    /// <summary>Reads a file of results.</summary>
    /// <exception cref="InvalidDataException">It is none of a model with these labels.</exception>
    public static IAsyncEnumerable<ResultRow> ReadAsync(string path, AnswerFormat format, IReadOnlyList<string> labels) => format switch
    {
        AnswerFormat.Parquet => ParquetResults.ReadAsync(path, labels),
        AnswerFormat.Csv => CsvResults.Read(path, labels).ToAsyncEnumerable(),
        _ => JsonLinesResults.Read(path, labels).ToAsyncEnumerable(),
    };

    /// <summary>Writes a file of results, which appears when all of them are in it.</summary>
    public static async Task WriteAsync(string path, AnswerFormat format, BulkCard card, IAsyncEnumerable<ResultRow> rows, CancellationToken cancellation)
    {
        using AtomicFile file = new(path);
        IResultWriter writer = format switch
        {
            AnswerFormat.Parquet => await ParquetResults.CreateAsync(file.Stream, card),
            AnswerFormat.Csv => new CsvResults(file.Stream, card.Labels, card.IsSplit),
            _ => new JsonLinesResults(file.Stream, card.Labels),
        };
        await using (writer)
        {
            await foreach (ResultRow row in rows.WithCancellation(cancellation))
            {
                cancellation.ThrowIfCancellationRequested();
                await writer.WriteAsync(row);
            }

            await writer.FinishAsync();
        }

        file.Complete(toDisk: true);
    }

    /// <summary>The results of each recording: one, or one for each channel.</summary>
    public static async IAsyncEnumerable<IReadOnlyList<ResultRow>> ByRecordingAsync(IAsyncEnumerable<ResultRow> rows, [EnumeratorCancellation] CancellationToken cancellation)
    {
        List<ResultRow> recording = [];
        await foreach (ResultRow row in rows.WithCancellation(cancellation))
        {
            if (row.IsFirst && recording.Count > 0)
            {
                yield return recording;
                recording = [];
            }

            recording.Add(row);
        }

        if (recording.Count > 0)
        {
            yield return recording;
        }
    }
}
