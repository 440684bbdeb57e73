using SpeechEmotion.Audio;


namespace SpeechEmotion.Cli.Bulk;

/// <summary>Joins the answers of shards: one recording of each in turn, which is their order in the list.</summary>
/// <param name="context">Is told what is missing or there twice.</param>
/// <param name="files">The shards' files.</param>
/// <param name="output">The joined file.</param>
internal sealed class Merge(CommandContext context, IReadOnlyList<string> files, string output)
{
    private int _faults;

    /// <summary>Joins the shards.</summary>
    /// <returns>0 if every recording is answered exactly once, 1 if not.</returns>
    /// <exception cref="InvalidDataException">A file is no shard, or the shards are not of one list and model.</exception>
    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        // 1. what each file is
        Dictionary<string, BulkCard> cards = [];
        foreach (string file in files.Distinct())
        {
            cards[file] = BulkCard.Read(file);
        }

        BulkCard whole = cards[files[0]] with { Shard = null };
        int shards = Shard.Parse(cards[files[0]].Shard ?? "1/1")!.Count;
        string?[] byIndex = new string?[shards];
        foreach (string file in files)
        {
            Place(file, cards[file], byIndex, whole, shards);
        }

        // 2. one recording of each in turn
        using OutputFile folder = OutputFile.Prepare(output);
        foreach (string file in files)
        {
            OutputFile.RefuseInput(file, output, "shard");
        }

        await ResultFile.WriteAsync(output, ResultFile.FormatOf(output)!.Value, whole, RowsAsync(byIndex, whole, cancellation), cancellation);
        return _faults == 0 ? Cli.Success : Cli.Failure;
    }

    private void Place(string file, BulkCard card, string?[] byIndex, BulkCard whole, int shards)
    {
        Shard shard = Shard.Parse(card.Shard ?? "1/1")!;
        if (shard.Count != shards)
        {
            throw new InvalidDataException($"{file}: is shard {shard}, {files[0]} is one of {shards}; merge the shards of one run");
        }

        if ((card with { Shard = null }).Difference(whole, "the other") is { } difference)
        {
            throw new InvalidDataException($"{file}: does not go with {files[0]}, which was made with {difference}; merge the shards of one run");
        }

        if (byIndex[shard.Index - 1] is { } other)
        {
            Fault($"shard {shard} is there twice: {other} and {file}; the first is taken");
        }
        else if (File.Exists(Journal.PathOf(file)))
        {
            Fault($"shard {shard} is not finished: {Counted.Of(File.ReadLines(Journal.PathOf(file)).LongCount(), "answer")} so far, {Counted.Of(shard.CountOf(card.Recordings), "recording")}; --resume goes on with {file}");
            byIndex[shard.Index - 1] = "";
        }
        else if (!File.Exists(file))
        {
            Fault($"shard {shard} is missing: {file} was not written");
            byIndex[shard.Index - 1] = "";
        }
        else
        {
            byIndex[shard.Index - 1] = file;
        }
    }

    private async IAsyncEnumerable<ResultRow> RowsAsync(string?[] byIndex, BulkCard whole, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        IAsyncEnumerator<IReadOnlyList<ResultRow>>?[] readers =
        [
            .. byIndex.Select(file => string.IsNullOrEmpty(file) ? null
                : ResultFile.ByRecordingAsync(ResultFile.ReadAsync(file, ResultFile.FormatOf(file)!.Value, whole.Labels), cancellation).GetAsyncEnumerator(cancellation)),
        ];
        long[] missing = new long[readers.Length];
        try
        {
            for (long i = 0; i < whole.Recordings; i++)
            {
                int at = (int)(i % readers.Length);
                if (readers[at] is { } reader && await reader.MoveNextAsync())
                {
                    foreach (ResultRow row in reader.Current)
                    {
                        yield return row;
                    }
                }
                else
                {
                    missing[at]++;
                }
            }

            for (int at = 0; at < readers.Length; at++)
            {
                await TellAsync(byIndex[at], at, readers.Length, readers[at], missing[at]);
            }
        }
        finally
        {
            foreach (IAsyncEnumerator<IReadOnlyList<ResultRow>>? reader in readers)
            {
                await (reader?.DisposeAsync() ?? ValueTask.CompletedTask);
            }
        }
    }

    private async Task TellAsync(string? file, int at, int count, IAsyncEnumerator<IReadOnlyList<ResultRow>>? reader, long missing)
    {
        Shard shard = new(at + 1, count);
        if (file is null && missing > 0)
        {
            Fault($"shard {shard} is missing: {Counted.Of(missing, "recording")}");
        }
        else if (file?.Length > 0 && missing > 0)
        {
            Fault($"shard {shard} lacks {Counted.Of(missing, "recording")}: {file} ends early");
        }
        else if (reader is not null && await reader.MoveNextAsync())
        {
            Fault($"shard {shard} has more answers than recordings: {file}, from {reader.Current[0].File} on; they are left out");
        }
    }

    private void Fault(string line)
    {
        _faults++;
        context.Error.WriteLine($"ser: {line}");
    }
}
