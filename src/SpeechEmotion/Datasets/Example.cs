using SpeechEmotion.Features;

namespace SpeechEmotion.Datasets;

/// <summary>What a network learns from: the features of a clip and the emotion they stand for.</summary>
/// <param name="Features">Features <c>[bands, frames]</c>.</param>
/// <param name="Label">Index of the emotion among the labels.</param>
public sealed record Example(FeatureMatrix Features, int Label);
