using System.Security.Cryptography;
using System.Text;
using SpeechEmotion.Audio;
using SpeechEmotion.Cli.Terminal;
using SpeechEmotion.Datasets.Tables;

namespace SpeechEmotion.Cli.Bulk;

/// <summary>The recordings that a command line names, in their order, read as they are needed: files, folders, lists (.txt, a path per line) and tables (.csv with a column path), paths in which are relative to the list's folder.</summary>
/// <param name="context">Is told what folders leave out.</param>
/// <param name="paths">What was named.</param>
internal sealed class RecordingList(CommandContext context, IReadOnlyList<string> paths)
{
    private static readonly string[] s_lists = [".txt", ".csv"];

    private readonly Dictionary<string, AudioFolder> _folders = []; // Searched once, so that what is left out is told once.

    /// <summary>The recordings. A list is read from its beginning each time.</summary>
    /// <exception cref="InvalidDataException">A folder has no recordings, or a table is none.</exception>
    /// <exception cref="IOException">A list cannot be read.</exception>
    public IEnumerable<AudioInput> Recordings(CancellationToken cancellation) => paths.SelectMany(path =>
        path == StandardInput.Path ? [StandardInput.Recording]
        : Directory.Exists(path) ? InFolder(path, cancellation)
        : s_lists.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase) && File.Exists(path) ? Listed(path, cancellation)
        : [new AudioInput(path, path)]);

    /// <summary>Counts the recordings, and tells their list from any other: SHA-256 of all paths.</summary>
    /// <param name="output">The file that answers go to, which must be none of them; null if it does not exist.</param>
    /// <param name="cancellation">Ends the count.</param>
    public (long Count, string Digest) Survey(string? output, CancellationToken cancellation)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        long count = 0;
        foreach (AudioInput input in Recordings(cancellation))
        {
            cancellation.ThrowIfCancellationRequested();
            if (output is not null)
            {
                OutputFile.RefuseInput(input.Path, output);
            }

            hash.AppendData(Encoding.UTF8.GetBytes(input.Path + "\n"));
            count++;
        }

        return (count, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    private IEnumerable<AudioInput> InFolder(string path, CancellationToken cancellation)
    {
        if (!_folders.TryGetValue(path, out AudioFolder? folder))
        {
            _folders[path] = folder = AudioFolder.Search(path, cancellation);
            foreach (string line in folder.Notices())
            {
                context.Warn(line);
            }
        }

        return folder.Files.Count > 0
            ? folder.Files.Select(file => new AudioInput(file.Path, file.Name))
            : throw new InvalidDataException($"{path}: has no audio files ({string.Join(' ', AudioFile.Extensions)}), nor has any folder below it");
    }

    private static IEnumerable<AudioInput> Listed(string list, CancellationToken cancellation)
    {
        string folder = Path.GetDirectoryName(list) ?? "";
        IEnumerable<string> entries = Path.GetExtension(list).Equals(".csv", StringComparison.OrdinalIgnoreCase)
            ? CsvTable.Stream(list, isOwn: false, "path|file").Select(row => WholeRecording(list, row))
            : TextFile.Lines(list);
        bool isEmpty = true;
        foreach (string entry in entries.Where(entry => !string.IsNullOrWhiteSpace(entry)))
        {
            cancellation.ThrowIfCancellationRequested();
            if (entry.Contains('\0', StringComparison.Ordinal))
            {
                throw new InvalidDataException($"{list}: has a null character, so it is no list; a list is text with a path on each line");
            }

            if (entry == StandardInput.Path)
            {
                throw new InvalidDataException($"{list}: names '-', standard input, which only the command line can; a file of this name is ./-");
            }

            isEmpty = false;
            yield return new AudioInput(Path.Combine(folder, entry), entry);
        }

        if (isEmpty)
        {
            throw new InvalidDataException($"{list}: lists no recordings; it must have a path on each line");
        }
    }

    private static string WholeRecording(string list, CsvRow row) =>
        row.Find("start") is null && row.Find("end") is null
            ? row["path"]
            : throw new InvalidDataException($"{list}: line {row.Line} is about a part of a recording (start, end); predict answers whole recordings, or segments with --timeline");
}
