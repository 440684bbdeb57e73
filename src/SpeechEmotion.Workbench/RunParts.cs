using SpeechEmotion.Runs;

namespace SpeechEmotion.Workbench;

/// <summary>The parts of a run that each have a network: its folds, or itself.</summary>
internal static class RunParts
{
    /// <summary>The folds of a run that are trained, or the run itself.</summary>
    public static RunFolder[] Of(RunFolder run)
    {
        RunFolder[] folds = File.Exists(run.Weights) ? [] : [.. run.Folds];
        RunFolder[] trained = [.. folds.Where(fold => File.Exists(fold.Weights))];
        return trained.Length > 0 ? trained : folds.Length > 0 ? folds[..1] : [run];
    }

    /// <summary>What a run of folds found for all of them, or else what the part found for itself.</summary>
    public static double Temperature(RunFolder run, RunFolder part) =>
        run.IsComplete ? EvaluationReport.Load(run.Report).Temperature : part.IsComplete ? EvaluationReport.Load(part.Report).Temperature : 1;

    /// <summary>The answer of several networks for one clip: the mean of their probabilities.</summary>
    public static float[] Mean(IReadOnlyList<float[]> probabilities) =>
        [.. Enumerable.Range(0, probabilities[0].Length).Select(label => probabilities.Sum(answer => answer[label]) / probabilities.Count)];
}
