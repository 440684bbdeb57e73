namespace SpeechEmotion.Runs;

/// <summary>What one epoch of training came to: a row of <c>metrics.csv</c>. A validation figure is NaN if nothing validates.</summary>
/// <param name="Epoch">Number of the epoch, from 1.</param>
/// <param name="TrainLoss">Mean cross-entropy of the emotions, without further tasks, over the training part while it trained, in nats.</param>
/// <param name="TrainAccuracy">Accuracy over the training part while it trained, 0..1.</param>
/// <param name="ValidationLoss">Mean cross-entropy over the validation part after the epoch, in nats.</param>
/// <param name="ValidationAccuracy">Accuracy over the validation part, 0..1.</param>
/// <param name="ValidationUar">Unweighted average recall over the validation part, 0..1.</param>
/// <param name="LearningRate">The optimiser's learning rate in this epoch.</param>
/// <param name="Seconds">Wall-clock time of the epoch, in seconds.</param>
public sealed record EpochMetrics(
    int Epoch,
    double TrainLoss,
    double TrainAccuracy,
    double ValidationLoss,
    double ValidationAccuracy,
    double ValidationUar,
    double LearningRate,
    double Seconds);
