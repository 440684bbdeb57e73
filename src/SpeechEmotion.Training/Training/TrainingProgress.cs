using SpeechEmotion.Runs;

namespace SpeechEmotion.Training;

/// <summary>Where a training stands, reported after every step.</summary>
/// <param name="Experiment">The experiment's name.</param>
/// <param name="Epoch">The epoch, from 1.</param>
/// <param name="Epochs">Epochs in all.</param>
/// <param name="Step">Steps done in this epoch.</param>
/// <param name="Steps">Steps in an epoch.</param>
/// <param name="Loss">Mean cross-entropy of the emotions in this epoch so far, in nats.</param>
/// <param name="Accuracy">Accuracy of this epoch so far on what it trains on, 0..1.</param>
/// <param name="Uar">Unweighted average recall of this epoch so far on what it trains on, 0..1.</param>
/// <param name="ClipsPerSecond">Clips and copies trained per second, in this epoch.</param>
/// <param name="Remaining">Time left until the last epoch ends, at this rate.</param>
/// <param name="Finished">The epoch's figures, in the one report that follows its validation; null otherwise.</param>
public sealed record TrainingProgress(
    string Experiment,
    int Epoch,
    int Epochs,
    int Step,
    int Steps,
    double Loss,
    double Accuracy,
    double Uar,
    double ClipsPerSecond,
    TimeSpan Remaining,
    EpochMetrics? Finished = null)
{
    /// <summary>Mean cross-entropies of the further tasks in this epoch so far, in nats and without their weights, by name: sentence, speaker. Empty if there is none.</summary>
    public IReadOnlyList<(string Task, double Loss)> TaskLosses { get; init; } = [];
}
