using SpeechEmotion.Features;

namespace SpeechEmotion.Datasets;

/// <summary>What a network learns from: the features of a clip and the emotion they stand for.</summary>
/// <param name="Features">Features <c>[bands, frames]</c>.</param>
/// <param name="Label">Index of the emotion among the labels.</param>
/// <param name="Sentence">Index of the spoken sentence among those to be told apart; -1 if that is not known.</param>
/// <param name="Speaker">Index of the speaker among those to be told apart; -1 if that is not known.</param>
public sealed record Example(FeatureMatrix Features, int Label, int Sentence = -1, int Speaker = -1)
{
    /// <summary>Fractions of the listeners who chose each label, summing to 1; null if that is not known.</summary>
    public float[]? Heard { get; init; }

    /// <summary>Name of the clip's corpus; empty if that is not known.</summary>
    public string Corpus { get; init; } = "";
}
