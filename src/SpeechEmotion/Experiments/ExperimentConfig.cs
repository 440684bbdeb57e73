using SpeechEmotion.Audio;
using SpeechEmotion.Augmentation;
using SpeechEmotion.Datasets;
using SpeechEmotion.Datasets.Splits;
using SpeechEmotion.Features;

namespace SpeechEmotion.Experiments;

/// <summary>A whole experiment: features, augmentation, network, training, split and seed. Two equal configurations on the same clips give the same weights.</summary>
public sealed record ExperimentConfig
{
    private const int MostLabels = 1000;
    private const int MostValues = 1 << 22; // a clip
    private const int MostBatchValues = 1 << 28; // 1 GB

    /// <summary>The experiment's name: that of its file. Folders are named after it, so it must be a plain file name.</summary>
    public string Name { get; init; } = "";

    /// <summary>Everything random follows from it: split, initial weights, order, augmentation.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Emotions in the order of the network's outputs; empty takes the corpus's own.</summary>
    public IReadOnlyList<string> Labels { get; init; } = [];

    /// <summary>How the corpus is divided.</summary>
    public SplitConfig Split { get; init; } = new();

    /// <summary>The features. By default clips are padded to CREMA-D's longest, 80,080 samples, and frames are 10 ms apart.</summary>
    public FeatureConfig Features { get; init; } = new() { ClipLength = 80080, HopLength = 160 };

    /// <summary>The augmentation of the training part.</summary>
    public AugmentationConfig Augmentation { get; init; } = new();

    /// <summary>Alteration of the training part's mel spectrograms, for the feature kind mel-standardised; null for none.</summary>
    public SpectrogramAugmentationConfig? Spectrogram { get; init; }

    /// <summary>The network.</summary>
    public NetworkConfig Network { get; init; } = new RezoNetConfig();

    /// <summary>The training.</summary>
    public TrainingConfig Training { get; init; } = new();

    /// <summary>The experiments of the networks that <see cref="Network"/> combines, each as if it were alone; empty if it hears clips itself.</summary>
    public IReadOnlyList<ExperimentConfig> Members() => Network.MembersOf(this);

    /// <summary>Lists every fault of the configuration, each with its path; empty if there is none.</summary>
    public IEnumerable<string> Validate()
    {
        TrainingConfig training = Training;
        IEnumerable<string> faults = Split.Validate("split")
            .Concat(Features.Validate("features"))
            .Concat(Augmentation.Validate("augmentation"))
            .Concat(Spectrogram?.Validate("spectrogram") ?? [])
            .Concat(Network.Validate("network"))
            .Concat(training.Validate("training"))
            .Concat(Network.Misfits(this));
        if (Features.Kinds.Where(FeatureKinds.IsPitch).Select(FeatureKinds.Name).ToArray() is { Length: > 0 } untold)
        {
            faults = faults.Append($"features.kinds names {string.Join(" and ", untold)}, which a model file cannot compute; train on other kinds, and take pitch from 'ser features'");
        }

        if (Spectrogram is not null && !(Features.Kinds is [FeatureKind.MelStandardised] && Augmentation.Copies == 0))
        {
            faults = faults.Append("spectrogram is given; it goes with features.kinds [\"mel-standardised\"] and augmentation.copies 0");
        }

        if (Labels.Count > MostLabels || Labels.Distinct().Count() != Labels.Count)
        {
            faults = faults.Append($"labels names {Counted.Of(Labels.Count, "emotion")}; there must be at most {MostLabels}, each named once");
        }

        faults = faults.Concat(Labels.Where(label => !PlainName.IsPlainText(label)).Select(label => $"labels names {PlainName.Quote(label)}; an emotion is a word of up to {PlainName.Longest} letters, without control characters"));
        if (Name.Length > 0 && PlainName.Fault(Name) is { } fault)
        {
            faults = faults.Append($"name is {fault}");
        }

        long values = Features.HopLength < 1 ? 0 : (long)Features.Rows() * (Spectrogram?.Frames ?? Features.Frames(0));
        if (values > MostValues)
        {
            faults = faults.Append($"features make {values} values of a clip; at most {MostValues} can be trained on: take shorter clips (features.clipLength), a longer features.hopLength or fewer bands");
        }
        else if (values * training.BatchSize > MostBatchValues)
        {
            faults = faults.Append($"training.batchSize is {training.BatchSize}; with {values} values a clip at most {MostBatchValues / values} clips fit");
        }

        return faults;
    }
}
