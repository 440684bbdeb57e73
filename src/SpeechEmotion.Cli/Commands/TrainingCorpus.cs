using SpeechEmotion.Cli.Output;
using SpeechEmotion.Datasets;

namespace SpeechEmotion.Cli.Commands;

/// <summary>A corpus as training and evaluation use it: every file has been read once, and what cannot be learned from is left out and said.</summary>
internal static class TrainingCorpus
{
    private const int Listed = 5;

    /// <summary>Opens a corpus, leaves out unreadable and silent clips, and says on standard error what is not used and why.</summary>
    public static async Task<Corpus> OpenAsync(CommandContext context, string path, string? name, CancellationToken cancellation)
    {
        Corpus corpus = Corpora.Open(path, name);
        CorpusReport report = await ProgressBar.RunAsync(
            context,
            "reading the corpus",
            progress => Task.Run(() => CorpusCheck.Check(corpus, new Forward(progress), cancellation), cancellation));
        corpus = corpus.With(report.Digests).Without(
        [
            .. report.Faults.Where(fault => fault.Kind is FaultKind.Unreadable or FaultKind.Silent && corpus.Utterances.Any(clip => clip.Name == fault.Name))
                .Select(fault => new LeftOut(fault.Name, fault.Message)),
        ]);
        context.Error.WriteLine($"{corpus.Name}: {corpus.Utterances.Count} clips, {corpus.Utterances.Select(clip => clip.Speaker).OfType<string>().Distinct().Count()} speakers");
        foreach (LeftOut clip in corpus.LeftOut.Take(Listed))
        {
            context.Error.WriteLine($"left out {clip.Name}: {clip.Reason}");
        }

        if (corpus.LeftOut.Count > Listed)
        {
            context.Error.WriteLine($"left out {corpus.LeftOut.Count - Listed} more; `ser data check` lists them");
        }

        return corpus.Utterances.Count > 0 ? corpus : throw new InvalidDataException($"{path}: has no clips that can be used");
    }

    private sealed class Forward(IProgress<(int, int)> progress) : IProgress<CheckProgress>
    {
        public void Report(CheckProgress value) => progress.Report((value.Done, value.Total));
    }
}
