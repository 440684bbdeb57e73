using SpeechEmotion.Datasets;
using SpeechEmotion.Datasets.Cache;
using SpeechEmotion.Datasets.Corpora;
using SpeechEmotion.Features;

namespace SpeechEmotion.Fuzz;

/// <summary>Arrays of features: as files of their own, and in the cache, which must come to the same features whatever its files hold.</summary>
internal static class FeatureReaders
{
    public static FuzzReader Npy(string folder)
    {
        string path = Path.Combine(folder, "features.npy");
        byte[] written = Readers.Written(folder, file => NpyFile.Write(file, [1, 2, 3, 4, 5, 6], 2, 3));
        return new FuzzReader(path, [written], () =>
        {
            (float[] values, int[] shape) = NpyFile.Read(path);
            Readers.Check(shape.Aggregate(1L, (product, length) => product * length) == values.Length, "the shape does not fit the values");
        });
    }

    /// <summary>A file of the cache.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="pattern">Which file.</param>
    public static FuzzReader Cache(string folder, string pattern)
    {
        Utterance[] clips = [.. KnownCorpora.Open(TableReaders.WriteCorpus(folder)).Utterances.Take(2)];
        FeatureConfig features = new() { Kinds = [FeatureKind.Energy], SampleRate = 8000, FrameLength = 512, HopLength = 512 };
        string cached = Path.Combine(folder, "cache");
        float[] expected = Read(clips, features, cached);
        string path = Directory.GetFiles(cached, pattern).Single();
        return new FuzzReader(path, [File.ReadAllBytes(path)], () => Readers.Check(Read(clips, features, cached).AsSpan().SequenceEqual(expected), "the cache gives other features"));
    }

    private static float[] Read(Utterance[] clips, FeatureConfig features, string folder)
    {
        using FeatureCache cache = new(clips, folder);
        CachedFeatures read = cache.Open(features) ?? throw new InvalidOperationException("the cache gives up instead of writing its files anew");
        return [.. clips.SelectMany(clip => read.Find(clip)!.Values)];
    }
}
