using SpeechEmotion.Metrics;
using SpeechEmotion.Runs.Stress;

namespace SpeechEmotion.Workbench.Stress;

/// <summary>Are the answers right, and as often each emotion as the truth?</summary>
internal static class Correctness
{
    private const int ClipsPerEmotion = 8; // of each speaker whose shares of the emotions are compared

    public static IEnumerable<StressResult> Tests(string corpus, IReadOnlyList<string> labels, StressClip[] clips)
    {
        ConfusionMatrix confusion = StressRun.Count(clips, labels.Count);
        int[] support = confusion.Support();
        int[] present = [.. Enumerable.Range(0, labels.Count).Where(emotion => support[emotion] > 0)];
        double[] precision = confusion.Precision(), recall = confusion.Recall();
        const string Group = "correctness";
        yield return new(Group, corpus, "UAR", null, confusion.Uar, 0.5, StressBound.AtLeast);
        yield return new(Group, corpus, "UAP", null, present.Average(emotion => precision[emotion]), 0.5, StressBound.AtLeast);
        foreach (int emotion in present)
        {
            yield return new(Group, corpus, "recall", labels[emotion], recall[emotion], 0.5, StressBound.AtLeast);
        }

        foreach (int emotion in present)
        {
            yield return new(Group, corpus, "precision", labels[emotion], precision[emotion], 0.5, StressBound.AtLeast);
        }

        foreach (int emotion in present)
        {
            double difference = (double)(clips.Count(clip => clip.Answer == emotion) - support[emotion]) / clips.Length;
            yield return new(Group, corpus, "fraction answered less fraction intended", labels[emotion], difference, 0.15, StressBound.Within);
        }

        StressClip[][] speakers =
        [
            .. clips.Where(clip => clip.Utterance.SpeakerId is not null).GroupBy(clip => clip.Utterance.SpeakerId).Select(own => own.ToArray())
                .Where(own => present.All(emotion => own.Count(clip => clip.Truth == emotion) >= ClipsPerEmotion)),
        ];
        foreach (int emotion in present)
        {
            yield return speakers.Length == 0
                ? new(Group, corpus, "fraction per speaker, mean absolute error", labels[emotion], null, 0.1, StressBound.AtMost, $"no speaker is known with {ClipsPerEmotion} clips of each emotion")
                : new(Group, corpus, "fraction per speaker, mean absolute error", labels[emotion],
                    speakers.Average(own => Math.Abs(own.Average(clip => clip.Answer == emotion ? 1.0 : 0) - own.Average(clip => clip.Truth == emotion ? 1.0 : 0))), 0.1, StressBound.AtMost);
        }
    }
}
