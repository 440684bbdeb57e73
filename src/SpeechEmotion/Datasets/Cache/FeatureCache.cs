using System.Runtime.ExceptionServices;
using SpeechEmotion.Audio;
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
        OpenAll([new CachedRequest(features, copies, seed)], progress, cancellation);
        return Find(features, copies, seed);
    }

    /// <summary>Opens several kinds of features of all clips; for those that have to be computed, each clip is decoded once.</summary>
    /// <param name="wanted">What is wanted of each clip.</param>
    /// <param name="progress">Told how many of how many clips are done, while features are computed; from any thread, but by one at a time.</param>
    /// <param name="cancellation">Stops the computation; nothing is left behind.</param>
    /// <exception cref="InvalidDataException">A clip cannot be read.</exception>
    internal void OpenAll(IEnumerable<CachedRequest> wanted, IProgress<(int Done, int Total)>? progress = null, CancellationToken cancellation = default)
    {
        lock (_lock)
        {
            CachedRequest[] missing = [.. wanted.DistinctBy(request => request.Key).Where(request => !_opened.ContainsKey(request.Key))];
            Dictionary<string, CachedFeaturesFile>[] files = [.. missing.Select(_ => new Dictionary<string, CachedFeaturesFile>())];
            int before = 0;
            foreach (IGrouping<string, Utterance> corpus in missing.Length > 0 && BitConverter.IsLittleEndian ? _clips.GroupBy(clip => clip.Corpus) : [])
            {
                int start = before;
                CachedFeaturesFile?[] opened = OpenOrBuild([.. corpus], missing, done => progress?.Report((start + done, _clips.Count)), cancellation);
                for (int i = 0; i < missing.Length; i++)
                {
                    if (opened[i] is { } file)
                    {
                        files[i].Add(corpus.Key, file);
                    }
                }

                before += corpus.Count();
            }

            for (int i = 0; i < missing.Length; i++)
            {
                _opened[missing[i].Key] = files[i].Count > 0 ? new CachedFeatures(files[i]) : null;
            }
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

    private CachedFeaturesFile?[] OpenOrBuild(IReadOnlyList<Utterance> clips, CachedRequest[] wanted, Action<int> progress, CancellationToken cancellation)
    {
        CachedFeaturesFile?[] files = new CachedFeaturesFile?[wanted.Length];
        try
        {
            FeatureCacheIndex[] indices = [.. wanted.Select(request => new FeatureCacheIndex(request.Features, clips, request.Copies, request.Seed))];
            for (int i = 0; i < files.Length; i++)
            {
                (string values, string text) = CachedFeaturesWriter.FilesOf(Folder, indices[i]);
                files[i] = CachedFeaturesFile.TryOpen(values, text, indices[i]);
                if (files[i] is not null)
                {
                    File.SetLastWriteTimeUtc(text, DateTime.UtcNow); // Says when it was last used.
                }
            }

            int[] missing = [.. Enumerable.Range(0, files.Length).Where(i => files[i] is null)];
            if (missing.Length > 0)
            {
                Directory.CreateDirectory(Folder);
                Build([.. missing.Select(i => (indices[i], wanted[i]))], progress, cancellation);
            }

            foreach (int i in missing)
            {
                FeatureCacheFolder.Trim(Folder, Limit, indices[i].Key);
                (string values, string text) = CachedFeaturesWriter.FilesOf(Folder, indices[i]);
                files[i] = CachedFeaturesFile.TryOpen(values, text, indices[i]);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or OverflowException)
        {
            // What is open stays; the rest is computed when it is asked for.
        }

        return files;
    }

    // Each clip is decoded once, whatever is computed of it: a group is computed on all cores, then written in order.
    private void Build(IReadOnlyList<(FeatureCacheIndex Index, CachedRequest Request)> wanted, Action<int> progress, CancellationToken cancellation)
    {
        const int group = 64;
        IReadOnlyList<Utterance> sources = wanted[0].Index.Clips; // The same for all.
        List<CachedFeaturesWriter> writers = [];
        try
        {
            foreach ((FeatureCacheIndex index, CachedRequest request) in wanted)
            {
                writers.Add(new CachedFeaturesWriter(Folder, index, request, Extractor(request.Features)));
            }

            for (int start = 0; start < sources.Count; start += group)
            {
                float[][][][] values = new float[Math.Min(group, sources.Count - start)][][][]; // [clip][writer][copy][values]
                ForEach(values.Length, i => values[i] = Compute(start + i), cancellation);
                foreach (float[][][] clip in values)
                {
                    for (int w = 0; w < writers.Count; w++)
                    {
                        writers[w].Append(clip[w]);
                    }
                }

                progress(start + values.Length);
            }

            writers.ForEach(writer => writer.Finish());
        }
        finally
        {
            writers.ForEach(writer => writer.Dispose());
        }

        float[][][] Compute(int clip)
        {
            AudioClip audio = ClipAudio.Read(sources[clip], cancellation);
            Dictionary<int, float[]> samples = writers.Select(writer => writer.SampleRate).Distinct().ToDictionary(rate => rate, rate => audio.Resample(rate).Samples);
            return [.. writers.Select(writer => writer.Compute(clip, samples[writer.SampleRate]))];
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
