using SpeechEmotion.Audio;
using SpeechEmotion.Cli.Output;
using SpeechEmotion.Datasets;
using SpeechEmotion.Datasets.Corpora;

namespace SpeechEmotion.Cli.Train;

/// <summary>The corpora that training and evaluation use: every file has been read once, and what cannot be used is left out and reported.</summary>
internal static class TrainingCorpus
{
    private const int Listed = 5;

    /// <summary>
    /// Opens corpora as one, leaves out clips of other emotions, copies of clips of another corpus, and unreadable and silent clips, and says on standard error what is not used and why.
    /// </summary>
    /// <param name="context">Where messages and progress go.</param>
    /// <param name="paths">Folders and tables.</param>
    /// <param name="name">Which corpus it is, if there is one path; null finds out.</param>
    /// <param name="labels">The emotions that are used, of all the corpora together.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <param name="heard">The corpora that a run was trained on, whose clips stay where others are copies of them.</param>
    public static async Task<Corpus> OpenAsync(
        CommandContext context, IReadOnlyList<string> paths, string? name, Func<Corpus, IReadOnlyList<string>> labels, CancellationToken cancellation, IReadOnlyList<string>? heard = null)
    {
        if (name is not null && paths.Count > 1)
        {
            throw new ArgumentException("--corpus goes with a single --data; of several corpora, the names of the files tell which each is, or a table with a column 'corpus' does");
        }

        Corpus[] opened = await Task.Run<Corpus[]>(() => [.. paths.Select(path => KnownCorpora.Open(path, name, cancellation))], cancellation);
        IReadOnlyList<string> wanted = labels(Corpus.JoinDistinct(opened));
        Dictionary<string, ExcludedFile> copies = await Task.Run(() => DuplicateFiles.Between(opened, heard ?? [], cancellation), cancellation);
        if (Array.Find(opened, corpus => corpus.Utterances.All(clip => copies.ContainsKey(clip.Id))) is { } twin)
        {
            Utterance clip = twin.Utterances[0];
            throw new InvalidDataException($"{twin.Sources[0]}: every clip is a copy of one of another corpus, such as {clip.Name}, which is {copies[clip.Id].Reason}; leave this corpus out");
        }

        List<Corpus> usable = [];
        foreach (Corpus corpus in opened)
        {
            ExcludedFile[] own = [.. corpus.Utterances.Where(clip => copies.ContainsKey(clip.Id)).Select(clip => copies[clip.Id])];
            if (own.Length > 0)
            {
                context.Error.WriteLine($"left out {Counted.Of(own.Length, "clip")} of {corpus.Name}, which another corpus has, too, such as {own[0].Name}: {own[0].Reason}");
            }

            usable.Add(await ReadAsync(context, corpus.WithoutCopies(copies), own, wanted, cancellation));
        }

        return Corpus.JoinDistinct(usable);
    }

    private static async Task<Corpus> ReadAsync(CommandContext context, Corpus whole, ExcludedFile[] told, IReadOnlyList<string> labels, CancellationToken cancellation)
    {
        Corpus corpus = whole.Only(labels);
        if (corpus.Utterances.Count == 0)
        {
            throw new InvalidDataException($"{whole.Sources[0]}: none of its emotions ({string.Join(", ", whole.Emotions)}) is one of those to tell apart ({string.Join(", ", labels)})");
        }

        CorpusReport report = await ProgressBar.RunAsync(
            context,
            $"reading {corpus.Name}",
            progress => Task.Run(() => CorpusCheck.Check(corpus, new Forward(progress), cancellation), cancellation));
        HashSet<string> clips = [.. corpus.Utterances.Select(clip => clip.Name)];
        corpus = corpus.With(report.Digests).Without(
        [
            .. report.Faults.Where(fault => fault.Kind is FaultKind.Unreadable or FaultKind.Silent && clips.Contains(fault.Name)).Select(fault => new ExcludedFile(fault.Name, fault.Message)),
        ]);
        context.Error.WriteLine($"{corpus.Name}: {Counted.Of(corpus.Utterances.Count, "clip")}, {Counted.Of(corpus.Utterances.Select(clip => clip.SpeakerId).OfType<string>().Distinct().Count(), "speaker")}");
        Utterance[] others = [.. whole.Utterances.Where(clip => !labels.Contains(clip.Emotion))];
        if (others.Length > 0)
        {
            string counts = string.Join(", ", others.CountBy(clip => clip.Emotion).OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key} {pair.Value}"));
            context.Error.WriteLine($"left out {Counted.Of(others.Length, "clip")} of other emotions: {counts}");
        }

        ExcludedFile[] excluded = [.. corpus.Excluded.Except(told)];
        foreach (ExcludedFile clip in excluded.Take(Listed))
        {
            context.Error.WriteLine($"left out {clip.Name}: {clip.Reason}");
        }

        if (excluded.Length > Listed)
        {
            context.Error.WriteLine($"left out {excluded.Length - Listed} more; `ser data check` lists them");
        }

        return corpus.Utterances.Count > 0 ? corpus : throw new InvalidDataException($"{whole.Sources[0]}: has no clips that can be used");
    }

    private sealed class Forward(IProgress<(int, int)> progress) : IProgress<CheckProgress>
    {
        public void Report(CheckProgress value) => progress.Report((value.Done, value.Total));
    }
}
