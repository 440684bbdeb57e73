
namespace SpeechEmotion.Experiments;

/// <summary>How a network is trained: Adam, or AdamW, on the cross-entropy of its logits.</summary>
public sealed record TrainingConfig
{
    /// <summary>Passes over the training part and its copies.</summary>
    public int Epochs { get; init; } = 20;

    /// <summary>Clips in a step.</summary>
    public int BatchSize { get; init; } = 32;

    /// <summary>What is as frequent as its kind in an epoch: emotions, corpora or both. Clips of small groups then come several times, each time altered anew, and not all of those of large ones.</summary>
    public Balance Balance { get; init; } = Balance.None;

    /// <summary>How much the clips of an emotion count in the loss.</summary>
    public ClassWeights ClassWeights { get; init; } = ClassWeights.None;

    /// <summary>
    /// Whether the loss of a clip compares only the emotions that its corpus has in the training part. Otherwise a network that learns from several corpora also learns which emotions
    /// each of them lacks, knows the corpora by their microphones and noise, and rules emotions out on other recordings that sound alike.
    /// </summary>
    public bool OwnEmotions { get; init; }

    /// <summary>The folder of a run of the same network and features, whose weights training starts from; null starts from random ones.</summary>
    public string? From { get; init; }

    /// <summary>Adam or AdamW.</summary>
    public Optimizer Optimizer { get; init; } = Optimizer.Adam;

    /// <summary>Step size of the optimiser. Larger: faster, up to the point where the loss stops falling.</summary>
    public double LearningRate { get; init; } = 1e-4;

    /// <summary>Adam: weight of the L2 penalty that is added to the gradients. AdamW: share by which matrices shrink in a step, times the learning rate. 0 for none.</summary>
    public double WeightDecay { get; init; }

    /// <summary>How the learning rate changes.</summary>
    public LearningRateSchedule Schedule { get; init; } = LearningRateSchedule.Step;

    /// <summary>The learning rate is multiplied by <see cref="DecayFactor"/> after each block of this many epochs; 0 keeps it constant.</summary>
    public int DecayEpochs { get; init; }

    /// <summary>Factor of the step decay.</summary>
    public double DecayFactor { get; init; } = 0.1;

    /// <summary>Share of the target that is spread evenly over all emotions, 0 to below 1: keeps the network from being too sure.</summary>
    public double LabelSmoothing { get; init; }

    /// <summary>How far the targets move from the intended emotion to what listeners heard, 0..1; 0 does not look at votes. Without effect for clips that nobody voted on.</summary>
    public double VoteWeight { get; init; }

    /// <summary>Share of the batches whose examples are mixed in pairs, features and targets alike [Zhang2018].</summary>
    public double Mixup { get; init; }

    /// <summary>
    /// Weight of a second task while training [Caruana1997]: telling which sentence of the corpus is spoken. It has a loss of its own, times this; 0 for none. Without effect where a corpus
    /// does not tell the sentences. What is kept answers for emotions only.
    /// </summary>
    public double SentenceWeight { get; init; }

    /// <summary>Weight of a further task while training: telling which speaker of the training part it is. As <see cref="SentenceWeight"/>.</summary>
    public double SpeakerWeight { get; init; }

    /// <summary>Share of the old in the moving average of the weights, which then is what is kept and measured; 0 keeps the weights themselves.</summary>
    public double Averaging { get; init; }

    /// <summary>Numbers that the convolutions multiply; <see cref="Precision.Bfloat16"/> is about twice as fast on processors that have instructions for it.</summary>
    public Precision Precision { get; init; } = Precision.Float32;

    /// <summary>
    /// Bits of each weight of the matrices that are kept: 32, 16 (floats), or 8 (whole numbers times a scale for each output), which makes the model's file half or a quarter as large.
    /// Measured is the network as it is kept.
    /// </summary>
    public int WeightBits { get; init; } = 32;

    /// <summary>Which epoch's weights are kept.</summary>
    public KeptEpoch Keep { get; init; } = KeptEpoch.Best;

    /// <summary>Training ends when the validation UAR has not risen for this many epochs; 0 always trains all epochs.</summary>
    public int Patience { get; init; }

    /// <summary>The learning rate of a step.</summary>
    /// <param name="epoch">The epoch, from 1.</param>
    /// <param name="share">How much of the epoch is done before the step, 0 to below 1.</param>
    public double LearningRateAt(int epoch, double share = 0) => Schedule switch
    {
        LearningRateSchedule.OneCycle => LearningRate * OneCycle((epoch - 1 + share) / Epochs),
        _ => DecayEpochs > 0 ? LearningRate * Math.Pow(DecayFactor, (epoch - 1) / DecayEpochs) : LearningRate,
    };

    private static double OneCycle(double progress)
    {
        const double rise = 0.25, first = 1.0 / 25, last = first / 1e4; // Share of the training that rises, and the factors at both ends.
        return progress < rise
            ? first + ((1 - first) * (1 - Math.Cos(Math.PI * progress / rise)) / 2)
            : last + ((1 - last) * (1 + Math.Cos(Math.PI * (progress - rise) / (1 - rise))) / 2);
    }

    /// <summary>Lists every fault of the configuration, each with its path; empty if there is none.</summary>
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

        if (DecayEpochs is < 0 or > 100_000)
        {
            yield return $"{path}.decayEpochs is {DecayEpochs}; it must be 0 (constant rate) to 100000";
        }

        if (DecayFactor is not (> 0 and <= 1))
        {
            yield return $"{path}.decayFactor is {DecayFactor}; it must be above 0 and at most 1";
        }

        foreach ((string name, double value) in new (string, double)[] { ("labelSmoothing", LabelSmoothing), ("averaging", Averaging) })
        {
            if (value is not (>= 0 and < 1))
            {
                yield return $"{path}.{name} is {value}; it must be 0 to below 1";
            }
        }

        foreach ((string name, double value) in new (string, double)[] { ("sentenceWeight", SentenceWeight), ("speakerWeight", SpeakerWeight) })
        {
            if (value is not (>= 0 and <= 10))
            {
                yield return $"{path}.{name} is {value}; it must be 0 to 10";
            }
        }

        if (WeightBits is not (8 or 16 or 32))
        {
            yield return $"{path}.weightBits is {WeightBits}; it must be 8, 16 or 32";
        }

        foreach ((string name, double value) in new (string, double)[] { ("mixup", Mixup), ("voteWeight", VoteWeight) })
        {
            if (value is not (>= 0 and <= 1))
            {
                yield return $"{path}.{name} is {value}; it must be 0 to 1";
            }
        }

        if (Patience is < 0 or > 100_000)
        {
            yield return $"{path}.patience is {Patience}; it must be 0 (no early stop) to 100000 epochs";
        }
    }
}
