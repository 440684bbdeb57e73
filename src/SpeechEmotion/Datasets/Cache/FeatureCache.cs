using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using SpeechEmotion.Augmentation;
using SpeechEmotion.Features;
using SpeechEmotion.Features.Encoders;

namespace SpeechEmotion.Datasets.Cache;

/// <summary>
/// Features of clips as they are, or of their fixed copies, computed once and shared by every run: a <c>.npy</c> file for each corpus and configuration, <c>[clips, bands, frames]</c> or, where clips keep
/// their own lengths, one clip's <c>[bands, frames]</c> after another's, beside an index that says which clip is where. A change of the features' or the copies' configuration, of the copies' seed, of the code's version (<see cref="FeatureExtractor.Version"/>) or of a clip's path, length or
/// time of change gives another file; a damaged one is computed again. Copies that are drawn anew in each epoch (<see cref="AugmentationConfig.Fixed"/> false) are not kept.
/// Safe to use from several threads and processes.
/// </summary>
/// <remarks>In Python: <c>numpy.load(file, mmap_mode="r")</c>, with <c>json.load</c> for the index.</remarks>
public sealed class FeatureCache : IDisposable
{
    /// <summary>The environment variable that names another folder than the system's for caches.</summary>
    public const string FolderVariable = "SPEECH_EMOTION_CACHE";

    /// <summary>Size beyond which the files that were not used for longest are deleted: 10 GB.</summary>
    public const long Limit = 10_000_000_000;

    private readonly IReadOnlyList<Utterance> _clips;
    private readonly Dictionary<string, CachedFeatures?> _opened = [];
    private readonly Dictionary<string, Lazy<IEncoder>> _encoders = [];
    private readonly Func<FeatureConfig, IEncoder>? _openEncoder;
    private readonly Lock _lock = new();

    /// <summary>A cache of the features of clips.</summary>
    /// <param name="clips">The clips: all that any run on this corpus may ask for.</param>
    /// <param name="folder">Where the files are; <see cref="DefaultFolder"/> where null. It may be deleted at any time.</param>
    /// <param name="openEncoder">Opens the pre-trained encoder of features that have one, when it is first needed; the cache disposes it. Null if there is no runtime for encoders.</param>
    public FeatureCache(IReadOnlyList<Utterance> clips, string? folder = null, Func<FeatureConfig, IEncoder>? openEncoder = null)
    {
        ArgumentNullException.ThrowIfNull(clips);
        _clips = clips;
        _openEncoder = openEncoder;
        Folder = folder ?? DefaultFolder;
    }

    /// <summary>
    /// What <see cref="FolderVariable"/> says; else <c>speech-emotion/features</c> in the user's folder for caches: <c>~/.cache</c> or what XDG_CACHE_HOME says
    /// on Linux, <c>~/Library/Caches</c> on macOS, <c>%LOCALAPPDATA%</c> on Windows.
    /// </summary>
    public static string DefaultFolder
    {
        get
        {
            if (Environment.GetEnvironmentVariable(FolderVariable) is { Length: > 0 } named)
            {
                return named;
            }

            string home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
            string caches = OperatingSystem.IsWindows() ? Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData)
                : OperatingSystem.IsMacOS() ? Path.Combine(home, "Library", "Caches")
                : Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } standard ? standard
                : Path.Combine(home, ".cache");
            return Path.Combine(caches, "speech-emotion", "features");
        }
    }

    /// <summary>Where the files are.</summary>
    public string Folder { get; }

    /// <summary>Opens the features of all clips, computing them if they are missing or incomplete.</summary>
    /// <param name="features">The features.</param>
    /// <param name="copies">How the clips' copies are altered, whose features are then opened; null for those of the clips as they are.</param>
    /// <param name="seed">Seed of the copies.</param>
    /// <param name="progress">Told how many of how many clips are done, while features are computed; from any thread, but by one at a time.</param>
    /// <param name="cancellation">Stops the computation; nothing is left behind.</param>
    /// <returns>The features, which belong to the cache; null if the folder cannot be written or the disk is full, which is no reason not to train.</returns>
    /// <exception cref="InvalidDataException">A clip cannot be read.</exception>
    public CachedFeatures? Open(FeatureConfig features, AugmentationConfig? copies = null, ulong seed = 0, IProgress<(int Done, int Total)>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(features);
        lock (_lock)
        {
            string key = FeatureCacheIndex.Json(features, copies, seed);
            if (!_opened.TryGetValue(key, out CachedFeatures? opened))
            {
                _opened[key] = opened = BitConverter.IsLittleEndian && _clips.Count > 0 ? OpenAll(features, copies, seed, progress, cancellation) : null;
            }

            return opened;
        }
    }

    /// <summary>The features that <see cref="Open"/> has opened; null if it was not asked for them, or could not keep them.</summary>
    /// <param name="features">The features.</param>
    /// <param name="copies">How the clips' copies are altered; null for the clips as they are.</param>
    /// <param name="seed">Seed of the copies.</param>
    public CachedFeatures? Find(FeatureConfig features, AugmentationConfig? copies = null, ulong seed = 0)
    {
        ArgumentNullException.ThrowIfNull(features);
        lock (_lock)
        {
            return _opened.GetValueOrDefault(FeatureCacheIndex.Json(features, copies, seed));
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (CachedFeatures? opened in _opened.Values)
        {
            opened?.Dispose();
        }

        _opened.Clear();
        foreach (Lazy<IEncoder> encoder in _encoders.Values.Where(encoder => encoder.IsValueCreated))
        {
            encoder.Value.Dispose();
        }

        _encoders.Clear();
    }

    /// <summary>Plans the extraction of features, with the encoder of this cache if they need one.</summary>
    internal FeatureExtractor Extractor(FeatureConfig features)
    {
        if (features.Encoder is null || _openEncoder is null)
        {
            return new FeatureExtractor(features);
        }

        lock (_lock)
        {
            string key = FeatureCacheIndex.Json(features);
            if (!_encoders.TryGetValue(key, out Lazy<IEncoder>? encoder))
            {
                _encoders[key] = encoder = new(() => _openEncoder(features));
            }

            return new FeatureExtractor(features, () => encoder.Value);
        }
    }

    private CachedFeatures? OpenAll(FeatureConfig features, AugmentationConfig? copies, ulong seed, IProgress<(int Done, int Total)>? progress, CancellationToken cancellation)
    {
        int before = 0;
        Dictionary<string, CachedFeaturesFile> files = [];
        foreach (IGrouping<string, Utterance> corpus in _clips.GroupBy(clip => clip.Corpus))
        {
            int start = before;
            if (OpenOrBuild(corpus, features, copies, seed, done => progress?.Report((start + done, _clips.Count)), cancellation) is { } file)
            {
                files.Add(corpus.Key, file);
            }

            before += corpus.Count();
        }

        return files.Count > 0 ? new CachedFeatures(files) : null;
    }

    private CachedFeaturesFile? OpenOrBuild(
        IEnumerable<Utterance> clips, FeatureConfig features, AugmentationConfig? copies, ulong seed, Action<int> progress, CancellationToken cancellation)
    {
        try
        {
            FeatureCacheIndex index = new(features, clips, copies, seed);
            string values = Path.Combine(Folder, index.Key + ".npy"), text = Path.Combine(Folder, index.Key + ".json");
            if (CachedFeaturesFile.TryOpen(values, text, index) is { } found)
            {
                File.SetLastWriteTimeUtc(text, DateTime.UtcNow); // Says when it was last used.
                return found;
            }

            Directory.CreateDirectory(Folder);
            Augmenter? augmenter = copies is null ? null : new Augmenter(copies);
            Build(features, (samples, copy, name) => augmenter?.AugmentFixed(samples, copy, name, seed) ?? samples, index, values, text, progress, cancellation);
            FeatureCacheFolder.Trim(Folder, Limit, index.Key);
            return CachedFeaturesFile.TryOpen(values, text, index);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or OverflowException)
        {
            return null;
        }
    }

    // Both files get their names when they are whole, the index last. Another process that does the same writes the same bytes, so it does not matter whose stay.
    private void Build(
        FeatureConfig features, Func<float[], int, string, float[]> alter, FeatureCacheIndex index, string values, string text, Action<int> progress, CancellationToken cancellation)
    {
        string ending = $".{Guid.NewGuid():N}{FeatureCacheFolder.Unfinished}";
        try
        {
            CachedClip[] clips = WriteFeatures(features, alter, index, values + ending, progress, cancellation);
            File.WriteAllBytes(text + ending, index.Text(clips));
            File.Move(values + ending, values, overwrite: true);
            File.Move(text + ending, text, overwrite: true);
        }
        finally
        {
            File.Delete(values + ending);
            File.Delete(text + ending);
        }
    }

    // Each clip is decoded once: a group is computed on all cores, then written in order, and the header, whose length does not depend on the values, comes last.
    private CachedClip[] WriteFeatures(FeatureConfig features, Func<float[], int, string, float[]> alter, FeatureCacheIndex index, string path, Action<int> progress, CancellationToken cancellation)
    {
        const int group = 64;
        FeatureExtractor extractor = Extractor(features);
        IReadOnlyList<Utterance> sources = index.Clips;
        CachedClip[] clips = new CachedClip[index.Count];
        int each = Math.Max(index.Copies, 1); // places of one clip
        int headerLength = NpyFile.Header(index.Shape(clips)).Length;
        long end = headerLength;
        using SafeFileHandle file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write, FileShare.None);
        for (int start = 0; start < sources.Count; start += group)
        {
            float[][][] values = new float[Math.Min(group, sources.Count - start)][][]; // [clip][copy][values]
            ForEach(values.Length, i => values[i] = Compute(start + i), cancellation);
            foreach (float[] clip in values.SelectMany(copies => copies))
            {
                RandomAccess.Write(file, MemoryMarshal.AsBytes(clip.AsSpan()), end);
                end += clip.Length * sizeof(float);
            }

            progress(start + values.Length);
        }

        byte[] header = NpyFile.Header(index.Shape(clips));
        if (header.Length != headerLength)
        {
            throw new InvalidOperationException($"The header takes {header.Length} bytes; {headerLength} were kept free for it.");
        }

        RandomAccess.Write(file, header, 0);
        return clips;

        float[][] Compute(int clip)
        {
            float[] samples = ClipAudio.Read(sources[clip], cancellation).Resample(features.SampleRate).Samples;
            float[][] values = new float[each][];
            for (int copy = 0; copy < each; copy++)
            {
                FeatureMatrix matrix = extractor.Extract(alter(samples, copy + 1, Path.GetFileName(sources[clip].Path)));
                values[copy] = matrix.Values;
                clips[(clip * each) + copy] = new CachedClip(matrix.Frames, CachedFeaturesFile.Checksum(matrix.Values));
            }

            return values;
        }
    }

    /// <summary>Does something for each clip, on all cores; what fails first is thrown as it is.</summary>
    private static void ForEach(int clips, Action<int> action, CancellationToken cancellation)
    {
        try
        {
            Parallel.For(0, clips, new ParallelOptions { CancellationToken = cancellation, MaxDegreeOfParallelism = Environment.ProcessorCount }, action);
        }
        catch (AggregateException e)
        {
            ExceptionDispatchInfo.Throw(e.InnerExceptions[0]);
        }
    }
}
