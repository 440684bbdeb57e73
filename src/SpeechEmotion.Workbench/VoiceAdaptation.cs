using SpeechEmotion.Metrics;
using SpeechEmotion.Runs;

namespace SpeechEmotion.Workbench;

/// <summary>Adapts the answers of a measurement to each voice or place: all of its clips are heard, then all are answered, and no label is looked at.</summary>
internal static class VoiceAdaptation
{
    /// <summary>Adapts answers.</summary>
    /// <param name="answers">Plain answers.</param>
    /// <param name="seconds">Seconds of each clip that sound; a clip of 0 teaches nothing.</param>
    /// <param name="unfamiliarity">What the logits of each clip were divided by because of how it sounds, 1 or more; the voice is heard in what they were before.</param>
    /// <param name="scope">Which of them belong together.</param>
    /// <param name="networkOf">Which network gave an answer: an index of <paramref name="references"/>, an answer each.</param>
    /// <param name="references">Statistics of the networks.</param>
    /// <returns>Adapted answers in the same order.</returns>
    public static Prediction[] Adapt(Prediction[] answers, double[] seconds, float[] unfamiliarity, VoiceScope scope, int[] networkOf, IReadOnlyList<ReferenceStatistics> references)
    {
        Prediction[] adapted = [.. answers];
        float[] Undivided(int i) => unfamiliarity[i] == 1 ? answers[i].Probabilities : TemperatureScaling.Change(answers[i].Probabilities, unfamiliarity[i], 1);
        foreach (IGrouping<string, int> voice in Enumerable.Range(0, answers.Length).GroupBy(i => scope == VoiceScope.Speaker ? answers[i].SpeakerId ?? answers[i].Corpus : answers[i].Corpus))
        {
            // Networks of several folds may have heard clips of one corpus; each hears its own.
            foreach (IGrouping<int, int> group in voice.GroupBy(i => networkOf[i]))
            {
                RunningAdaptation heard = new(references[group.Key]);
                int[] sounding = [.. group.Where(i => seconds[i] > 0)];
                heard.Hear([.. sounding.Select(Undivided)], [.. sounding.Select(i => seconds[i])]);
                foreach (int i in group)
                {
                    adapted[i] = answers[i] with { Probabilities = TemperatureScaling.Change(heard.Adapt(Undivided(i)), 1, unfamiliarity[i]) };
                }
            }
        }

        return adapted;
    }

    /// <summary>The statistics for a corpus that a run has not heard, from what it said of its own test part; null if it does not keep that. A model's file has the same.</summary>
    public static ReferenceStatistics? Reference(RunFolder run, IReadOnlyList<string> labels)
    {
        Predictions? said = run.IsComplete && File.Exists(run.Predictions) ? PredictionsFile.Read(run.Predictions, labels) : null;
        return said is null ? null : ReferenceStatistics.Fit([.. said.Clips.Select(answer => answer.Probabilities)], said.Truth());
    }

    /// <summary>The statistics for a fold, computed from the answers of the other folds' networks; null if there are no others.</summary>
    public static ReferenceStatistics? ReferenceWithout(Prediction[] answers, int[] partOf, int part)
    {
        Prediction[] others = [.. answers.Where((answer, i) => partOf[i] != part && answer.Truth >= 0)];
        return others.Length == 0 ? null : ReferenceStatistics.Fit([.. others.Select(answer => answer.Probabilities)], [.. others.Select(answer => answer.Truth)]);
    }
}
