using SpeechEmotion.Datasets.Splits;
using SpeechEmotion.Experiments;
using SpeechEmotion.Runs;
using SpeechEmotion.Training;

namespace SpeechEmotion.Workbench;

/// <summary>Runs that were not trained to their end, whose best weights so far can be measured and exported all the same.</summary>
internal static class UnfinishedRun
{
    /// <summary>Tells of a run if it is such a one.</summary>
    public static void Tell(RunFolder run, ExperimentConfig config, Action<string>? warn)
    {
        IReadOnlyList<EpochMetrics> epochs = !run.IsComplete && File.Exists(run.Metrics) ? MetricsFile.Read(run.Metrics) : [];
        if (epochs.Count > 0 && !Trainer.IsAtEnd(config.Training, epochs))
        {
            warn?.Invoke($"{run.Folder}: was trained for {epochs.Count} of {config.Training.Epochs} epochs; its weights so far are used");
        }
    }

    /// <summary>Tells of a run that has not all of its folds.</summary>
    /// <param name="run">The run.</param>
    /// <param name="parts">The folds that are trained, or the run itself.</param>
    /// <param name="config">The experiment of a fold.</param>
    /// <param name="warn">Told.</param>
    public static void TellFolds(RunFolder run, RunFolder[] parts, ExperimentConfig config, Action<string>? warn)
    {
        if (parts.Contains(run))
        {
            return;
        }

        int folds = config.Split.Protocol == Protocol.Corpora ? SplitFile.Corpora(parts[0].Split).Count : config.Split.Folds;
        if (parts.Length < folds)
        {
            warn?.Invoke($"{run.Folder}: has {parts.Length} of {folds} folds; the others are left out");
        }
    }
}
