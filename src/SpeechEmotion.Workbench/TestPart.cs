using SpeechEmotion.Audio;
using SpeechEmotion.Datasets;
using SpeechEmotion.Datasets.Splits;
using SpeechEmotion.Runs;
using SpeechEmotion.Training;

namespace SpeechEmotion.Workbench;

/// <summary>The parts of a run, folds or itself, and the clips that each has not heard.</summary>
internal static class TestPart
{
    /// <summary>What a run of folds found for all of them, or else what the part found for itself.</summary>
    public static double Temperature(RunFolder run, RunFolder part) =>
        run.IsComplete ? EvaluationReport.Load(run.Report).Temperature : part.IsComplete ? EvaluationReport.Load(part.Report).Temperature : 1;

    /// <summary>The folds of a run, or the run itself.</summary>
    public static RunFolder[] Parts(RunFolder run) =>
        Directory.Exists(run.Fold(0).Folder) && !File.Exists(run.Weights)
            ? [.. Enumerable.Range(0, int.MaxValue).Select(run.Fold).TakeWhile(fold => Directory.Exists(fold.Folder))]
            : [run];

    /// <summary>Of each corpus that the run was trained on, the run's own test part; of any other corpus, every clip.</summary>
    public static (Utterance[] Clips, string Protocol) TestClips(TrainedNetwork network, RunFolder run, Corpus corpus)
    {
        IReadOnlyList<string> trained = SplitFile.Corpora(run.Split);
        string[] own = [.. corpus.CorpusNames.Intersect(trained.Count > 0 ? trained : OnlyCorpus(run, corpus))];
        Utterance[] others = [.. corpus.Utterances.Where(clip => !own.Contains(clip.Corpus))];
        IReadOnlyList<Utterance> tested = own.Length > 0 ? SplitFile.Read(run.Split, [.. corpus.Utterances.Where(clip => own.Contains(clip.Corpus))], trained.Count > 0 ? own : null).Test : [];
        if (tested.Count > 0 && run.IsComplete && own.Length == (trained.Count > 0 ? trained.Count : 1) && EvaluationReport.Load(run.Report).Clips is var clips && clips != tested.Count)
        {
            throw new InvalidDataException($"{run.Split}: has {Counted.Of(tested.Count, "test clip")}, where report.json counts {clips}; one of them is not whole: bring it back");
        }

        string protocol = network.Config.Split.Protocol.ToString().ToLowerInvariant();
        return tested.Count + others.Length == 0
            ? throw new InvalidDataException($"{run.Folder}: was trained on every clip of {string.Join(" and ", own)}; give a corpus that it has not heard")
            : ([.. tested, .. others], others.Length == 0 ? protocol : tested.Count == 0 ? "other corpus" : $"{protocol}, other corpus");
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
