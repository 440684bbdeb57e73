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
}
