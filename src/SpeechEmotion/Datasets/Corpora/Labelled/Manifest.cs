using SpeechEmotion.Datasets.Tables;

namespace SpeechEmotion.Datasets.Corpora.Labelled;

/// <summary>A corpus as a table: <c>path,emotion</c> and, as far as known, <c>speaker,sentence,corpus</c>, and <c>start,end</c> in seconds if the clip is a segment of the file; the paths, whose column may be called <c>file</c> too, relative to the table's folder.</summary>
internal static class Manifest
{
    public const string Name = "manifest";

    private const double ShortestSegment = 0.1; // seconds

    public static (List<Utterance> Utterances, List<ExcludedFile> Excluded) Read(string path)
    {
        string folder = Path.GetDirectoryName(path)!;
        var utterances = new List<Utterance>();
        var leftOut = new List<ExcludedFile>();
        var lineOf = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (CsvRow row in CsvTable.Read(path, required: ["path|file", "emotion"]))
        {
            string entry = row["path"];
            string name = entry.Replace('\\', '/');
            if (row.Find("emotion") is not { } emotion || string.IsNullOrWhiteSpace(emotion))
            {
                throw TextFile.Fault($"{path}: line {row.Line}: the emotion of {PlainName.Quote(entry)} is empty; every clip needs one.");
            }

            if (name.Length == 0)
            {
                throw TextFile.Fault($"{path}: line {row.Line}: the path is empty; every clip needs one.");
            }

            if (name.Contains('\0', StringComparison.Ordinal))
            {
                throw TextFile.Fault($"{path}: line {row.Line}: the path {PlainName.Quote(entry)} holds a null character, which no path can; is the table UTF-8?");
            }

            string? corpus = row.Find("corpus")?.Trim();
            if (corpus?.AsSpan().IndexOfAny('/', '+') >= 0)
            {
                throw TextFile.Fault($"{path}: line {row.Line}: the corpus of {PlainName.Quote(entry)} is {PlainName.Quote(corpus!)}; a corpus's name has no '/' and no '+'.");
            }

            // A clip is named by its path below the table's folder, or by its whole path where it lies elsewhere.
            string full = Path.GetFullPath(name, folder);
            string below = Path.GetRelativePath(folder, full).Replace('\\', '/');
            name = below.StartsWith("../", StringComparison.Ordinal) || Path.IsPathRooted(below) ? full.Replace('\\', '/') : below;
            (double? start, double? end) = Segment(row, path);
            name = start is null && end is null ? name : FormattableString.Invariant($"{name}#{start ?? 0:R}-{end:R}");
            if (!lineOf.TryAdd(name, row.Line))
            {
                throw TextFile.Fault($"{path}: line {row.Line}: {PlainName.Quote(entry)} is listed already on line {lineOf[name]}; list each clip once.");
            }

            if (File.Exists(full))
            {
                utterances.Add(new Utterance
                {
                    Name = name,
                    Path = full,
                    Start = start,
                    End = end,
                    Corpus = corpus ?? "",
                    Emotion = EmotionNames.Normalize(emotion),
                    Speaker = row.Find("speaker")?.Trim(),
                    Sentence = row.Find("sentence")?.Trim(),
                });
            }
            else
            {
                leftOut.Add(new ExcludedFile(name, $"no such file (line {row.Line} of {Path.GetFileName(path)})") { Fault = FaultKind.Unreadable });
            }
        }

        return (utterances, leftOut);
    }

    private static (double? Start, double? End) Segment(CsvRow row, string path)
    {
        double? start = row.Find("start") is null ? null : row.Number("start"), end = row.Find("end") is null ? null : row.Number("end");
        if (end - (start ?? 0) is > 0 and < ShortestSegment - 1e-9)
        {
            throw TextFile.Fault(FormattableString.Invariant($"{path}: line {row.Line}: the segment from {start ?? 0} to {end} s is shorter than {ShortestSegment} s, too short for an emotion; leave the line out, or give start and end in seconds."));
        }

        return start is null or >= 0 && (end is null || end > (start ?? 0)) ? (start, end)
            : throw TextFile.Fault(FormattableString.Invariant($"{path}: line {row.Line}: the segment from {start ?? 0} to {end} s is none; start must be 0 or more, and end above it."));
    }
}
