using SpeechEmotion.Audio;
using SpeechEmotion.Datasets.Tables;

namespace SpeechEmotion.Datasets;

/// <summary>
/// What listeners heard: for each clip, how many chose each emotion. Read from a table (<c>.csv</c>) with a column <c>clip</c> (or <c>path</c>) and a column for each emotion, whole numbers; other columns
/// do not matter.
/// </summary>
public sealed class ListenerVotes
{
    private readonly string _path;
    private readonly Dictionary<string, IReadOnlyDictionary<string, int>> _votes;
    private readonly ILookup<string, string> _namesOf; // by the last part of the path

    private ListenerVotes(string path, Dictionary<string, IReadOnlyDictionary<string, int>> votes)
    {
        (_path, _votes) = (path, votes);
        _namesOf = votes.Keys.ToLookup(Last, StringComparer.Ordinal);
    }

    /// <summary>Number of clips that the table has votes for.</summary>
    public int Clips => _votes.Count;

    /// <summary>Reads a table.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">A column is missing, a number of votes is not a whole number of 0 or more, a clip has none at all, or is listed twice.</exception>
    public static ListenerVotes Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (!File.Exists(path))
        {
            throw new FileNotFoundException($"{path}: no such file; a table of votes has a column 'clip' and one for each emotion.", path);
        }

        List<CsvRow> rows = CsvTable.Read(path, "clip|path");
        if (rows.Count == 0)
        {
            throw TextFile.Fault($"{path}: has no row; there must be one for each clip.");
        }

        (string Column, string Emotion)[] emotions = [.. rows.FirstOrDefault()?.Columns.Select(column => (column, EmotionNames.Normalize(column))).Where(pair => EmotionNames.All.Contains(pair.Item2)) ?? []];
        if (emotions.Length < 2)
        {
            throw TextFile.Fault($"{path}: has columns for {Counted.Of(emotions.Length, "emotion")}; there must be one for each, such as clip,{string.Join(',', EmotionNames.CremaD)}.");
        }

        Dictionary<string, IReadOnlyDictionary<string, int>> votes = new(StringComparer.Ordinal);
        foreach (CsvRow row in rows)
        {
            Dictionary<string, int> heard = [];
            foreach ((string column, string emotion) in emotions)
            {
                if (!NumberText.TryParse(row[column], out int count) || count is < 0 or > 1_000_000)
                {
                    throw TextFile.Fault($"{path}: line {row.Line}: {column} is {PlainName.Quote(row[column])}; it must be a whole number of votes, 0 to 1000000.");
                }

                heard[emotion] = heard.GetValueOrDefault(emotion) + count;
            }

            if (heard.Values.All(count => count == 0))
            {
                throw TextFile.Fault($"{path}: line {row.Line}: clip {PlainName.Quote(row["clip"])} has no vote for any of {string.Join(", ", emotions.Select(pair => pair.Column))}; leave the line out.");
            }

            if (!votes.TryAdd(Key(row["clip"]), heard))
            {
                throw TextFile.Fault($"{path}: line {row.Line}: clip {PlainName.Quote(row["clip"])} is listed twice; list each clip once.");
            }
        }

        return new ListenerVotes(path, votes);
    }

    /// <summary>Votes for a clip, by emotion; null if the table has none.</summary>
    /// <param name="clip">The clip. Its file name without extension counts, and of its folders as many as the table has.</param>
    public IReadOnlyDictionary<string, int>? Of(Utterance clip)
    {
        ArgumentNullException.ThrowIfNull(clip);
        return NameOf(clip) is { } name ? _votes[name] : null;
    }

    /// <summary>Refuses a table one of whose rows several clips of a corpus would take for theirs.</summary>
    /// <exception cref="InvalidDataException">There is such a row.</exception>
    internal void RequireOneClipEach(IEnumerable<Utterance> clips)
    {
        foreach (IGrouping<string, Utterance> same in clips.Select(clip => (Name: NameOf(clip), Clip: clip)).Where(pair => pair.Name is not null).GroupBy(pair => pair.Name!, pair => pair.Clip))
        {
            if (same.Select(clip => (clip.Corpus, clip.Name)).Distinct().Take(2).ToArray() is [var first, var second])
            {
                throw TextFile.Fault($"{_path}: clip {PlainName.Quote(same.Key)} may be {PlainName.Quote(first.Name)} or {PlainName.Quote(second.Name)}; write the folder, too.");
            }
        }
    }

    private static string Key(string name)
    {
        string path = name.Replace('\\', '/');
        return path[..^Path.GetExtension(path).Length];
    }

    private static string Last(string key) => key[(key.LastIndexOf('/') + 1)..];

    /// <summary>The clip as the table calls it: the names agree in as many parts as the shorter one has.</summary>
    private string? NameOf(Utterance clip)
    {
        string key = Key(clip.Name);
        return _namesOf[Last(key)].Where(name => name == key || name.EndsWith($"/{key}", StringComparison.Ordinal) || key.EndsWith($"/{name}", StringComparison.Ordinal)).MaxBy(name => name.Length);
    }
}
