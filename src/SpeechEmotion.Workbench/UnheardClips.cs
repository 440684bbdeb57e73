using SpeechEmotion.Audio;
using SpeechEmotion.Datasets;
using SpeechEmotion.Datasets.Splits;
using SpeechEmotion.Experiments;
using SpeechEmotion.Runs;

namespace SpeechEmotion.Workbench;

/// <summary>The clips of a corpus that a run has not heard.</summary>
/// <param name="Own">Of the corpora that the run was trained on, the test part of each of its parts.</param>
/// <param name="Others">Every clip of the other corpora, which all parts answer together.</param>
/// <param name="Protocol">How they were chosen.</param>
internal sealed record UnheardClips(Utterance[][] Own, Utterance[] Others, string Protocol)
{
    /// <summary>Finds them.</summary>
    /// <param name="run">The run.</param>
    /// <param name="parts">Its parts.</param>
    /// <param name="config">The experiment of a part.</param>
    /// <param name="corpus">The corpus.</param>
    /// <param name="warn">Told of parts that are missing, and of clips that are not what they were.</param>
    /// <exception cref="InvalidDataException">There are none, or a split is not that of its run.</exception>
    public static UnheardClips Of(RunFolder run, RunFolder[] parts, ExperimentConfig config, Corpus corpus, Action<string>? warn)
    {
        UnfinishedRun.TellFolds(run, parts, config, warn);
        (string[] Corpora, bool IsWhole, Split Split)[] own = [.. parts.Select(part => Tested(part, corpus))];
        string[] heard = [.. own.SelectMany(part => part.Corpora).Distinct()];
        Utterance[] others = [.. corpus.Utterances.Where(clip => !heard.Contains(clip.Corpus))];
        int tested = own.Sum(part => part.Split.Test.Count);
        if (tested > 0 && run.IsComplete && own.All(part => part.IsWhole) && EvaluationReport.Load(run.Report).Clips is var clips && clips != tested)
        {
            throw new InvalidDataException($"{run.Folder}: its folds have {Counted.Of(tested, "test clip")}, where report.json counts {clips}; bring back what is missing");
        }

        Tell(run, [.. parts.Zip(own).SelectMany(part => SplitFile.Changed(part.First.Split, part.Second.Split.Test))], "of other sound than when the run began", warn);
        if (config.Split.Protocol != Datasets.Splits.Protocol.Random)
        {
            Tell(run, [.. own.SelectMany(part => ByHeardSpeakers(part.Split))], "of a speaker now whom the run was trained on, which flatters it", warn);
        }

        string protocol = config.Split.Protocol.ToString().ToLowerInvariant();
        return tested + others.Length == 0
            ? throw new InvalidDataException($"{run.Folder}: was trained on every clip of {string.Join(" and ", heard)}; give a corpus that it has not heard")
            : new UnheardClips([.. own.Select(part => part.Split.Test.ToArray())], others, others.Length == 0 ? protocol : tested == 0 ? "other corpus" : $"{protocol}, other corpus");
    }

    private static void Tell(RunFolder run, Utterance[] clips, string fault, Action<string>? warn)
    {
        if (clips.Length > 0)
        {
            warn?.Invoke($"{run.Folder}: {Counted.Of(clips.Length, "test clip")} {(clips.Length == 1 ? "is" : "are")} {fault}, the first being {clips[0].Name}");
        }
    }

    /// <summary>Test clips whose speaker has clips in the training part, too: the split was made with other speakers.</summary>
    private static IEnumerable<Utterance> ByHeardSpeakers(Split split)
    {
        HashSet<string> heard = [.. split.Train.Select(clip => clip.SpeakerId).OfType<string>()];
        return split.Test.Where(clip => clip.SpeakerId is { } speaker && heard.Contains(speaker));
    }

    /// <summary>Which of the corpora a part was trained on, whether these are all that it was trained on, and its split of them.</summary>
    private static (string[] Corpora, bool IsWhole, Split Split) Tested(RunFolder part, Corpus corpus)
    {
        IReadOnlyList<string> trained = SplitFile.Corpora(part.Split);
        string[] own = [.. corpus.CorpusNames.Intersect(trained.Count > 0 ? trained : OnlyCorpus(part, corpus))];
        if (own.Length == 0)
        {
            return (own, false, new Split([], [], []));
        }

        Split split = SplitFile.Read(part.Split, [.. corpus.Utterances.Where(clip => own.Contains(clip.Corpus))], trained.Count > 0 ? own : null);
        bool isWhole = own.Length == (trained.Count > 0 ? trained.Count : 1);
        return split.Test.Count > 0 && part.IsComplete && isWhole && EvaluationReport.Load(part.Report).Clips is var clips && clips != split.Test.Count
            ? throw new InvalidDataException($"{part.Split}: has {Counted.Of(split.Test.Count, "test clip")}, where report.json counts {clips}; one of them is not whole: bring it back")
            : (own, isWhole, split);
    }

    /// <summary>The corpus of a run that does not say which it was trained on: the one of its report, or else whichever holds the clips of its split.</summary>
    private static IEnumerable<string> OnlyCorpus(RunFolder run, Corpus corpus) =>
        run.IsComplete ? [EvaluationReport.Load(run.Report).Corpus] : corpus.CorpusNames.Where(name => Holds(run.Split, corpus.Utterances.Where(clip => clip.Corpus == name)));

    private static bool Holds(string split, IEnumerable<Utterance> clips)
    {
        try
        {
            SplitFile.Read(split, [.. clips]);
            return true;
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }
}
