using SpeechEmotion.Audio;
using SpeechEmotion.Datasets.Corpora.Labelled;
using SpeechEmotion.Datasets.Download;
using SpeechEmotion.Datasets.Tables;

namespace SpeechEmotion.Datasets.Corpora;

/// <summary>The corpora that are known by the names of their files, and two layouts for any other: a folder per emotion, and a table.</summary>
public static class KnownCorpora
{
    private static readonly CorpusFormat[] Formats =
    [
        CremaD.Format, Ravdess.Format, EmoDb.Format, Tess.Format, Savee.Format, EmoGator.Format, Nemo.Format, EmoSpeech.Format,
        Subesco.Format, Emovo.Format, JlCorpus.Format, Shemo.Format, Urdu.Format, Turev.Format, Mesd.Format, Ased.Format,
        Iemocap.Format, Meld.Format, MspPodcast.Format,
    ];

    /// <summary>The names that <see cref="Open"/> takes: those of the known corpora, such as crema-d, then folders and manifest.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Formats.Select(f => f.Name), EmotionFolders.Name, Manifest.Name];

    /// <summary>The known corpora: the name, a file's name as an example, and the emotions in their standard order.</summary>
    public static IReadOnlyList<(string Name, string Example, IReadOnlyList<string> Emotions)> All { get; } = [.. Formats.Select(f => (f.Name, f.Example, f.Emotions))];

    /// <summary>The known corpora that <see cref="Download"/> can say the files of.</summary>
    public static IReadOnlyList<string> Downloads { get; } = [.. Formats.Where(f => f.Download is not null).Select(f => f.Name)];

    /// <summary>From where a corpus is downloaded, and which files: what <see cref="LfsDownload"/> takes.</summary>
    /// <param name="name">One of <see cref="Downloads"/>.</param>
    /// <exception cref="ArgumentException">It is none of them.</exception>
    internal static LfsDownloadConfig Download(string name) =>
        Find(name)?.Download?.Invoke() ?? throw new ArgumentException($"'{name}' is no corpus that can be downloaded; those are {string.Join(", ", Downloads)}.", nameof(name));

    /// <summary>The published folds of clips, by speaker; null if no corpus has published as many for these speakers.</summary>
    internal static Dictionary<string, int>? PublishedFolds(IReadOnlyList<Utterance> clips, int folds) =>
        Formats.Select(format => format.PublishedFolds(clips)).FirstOrDefault(foldOf => foldOf?.Values.Distinct().Count() == folds);

    /// <summary>What is known of a corpus; null if nothing is.</summary>
    internal static CorpusFormat? Find(string name) => Array.Find(Formats, format => format.Name == name);

    /// <summary>
    /// Opens a corpus: lists its clips and reads what their names tell. The audio is not decoded. A file is left out, with the reason, where its name does not
    /// follow the grammar, where it is known to be faulty, where it is a second file of the same name, and where it holds the same bytes as another (all such
    /// files where they disagree about emotion or speaker, all but the first where they agree).
    /// </summary>
    /// <param name="folderOrCsv">A folder, searched with everything below it, or a table (<c>.csv</c>) with the header <c>path,emotion,speaker</c>.</param>
    /// <param name="name">
    /// One of <see cref="Names"/>; null finds out: a table is a manifest; a folder is the corpus whose grammar fits most of the audio files and at least half
    /// of them, or a folder per emotion where at least half are below folders named after emotions.
    /// </param>
    /// <param name="cancellation">Ends the search and the comparison of files.</param>
    /// <exception cref="ArgumentException">The name is not known, or does not go with the path.</exception>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="FileNotFoundException">There is no such table.</exception>
    /// <exception cref="InvalidDataException">No corpus is recognised, no clip is left, or the table is faulty.</exception>
    public static Corpus Open(string folderOrCsv, string? name = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folderOrCsv);
        if (name is not null && !Names.Contains(name, StringComparer.OrdinalIgnoreCase))
        {
            throw new ArgumentException($"Corpus {PlainName.Quote(name)} is not known; the names are {string.Join(", ", Names)}.");
        }

        string path = Path.GetFullPath(folderOrCsv);
        string? wanted = name?.ToLowerInvariant();
        bool table = path.EndsWith(".csv", StringComparison.OrdinalIgnoreCase) && !Directory.Exists(path);
        if (table != (wanted == Manifest.Name) && wanted is not null)
        {
            throw new ArgumentException(
                table
                    ? $"'{folderOrCsv}' is a table, which is a manifest and not '{wanted}'; give the corpus's folder."
                    : $"A manifest is a .csv file; '{folderOrCsv}' is not one.");
        }

        return table ? OpenManifest(path, cancellation) : OpenFolder(path, wanted, cancellation);
    }

    private static Corpus OpenManifest(string path, CancellationToken cancellation)
    {
        if (!File.Exists(path))
        {
            throw new FileNotFoundException($"{path}: no such file; a manifest is a table with the columns path,emotion,speaker.", path);
        }

        (List<Utterance> utterances, List<ExcludedFile> leftOut) = Manifest.Read(path);
        leftOut.AddRange(DuplicateFiles.Remove(utterances, cancellation));
        return Finish(Path.GetFileNameWithoutExtension(path), Manifest.Name, path, Path.GetDirectoryName(path)!, null, utterances, leftOut);
    }

    private static Corpus OpenFolder(string folder, string? name, CancellationToken cancellation)
    {
        if (!Directory.Exists(folder))
        {
            throw File.Exists(folder) ? new IOException($"{folder}: is a file; a corpus is a folder, or a table (.csv).") : new DirectoryNotFoundException($"{folder}: no such folder.");
        }

        AudioFolder found = AudioFolder.Search(folder, cancellation);
        IReadOnlyList<(string Name, string Path)> files = found.Files;
        name ??= Detect(folder, [.. files.Select(f => f.Name)]);
        CorpusFormat? format = Find(name);
        var utterances = new List<Utterance>();
        List<ExcludedFile> leftOut = [.. found.Skipped.Select(entry => new ExcludedFile(entry.Name, $"is {entry.Reason}") { Fault = FaultKind.Unreadable })];
        Dictionary<string, CorpusLabel>? labels = format?.Labels?.Invoke(folder);
        foreach ((string file, string path) in files)
        {
            if (labels is not null && format!.Fits(file))
            {
                CorpusLabel label = labels.GetValueOrDefault(format.Key(file)) ?? new CorpusLabel(null, null, null, null, "no table of labels in the folder names it");
                if (label.Emotion is { } emotion)
                {
                    utterances.Add(new Utterance { Name = file, Path = path, Emotion = emotion, Speaker = label.Speaker, Sex = label.Sex, Sentence = label.Sentence });
                }
                else
                {
                    leftOut.Add(new ExcludedFile(file, label.Reason));
                }
            }
            else if ((format?.Parse ?? EmotionFolders.Parse)(file, path) is { } utterance)
            {
                utterances.Add(utterance);
            }
            else
            {
                string reason = $"unknown name: not like {format?.Example ?? EmotionFolders.Example}";
                leftOut.Add(new ExcludedFile(file, reason) { Fault = FaultKind.UnknownName });
            }
        }

        if (format is not null)
        {
            IReadOnlyDictionary<string, (string Sex, int? Age)> speakers = format.Speakers(folder);
            utterances = utterances.ConvertAll(u => u.Sex is null && u.Speaker is not null && speakers.TryGetValue(u.Speaker, out (string Sex, int? Age) known) ? u with { Sex = known.Sex, Age = known.Age } : u);
            leftOut.AddRange(TakeOut(utterances, format));
        }

        leftOut.AddRange(DuplicateFiles.Remove(utterances, cancellation));
        return Finish(format?.Name ?? NameOf(folder), name, folder, folder, format?.Emotions, utterances, leftOut);
    }

    // Takes out what a corpus is known for: files beside the speech, a second file of the same name, faulty clips.
    private static List<ExcludedFile> TakeOut(List<Utterance> utterances, CorpusFormat format)
    {
        var leftOut = new List<ExcludedFile>();
        var firstOf = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (Utterance utterance in utterances)
        {
            // SAVEE's names are the speaker's own: DC/a01.wav and JE/a01.wav are two clips.
            string stem = format.Key(utterance.Name);
            if (format.Outside(utterance.Name) is { } outside)
            {
                leftOut.Add(new ExcludedFile(utterance.Name, outside));
            }
            else if (!firstOf.TryAdd($"{utterance.Speaker}/{stem}", utterance.Name))
            {
                leftOut.Add(new ExcludedFile(utterance.Name, $"second file of that name; {firstOf[$"{utterance.Speaker}/{stem}"]} is used"));
            }
            else if (format.KnownFaults.TryGetValue(stem, out string? fault))
            {
                leftOut.Add(new ExcludedFile(utterance.Name, fault) { Utterance = utterance });
            }
        }

        HashSet<string> gone = [.. leftOut.Select(f => f.Name)];
        utterances.RemoveAll(u => gone.Contains(u.Name));
        return leftOut;
    }

    // File names tell more than folders do, so that folders count only where no grammar fits: a corpus sorted into a folder per emotion keeps its speakers.
    private static string Detect(string folder, string[] files)
    {
        if (files.Length == 0)
        {
            throw TextFile.Fault($"{folder}: has no audio files ({string.Join(' ', AudioFile.Extensions)}), nor has any folder below it.");
        }

        (string Name, string Example, int Count)[] fits =
            [.. Formats.Select(f => (f.Name, f.Example, Count: files.Count(f.Fits))).OrderByDescending(fit => fit.Count)];
        if (2 * fits[0].Count >= files.Length && fits[0].Count > fits[1].Count)
        {
            return fits[0].Name;
        }

        int below = files.Count(EmotionFolders.Matches);
        return 2 * below >= files.Length && fits[0].Count < below
            ? EmotionFolders.Name
            : throw TextFile.Fault(
                $"{folder}: the names of its {Counted.Of(files.Length, "audio file")} fit no one corpus: "
                + string.Join(", ", fits.Select(fit => $"{fit.Name} ({fit.Example}) fits {fit.Count}"))
                + $", {EmotionFolders.Name} ({EmotionFolders.Example}) fits {below}. Name the corpus, or list the clips in a table path,emotion,speaker.");
    }

    // The root has no name of its own.
    private static string NameOf(string folder) => Path.GetFileName(Path.TrimEndingDirectorySeparator(folder)) is { Length: > 0 } name ? name : EmotionFolders.Name;

    private static Corpus Finish(string name, string format, string source, string folder, IReadOnlyList<string>? emotions, List<Utterance> utterances, List<ExcludedFile> leftOut)
    {
        if (utterances.Count == 0)
        {
            string why = leftOut.Count == 0
                ? "it is empty"
                : $"{Counted.Of(leftOut.Count, "file")} {(leftOut.Count == 1 ? "is" : "are")} left out, the first being {leftOut[0].Name} ({leftOut[0].Reason})";
            throw TextFile.Fault($"{(leftOut.Count == 0 ? source : folder)}: has no clip of the corpus '{format}'; {why}.");
        }

        if (utterances.Find(clip => !PlainName.IsPlainText(clip.Emotion)) is { } odd)
        {
            throw TextFile.Fault($"{folder}: the emotion of {odd.Name} is {PlainName.Quote(odd.Emotion)}; it must be a word of up to {PlainName.Longest} letters, without control characters.");
        }

        emotions ??= [.. utterances.Select(u => u.Emotion).Distinct().Order(StringComparer.Ordinal)];
        return new Corpus(name, format, source, folder, emotions, utterances, leftOut);
    }
}
