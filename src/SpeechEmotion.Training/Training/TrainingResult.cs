using SpeechEmotion.Runs;

namespace SpeechEmotion.Training;

/// <summary>What a training came to.</summary>
/// <param name="Epochs">The figures of each epoch.</param>
/// <param name="BestEpoch">The epoch whose weights were kept, from 1.</param>
public sealed record TrainingResult(IReadOnlyList<EpochMetrics> Epochs, int BestEpoch);
