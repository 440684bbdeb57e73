using SpeechEmotion.Audio;
using SpeechEmotion.Augmentation;
using SpeechEmotion.Datasets.Cache;
using SpeechEmotion.Features;
using SpeechEmotion.Signal;

namespace SpeechEmotion.Datasets;

/// <summary>Reads a clip from its file and makes an example of it: resampled, altered where asked, padded, turned into features. Safe to use from several threads.</summary>
public sealed class ExampleReader
{
    private readonly FeatureConfig _features;
    private readonly FeatureExtractor _extractor;
    private readonly Augmenter _augmenter;
    private readonly SpectrogramAugmentation? _spectrogram;
    private readonly bool _standardise;
    private readonly Dictionary<string, int> _labels;
    private readonly Dictionary<string, int> _sentences;
    private readonly Dictionary<string, int> _speakers;
    private readonly CachedFeatures? _cached;
    private readonly CachedFeatures? _copies;
    private readonly ulong? _fixedSeed;

    /// <summary>Prepares the reader.</summary>
    /// <param name="features">The features.</param>
    /// <param name="augmentation">How copies are altered.</param>
    /// <param name="labels">Emotions in the order of the network's outputs.</param>
    /// <param name="spectrogram">How every example's mel spectrogram is altered; null for not at all. The features are then mel-standardised.</param>
    /// <param name="sentences">The sentences to be told apart, each a <see cref="Utterance.SentenceId"/>; null for none.</param>
    /// <param name="speakers">The speakers to be told apart, each a <see cref="Utterance.SpeakerId"/>; null for none.</param>
    /// <param name="cache">Has the features of unaltered clips and fixed copies, if <see cref="Prepare"/> put them there; what it does not have is computed at each reading.</param>
    /// <param name="seed">Seed of copies that are the same in every epoch; null if none will be asked for.</param>
    public ExampleReader(
        FeatureConfig features, AugmentationConfig augmentation, IReadOnlyList<string> labels, SpectrogramAugmentationConfig? spectrogram = null,
        IReadOnlyList<string>? sentences = null, IReadOnlyList<string>? speakers = null, FeatureCache? cache = null, ulong? seed = null)
    {
        ArgumentNullException.ThrowIfNull(features);
        ArgumentNullException.ThrowIfNull(augmentation);
        ArgumentNullException.ThrowIfNull(labels);
        _features = features;
        _augmenter = new Augmenter(augmentation);
        _spectrogram = spectrogram is null ? null : new SpectrogramAugmentation(spectrogram);
        _standardise = features.Kinds is [FeatureKind.MelStandardised];
        FeatureConfig kept = Kept(features);
        _extractor = cache?.Extractor(kept) ?? new FeatureExtractor(kept);
        _labels = Indices(labels);
        _sentences = Indices(sentences ?? []);
        _speakers = Indices(speakers ?? []);
        _cached = cache?.Find(kept);
        _fixedSeed = augmentation.Fixed && augmentation.Copies > 0 ? seed : null;
        _copies = _fixedSeed is { } fixedSeed ? cache?.Find(kept, augmentation, fixedSeed) : null;
    }

    /// <summary>Computes, or opens, the features that readers with the same settings will ask a cache for.</summary>
    /// <param name="cache">The cache.</param>
    /// <param name="features">The features.</param>
    /// <param name="augmentation">How copies are altered; null if none will be asked for.</param>
    /// <param name="seed">Seed of copies that are the same in every epoch.</param>
    /// <param name="progress">Told how many of how many clips are done, while features are computed.</param>
    /// <param name="cancellation">Stops the computation.</param>
    /// <exception cref="InvalidDataException">A clip cannot be read.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static void Prepare(
        FeatureCache cache, FeatureConfig features, AugmentationConfig? augmentation = null, ulong seed = 0, IProgress<(int Done, int Total)>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(cache);
        ArgumentNullException.ThrowIfNull(features);
        PrepareAll(cache, [(features, augmentation, seed)], progress, cancellation);
    }

    /// <summary>Computes, or opens, the features that several kinds of readers will ask a cache for; each clip is decoded once for all of them.</summary>
    internal static void PrepareAll(
        FeatureCache cache, IEnumerable<(FeatureConfig Features, AugmentationConfig? Augmentation, ulong Seed)> readers, IProgress<(int Done, int Total)>? progress = null,
        CancellationToken cancellation = default) =>
        cache.OpenAll(readers.SelectMany(reader => Requests(Kept(reader.Features), reader.Augmentation, reader.Seed)), progress, cancellation);

    private static CachedRequest[] Requests(FeatureConfig features, AugmentationConfig? augmentation, ulong seed) =>
        augmentation is { Fixed: true, Copies: > 0 } ? [new(features), new(features, augmentation, seed)] : [new(features)];

    /// <summary>Reads one example.</summary>
    /// <param name="utterance">The clip.</param>
    /// <param name="copy">0 for the clip as it is, k for its k-th altered copy.</param>
    /// <param name="random">What the copy's alterations are drawn from.</param>
    /// <exception cref="InvalidDataException">The file cannot be read, or its emotion is none of the labels.</exception>
    public Example Read(Utterance utterance, int copy, SeededRandom random)
    {
        ArgumentNullException.ThrowIfNull(utterance);
        if (!_labels.TryGetValue(utterance.Emotion, out int label))
        {
            throw new InvalidDataException($"{utterance.Id}: its emotion '{utterance.Emotion}' is none of {string.Join(", ", _labels.Keys)}.");
        }

        FeatureMatrix features = (copy == 0 ? _cached : _copies)?.Find(utterance, copy) ?? Compute(utterance, copy, random);
        features = _spectrogram is not null ? _spectrogram.Apply(features, random) : _standardise ? MelStandardisation.Of(features) : features;
        return new Example(features, label, Index(_sentences, utterance.SentenceId), Index(_speakers, utterance.SpeakerId)) { Heard = Heard(utterance.Votes), Corpus = utterance.Corpus };
    }

    /// <summary>Of mel power, examples as they are and altered ones can be made.</summary>
    private static FeatureConfig Kept(FeatureConfig features) => features.Kinds is [FeatureKind.MelStandardised] ? features with { Kinds = [FeatureKind.MelPower] } : features;

    private float[]? Heard(IReadOnlyDictionary<string, int>? votes)
    {
        if (votes is null)
        {
            return null;
        }

        float[] heard = new float[_labels.Count];
        foreach ((string label, int index) in _labels)
        {
            heard[index] = votes.GetValueOrDefault(label);
        }

        float sum = heard.Sum();
        return sum > 0 ? Array.ConvertAll(heard, count => count / sum) : null;
    }

    private static Dictionary<string, int> Indices(IReadOnlyList<string> names) => names.Select((name, index) => (name, index)).ToDictionary(pair => pair.name, pair => pair.index);

    private static int Index(Dictionary<string, int> indices, string? name) => name is null ? -1 : indices.GetValueOrDefault(name, -1);

    private FeatureMatrix Compute(Utterance utterance, int copy, SeededRandom random)
    {
        AudioClip clip = ClipAudio.Read(utterance).Resample(_features.SampleRate);
        return _extractor.Extract(
            copy == 0 ? clip.Samples
            : _fixedSeed is { } seed ? _augmenter.AugmentFixed(clip.Samples, copy, Path.GetFileName(utterance.Path), seed)
            : _augmenter.Augment(clip.Samples, copy, random));
    }
}
