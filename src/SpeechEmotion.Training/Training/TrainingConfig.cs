namespace SpeechEmotion.Training;

/// <summary>How a network is trained: Adam on the cross-entropy of its logits.</summary>
public sealed record TrainingConfig
{
    /// <summary>Passes over the training part and its copies.</summary>
    public int Epochs { get; init; } = 20;

    /// <summary>Clips in a step.</summary>
    public int BatchSize { get; init; } = 32;

    /// <summary>Step size of Adam. Larger: faster, up to the point where the loss stops falling.</summary>
    public double LearningRate { get; init; } = 1e-4;

    /// <summary>Weight of the L2 penalty that is added to the gradients; 0 for none.</summary>
    public double WeightDecay { get; init; }

    /// <summary>The learning rate is multiplied by <see cref="DecayFactor"/> after every so many epochs; 0 keeps it constant.</summary>
    public int DecayEpochs { get; init; }

    /// <summary>Factor of the step decay.</summary>
    public double DecayFactor { get; init; } = 0.1;

    /// <summary>Training ends when the validation UAR has not risen for so many epochs; 0 always trains all epochs.</summary>
    public int Patience { get; init; }

    /// <summary>The learning rate of an epoch, counted from 1.</summary>
    public double LearningRateAt(int epoch) => DecayEpochs > 0 ? LearningRate * Math.Pow(DecayFactor, (epoch - 1) / DecayEpochs) : LearningRate;

    /// <summary>Lists every fault of the configuration, each with its path; empty where there is none.</summary>
    public IEnumerable<string> Validate(string path = "training")
    {
        if (Epochs is < 1 or > 100_000)
        {
            yield return $"{path}.epochs is {Epochs}; it must be 1 to 100000";
        }

        if (BatchSize is < 1 or > 65536)
        {
            yield return $"{path}.batchSize is {BatchSize}; it must be 1 to 65536 clips";
        }

        if (LearningRate is not (> 0 and <= 10))
        {
            yield return $"{path}.learningRate is {LearningRate}; it must be above 0 and at most 10";
        }

        if (WeightDecay is not (>= 0 and <= 10))
        {
            yield return $"{path}.weightDecay is {WeightDecay}; it must be 0 to 10";
        }

        if (DecayEpochs < 0)
        {
            yield return $"{path}.decayEpochs is {DecayEpochs}; it must be 0 (constant rate) or more";
        }

        if (DecayFactor is not (> 0 and <= 1))
        {
            yield return $"{path}.decayFactor is {DecayFactor}; it must be above 0 and at most 1";
        }

        if (Patience < 0)
        {
            yield return $"{path}.patience is {Patience}; it must be 0 (no early stop) or more epochs";
        }
    }
}
