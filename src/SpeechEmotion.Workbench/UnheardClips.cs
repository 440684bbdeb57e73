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
    /// <param name="warn">Told of parts that are missing.</param>
    /// <exception cref="InvalidDataException">There are none, or a split is not that of its run.</exception>
    public static UnheardClips Of(RunFolder run, RunFolder[] parts, ExperimentConfig config, Corpus corpus, Action<string>? warn)
    {
        UnfinishedRun.TellFolds(run, parts, config, warn);
        (string[] Corpora, bool IsWhole, Utterance[] Test)[] own = [.. parts.Select(part => Tested(part, corpus))];
        string[] heard = [.. own.SelectMany(part => part.Corpora).Distinct()];
        Utterance[] others = [.. corpus.Utterances.Where(clip => !heard.Contains(clip.Corpus))];
        int tested = own.Sum(part => part.Test.Length);
        if (tested > 0 && run.IsComplete && own.All(part => part.IsWhole) && EvaluationReport.Load(run.Report).Clips is var clips && clips != tested)
        {
            throw new InvalidDataException($"{run.Folder}: its folds have {Counted.Of(tested, "test clip")}, where report.json counts {clips}; bring back what is missing");
        }

        string protocol = config.Split.Protocol.ToString().ToLowerInvariant();
        return tested + others.Length == 0
            ? throw new InvalidDataException($"{run.Folder}: was trained on every clip of {string.Join(" and ", heard)}; give a corpus that it has not heard")
            : new UnheardClips([.. own.Select(part => part.Test)], others, others.Length == 0 ? protocol : tested == 0 ? "other corpus" : $"{protocol}, other corpus");
    }

    /// <summary>Which of the corpora a part was trained on, whether these are all that it was trained on, and its test part of them.</summary>
    private static (string[] Corpora, bool IsWhole, Utterance[] Test) Tested(RunFolder part, Corpus corpus)
    {
        IReadOnlyList<string> trained = SplitFile.Corpora(part.Split);
        string[] own = [.. corpus.CorpusNames.Intersect(trained.Count > 0 ? trained : OnlyCorpus(part, corpus))];
        if (own.Length == 0)
        {
            return (own, false, []);
        }

        Utterance[] test = [.. SplitFile.Read(part.Split, [.. corpus.Utterances.Where(clip => own.Contains(clip.Corpus))], trained.Count > 0 ? own : null).Test];
        bool isWhole = own.Length == (trained.Count > 0 ? trained.Count : 1);
        return test.Length > 0 && part.IsComplete && isWhole && EvaluationReport.Load(part.Report).Clips is var clips && clips != test.Length
            ? throw new InvalidDataException($"{part.Split}: has {Counted.Of(test.Length, "test clip")}, where report.json counts {clips}; one of them is not whole: bring it back")
            : (own, isWhole, test);
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
