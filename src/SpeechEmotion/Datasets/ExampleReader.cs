using SpeechEmotion.Audio;
using SpeechEmotion.Augmentation;
using SpeechEmotion.Features;
using SpeechEmotion.Signal;

namespace SpeechEmotion.Datasets;

/// <summary>Reads a clip from its file and makes an example of it: resampled, altered where asked, padded, turned into features. Safe to use from several threads.</summary>
public sealed class ExampleReader
{
    private readonly FeatureConfig _features;
    private readonly FeatureExtractor _extractor;
    private readonly Augmenter _augmenter;
    private readonly FeatureExtractor? _power;
    private readonly SpectrogramAugmentation? _spectrogram;
    private readonly Dictionary<string, int> _labels;
    private readonly Dictionary<string, int> _sentences;
    private readonly CachedFeatures? _cached;

    /// <summary>Prepares the reader.</summary>
    /// <param name="features">The features.</param>
    /// <param name="augmentation">How copies are altered.</param>
    /// <param name="labels">Emotions in the order of the network's outputs.</param>
    /// <param name="spectrogram">How every example's mel spectrogram is altered; null for not at all. The features are then mel-standardised.</param>
    /// <param name="sentences">The sentences to be told apart; null for none.</param>
    /// <param name="cache">Where the features of unaltered clips are kept; null computes them at each reading.</param>
    public ExampleReader(
        FeatureConfig features, AugmentationConfig augmentation, IReadOnlyList<string> labels, SpectrogramAugmentationConfig? spectrogram = null,
        IReadOnlyList<string>? sentences = null, FeatureCache? cache = null)
    {
        ArgumentNullException.ThrowIfNull(features);
        ArgumentNullException.ThrowIfNull(labels);
        _features = features;
        _extractor = new FeatureExtractor(features);
        _augmenter = new Augmenter(augmentation);
        if (spectrogram is not null)
        {
            _power = new FeatureExtractor(features with { Kinds = [FeatureKind.MelPower] });
            _spectrogram = new SpectrogramAugmentation(spectrogram);
        }

        _labels = labels.Select((label, index) => (label, index)).ToDictionary(pair => pair.label, pair => pair.index);
        _sentences = (sentences ?? []).Select((sentence, index) => (sentence, index)).ToDictionary(pair => pair.sentence, pair => pair.index);
        _cached = features.ClipLength > 0 ? cache?.Open(features) : null; // Clips of their own lengths are quick to compute, compared with what a network takes.
    }

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
            throw new InvalidDataException($"{utterance.Name}: its emotion '{utterance.Emotion}' is none of {string.Join(", ", _labels.Keys)}.");
        }

        int sentence = utterance.Sentence is { } spoken ? _sentences.GetValueOrDefault(spoken, -1) : -1;
        if (_power is not null && _spectrogram is not null)
        {
            FeatureMatrix power = _power.Extract(AudioFile.Read(utterance.Path).Resample(_features.SampleRate).Samples);
            return new Example(_spectrogram.Apply(power, random), label, sentence);
        }

        if (copy == 0 && _cached?.Find(utterance) is { } kept)
        {
            return new Example(kept, label, sentence);
        }

        AudioClip clip = AudioFile.Read(utterance.Path).Resample(_features.SampleRate);
        float[] samples = copy == 0 ? clip.Samples : _augmenter.Augment(clip.Samples, copy, random);
        return new Example(_extractor.Extract(samples), label, sentence);
    }
}
