using SpeechEmotion.Features;

namespace SpeechEmotion.Datasets.Cache;

/// <summary>Features of clips, or of their fixed copies, in one memory-mapped file per corpus. Safe to use from several threads.</summary>
public sealed class CachedFeatures : IDisposable
{
    private readonly Dictionary<string, CachedFeaturesFile> _files;

    internal CachedFeatures(Dictionary<string, CachedFeaturesFile> files) => _files = files;

    /// <summary>Number of clips, each with its copies if these are what is kept.</summary>
    public int Count => _files.Values.Sum(file => file.Count);

    /// <summary>The features of a clip, copied; null if they are not kept.</summary>
    /// <param name="clip">The clip.</param>
    /// <param name="copy">0 for the clip as it is, k for its k-th altered copy.</param>
    public FeatureMatrix? Find(Utterance clip, int copy = 0)
    {
        ArgumentNullException.ThrowIfNull(clip);
        return _files.TryGetValue(clip.Corpus, out CachedFeaturesFile? file) ? file.Find(clip, copy) : null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (CachedFeaturesFile file in _files.Values)
        {
            file.Dispose();
        }
    }
}
