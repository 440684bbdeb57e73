using System.Collections.Immutable;
using SpeechEmotion.Features;
using SpeechEmotion.Networks;

namespace SpeechEmotion.Export;

/// <summary>A network that tells speech from other sounds, trained like any other on clips of the classes <see cref="Classes"/>. A model that has one answers <c>noSpeech</c> by itself.</summary>
/// <param name="Network">The network; its outputs are the classes, in their order.</param>
/// <param name="Features">The features it was trained on. Those of the model's other networks cost nothing more.</param>
/// <param name="Corpora">The corpora that it learned from; the model's card credits each.</param>
public sealed record SpeechGate(Network Network, FeatureConfig Features, IReadOnlyList<string> Corpora)
{
    /// <summary>
    /// How many times likelier than in the clips of its training a sound is taken to be noise, in the odds that the model file gives: what the network alone gives 0.6 for being speech has 0.5 there,
    /// the least that counts as speech.
    /// </summary>
    public const double NoiseOdds = 1.5;

    /// <summary>The labels of its experiment: noise, which is anything but speech, and speech.</summary>
    public static ImmutableArray<string> Classes { get; } = ["noise", "speech"];
}
