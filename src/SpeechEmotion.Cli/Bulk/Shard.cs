namespace SpeechEmotion.Cli.Bulk;

/// <summary>A part of an ordered list of recordings: of N shards, shard I has the recordings I, I + N, I + 2 N … counted from 1. It depends on nothing but the order.</summary>
/// <param name="Index">Which shard, 1 to <paramref name="Count"/>.</param>
/// <param name="Count">Number of shards.</param>
internal sealed record Shard(int Index, int Count)
{
    /// <summary>The most shards that a list may have.</summary>
    public const int Most = 100_000;

    /// <summary>Reads <c>I/N</c>.</summary>
    /// <returns>Null if the text is no shard.</returns>
    public static Shard? Parse(string text)
    {
        string[] parts = text.Split('/');
        return parts.Length == 2 && int.TryParse(parts[0], out int index) && int.TryParse(parts[1], out int count) && index >= 1 && index <= count && count <= Most
            ? new Shard(index, count)
            : null;
    }

    /// <summary>Its recordings, in their order.</summary>
    public IEnumerable<T> Of<T>(IEnumerable<T> all) => all.Where((_, i) => i % Count == Index - 1);

    /// <summary>How many of a number of recordings it has.</summary>
    public long CountOf(long recordings) => (recordings + Count - Index) / Count;

    /// <inheritdoc/>
    public override string ToString() => $"{Index}/{Count}";
}
