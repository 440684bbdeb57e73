namespace SpeechEmotion.Experiments;

/// <summary>A multilayer perceptron: one hidden layer over the vector of an encoder, which it standardises first.</summary>
public sealed record MlpConfig() : NetworkConfig("MLP")
{
    /// <summary>Whose statistics standardise the network's input.</summary>
    public StandardisedBy StandardisedBy { get; init; } = StandardisedBy.Training;

    /// <summary>The corpora whose clips are standardised by their own statistics; found out when a run starts.</summary>
    public IReadOnlyList<string> Corpora { get; init; } = [];

    /// <summary>Fraction of the values before the last layer that a training step leaves out, 0 to below 1.</summary>
    public double Dropout { get; init; } = 0.2;

    /// <inheritdoc/>
    public override IEnumerable<string> Validate(string path = "network")
    {
        IEnumerable<string> faults = base.Validate(path).Concat(DropoutFaults(Dropout, path));
        return StandardisedBy == StandardisedBy.Training && Corpora.Count > 0
            ? faults.Append($"{path}.corpora is given; it goes with {path}.standardisedBy corpus, and is found out when a run starts")
            : faults;
    }

    internal override IEnumerable<string> Misfits(ExperimentConfig experiment) =>
        experiment.Features.HasOneShape ? [] : ["features.clipLength is 0; MLP needs clips of one length, such as 80080 samples"];

    internal override NetworkConfig OnCorpora(IReadOnlyList<string> corpora) => StandardisedBy == StandardisedBy.Corpus ? this with { Corpora = corpora } : this;
}
