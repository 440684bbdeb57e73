using SpeechEmotion.Metrics;
using SpeechEmotion.Runs.Stress;

namespace SpeechEmotion.Workbench.Stress;

/// <summary>Are the answers as good for one group of speakers as for all? Groups are balanced first, so that a group is not worse because its emotions are other ones.</summary>
internal static class Fairness
{
    private const int ClipsPerGroup = 1000; // the published marks are what chance gives for this many
    private const int LeastClips = 100; // fewer tell nothing
    private const int SpeakerClips = 25; // a speaker's pitch is known from more than these

    private static readonly string[] s_sexes = ["female", "male"];
    private static readonly string[] s_pitches = ["low pitch (up to 145 Hz)", "medium pitch (up to 190 Hz)", "high pitch"];

    public static IEnumerable<StressResult> Tests(string corpus, IReadOnlyList<string> labels, StressClip[] clips)
    {
        IEnumerable<(string, StressClip[])> sexes = s_sexes.Select(sex => (sex, clips.Where(clip => clip.Utterance.Sex == sex).ToArray()));
        foreach (StressResult result in Compare("fairness: sex", corpus, labels, [.. sexes], 0.075, 0.175, 0.075, "the corpus does not tell the sex of its speakers, or has too few clips of one"))
        {
            yield return result;
        }

        ILookup<string, StressClip> pitches = clips
            .Where(clip => clip.Utterance.SpeakerId is not null).GroupBy(clip => clip.Utterance.SpeakerId)
            .Select(own => own.Where(clip => clip.Pitch is not null).ToArray()).Where(own => own.Length > SpeakerClips)
            .SelectMany(own => own.Average(clip => clip.Pitch!.Value) is var pitch ? own.Select(clip => (Group: s_pitches[pitch <= 145 ? 0 : pitch <= 190 ? 1 : 2], Clip: clip)) : [])
            .ToLookup(pair => pair.Group, pair => pair.Clip);
        (string, StressClip[])[] found = [.. s_pitches.Select(group => (group, pitches[group].ToArray())).Where(group => group.Item2.Length >= LeastClips)];
        foreach (StressResult result in Compare("fairness: pitch", corpus, labels, found, 0.1, 0.225, 0.075, "fewer than two groups of speakers with enough clips"))
        {
            yield return result;
        }

        yield return new("fairness: accent and language", corpus, "fraction answered", null, null, 0.225, StressBound.Within, "the corpora known here do not tell the accent of their speakers");
    }

    private static IEnumerable<StressResult> Compare(
        string group, string corpus, IReadOnlyList<string> labels, (string Name, StressClip[] Clips)[] groups, double precisionMark, double recallMark, double uarMark, string impossible)
    {
        if (groups.Length < 2 || groups.Any(one => one.Clips.Length < LeastClips))
        {
            yield return new(group, corpus, "UAR, recall and precision", null, null, uarMark, StressBound.Within, impossible);
            yield break;
        }

        (string Name, ConfusionMatrix Counts)[] balanced = [.. Balance(groups, labels.Count).Select(one => (one.Name, StressRun.Count(one.Clips, labels.Count)))];
        ConfusionMatrix all = [.. Enumerable.Range(0, labels.Count).Select(truth => Enumerable.Range(0, labels.Count).Select(predicted => balanced.Sum(one => one.Counts[truth, predicted])).ToArray())];
        int[] support = all.Support();
        double[] precision = all.Precision(), recall = all.Recall();
        foreach ((string name, ConfusionMatrix counts) in balanced)
        {
            yield return new(group, corpus, $"UAR, {name}", null, counts.Uar - all.Uar, uarMark, StressBound.Within);
            double[] ownPrecision = counts.Precision(), ownRecall = counts.Recall();
            foreach (int emotion in Enumerable.Range(0, labels.Count).Where(emotion => support[emotion] > 0))
            {
                yield return new(group, corpus, $"recall, {name}", labels[emotion], ownRecall[emotion] - recall[emotion], recallMark, StressBound.Within);
                yield return new(group, corpus, $"precision, {name}", labels[emotion], ownPrecision[emotion] - precision[emotion], precisionMark, StressBound.Within);
            }
        }
    }

    // As many clips of each emotion from each group as the group with the fewest clips of it has, and at most that many in all.
    private static IEnumerable<(string Name, StressClip[] Clips)> Balance((string Name, StressClip[] Clips)[] groups, int labels)
    {
        int[] least = [.. Enumerable.Range(0, labels).Select(emotion => groups.Min(group => group.Clips.Count(clip => clip.Truth == emotion)))];
        double scale = Math.Min(1, (double)ClipsPerGroup / Math.Max(1, least.Sum()));
        foreach ((string name, StressClip[] clips) in groups)
        {
            yield return (name, [.. Enumerable.Range(0, labels).SelectMany(emotion => StressRun.Draw([.. clips.Where(clip => clip.Truth == emotion)], (int)Math.Round(scale * least[emotion]), 3))]);
        }
    }
}
