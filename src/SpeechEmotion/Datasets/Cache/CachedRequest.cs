using SpeechEmotion.Augmentation;
using SpeechEmotion.Features;

namespace SpeechEmotion.Datasets.Cache;

/// <summary>What is computed of every clip: its features as it is, or those of its fixed copies.</summary>
/// <param name="Features">The features.</param>
/// <param name="Copies">How the clips' copies are altered, whose features are then meant; null for those of the clips as they are.</param>
/// <param name="Seed">Seed of the copies.</param>
internal sealed record CachedRequest(FeatureConfig Features, AugmentationConfig? Copies = null, ulong Seed = 0)
{
    /// <summary>Tells requests apart: equal ones have equal keys.</summary>
    public string Key => FeatureCacheIndex.Json(Features, Copies, Seed);
}
