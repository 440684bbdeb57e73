using SpeechEmotion.Features;

namespace SpeechEmotion.Experiments;

/// <summary>EmoNet: residual blocks over the frames of the standardised mel spectrogram, for clips of any length.</summary>
public sealed record EmoNetConfig() : NetworkConfig("EmoNet")
{
    private const int MaximumStemChannels = 256, MaximumStemBlocks = 16;

    /// <summary>Fraction of the values before the last layer that a training step leaves out, 0 to below 1.</summary>
    public double Dropout { get; init; } = 0.2;

    /// <summary>
    /// Channels of the convolutions over bands and frames that stand before those over frames [Thienpondt2021], 0 (none) to 256. With them, what a voice does is the same thing somewhat
    /// higher or lower; without, every band is something of its own.
    /// </summary>
    public int StemChannels { get; init; }

    /// <summary>Residual blocks, of two convolutions over bands and frames each, after those of <see cref="StemChannels"/>, 0 (none) to 16.</summary>
    public int StemBlocks { get; init; }

    /// <inheritdoc/>
    public override IEnumerable<string> Validate(string path = "network")
    {
        foreach (string fault in base.Validate(path).Concat(DropoutFaults(Dropout, path)))
        {
            yield return fault;
        }

        if (StemChannels is < 0 or > MaximumStemChannels)
        {
            yield return $"{path}.stemChannels is {StemChannels}; it must be 0 (none) to {MaximumStemChannels}";
        }

        if (StemBlocks is < 0 or > MaximumStemBlocks)
        {
            yield return $"{path}.stemBlocks is {StemBlocks}; it must be 0 (none) to {MaximumStemBlocks}";
        }
        else if (StemBlocks > 0 && StemChannels == 0)
        {
            yield return $"{path}.stemBlocks is {StemBlocks}, but there are no stemChannels for them, such as 16";
        }
    }

    /// <inheritdoc/>
    public override string Describe() =>
        base.Describe() + (StemChannels > 0 ? $", stem of {StemChannels} channels" : "") + (StemBlocks > 0 ? $" and {StemBlocks} blocks" : "");

    internal override IEnumerable<string> Misfits(ExperimentConfig experiment)
    {
        if (experiment.Features.Encoder is not null)
        {
            yield return "features.kinds is [\"encoder\"]; it goes with the network MLP, not EmoNet";
        }
        else if (experiment.Features.Kinds is not [FeatureKind.MelStandardised])
        {
            yield return "network.name is EmoNet, which takes features.kinds [\"mel-standardised\"]";
        }

        if (experiment.Features.ClipLength == 0 && experiment.Spectrogram is null && experiment.Training.BatchSize > 1)
        {
            yield return "features.clipLength is 0, so clips differ in length; training needs spectrogram, which gives all one length, or training.batchSize 1";
        }
    }
}
