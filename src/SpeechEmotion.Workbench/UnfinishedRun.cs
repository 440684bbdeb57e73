using SpeechEmotion.Experiments;
using SpeechEmotion.Runs;
using SpeechEmotion.Training;

namespace SpeechEmotion.Workbench;

/// <summary>Runs that were not trained to their end, whose best weights so far can be measured and exported all the same.</summary>
internal static class UnfinishedRun
{
    /// <summary>What to tell of such a run; null if it was trained to its end.</summary>
    public static string? Describe(RunFolder run, ExperimentConfig config)
    {
        IReadOnlyList<EpochMetrics> epochs = !run.IsComplete && File.Exists(run.Metrics) ? MetricsFile.Read(run.Metrics) : [];
        return epochs.Count == 0 || Trainer.IsAtEnd(config.Training, epochs)
            ? null
            : $"{run.Folder}: was trained for {epochs.Count} of {config.Training.Epochs} epochs; its weights so far are used";
    }
}
