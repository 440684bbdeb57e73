namespace SpeechEmotion.Experiments;

/// <summary>ExpoNet: five padded convolutions over the features as one row.</summary>
public sealed record ExpoNetConfig() : NetworkConfig("ExpoNet")
{
    internal override IEnumerable<string> Misfits(ExperimentConfig experiment) => experiment.Training.BatchSize == 1
        ? base.Misfits(experiment).Append("training.batchSize is 1; ExpoNet normalises each unit over the batch and needs 2 clips or more")
        : base.Misfits(experiment);
}
