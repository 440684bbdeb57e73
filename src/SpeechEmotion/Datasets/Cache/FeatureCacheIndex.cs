using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using SpeechEmotion.Augmentation;
using SpeechEmotion.Features;

namespace SpeechEmotion.Datasets.Cache;

/// <summary>
/// What a file of cached features holds: the features' configuration and version, where it holds altered copies their configuration and seed, and of each clip its path, length and
/// time of change. All of that is known before anything is computed, and names the files; with the frames and the checksum of each clip's features it is the text of the index.
/// </summary>
internal sealed class FeatureCacheIndex
{
    private readonly FeatureConfig _config;
    private readonly Utterance[] _clips;
    private readonly FileInfo[] _files; // of each clip
    private readonly string _copies; // as a part of the text

    /// <summary>Describes the features of clips.</summary>
    /// <param name="features">The features.</param>
    /// <param name="clips">The clips; they are looked at in the order of their paths.</param>
    /// <param name="copies">How the clips' copies are altered; null for the clips as they are.</param>
    /// <param name="seed">Seed of the copies.</param>
    /// <exception cref="IOException">A clip's file cannot be found.</exception>
    public FeatureCacheIndex(FeatureConfig features, IEnumerable<Utterance> clips, AugmentationConfig? copies = null, ulong seed = 0)
    {
        _config = features;
        _copies = CopiesJson(copies, seed);
        Copies = copies?.Copies ?? 0;
        _clips = [.. clips.DistinctBy(clip => clip.Source).OrderBy(clip => clip.Source, StringComparer.Ordinal)];
        _files = [.. _clips.Select(clip => new FileInfo(clip.Path))];
        Rows = features.Rows();
        Key = Convert.ToHexStringLower(SHA256.HashData(Text([])))[..32];
    }

    /// <summary>The files' name, without ending.</summary>
    public string Key { get; }

    /// <summary>Rows of a clip's features.</summary>
    public int Rows { get; }

    /// <summary>Altered copies of each clip, which are then what the file holds; 0 if it holds the clips as they are.</summary>
    public int Copies { get; }

    /// <summary>The clips, in the order of their features.</summary>
    public IReadOnlyList<Utterance> Clips => _clips;

    /// <summary>Number of feature matrices: the clips, or their copies, those of one clip after another.</summary>
    public int Count => _files.Length * Math.Max(Copies, 1);

    /// <summary>What is computed, as text; equal configurations have equal texts.</summary>
    public static string Json(FeatureConfig features, AugmentationConfig? copies = null, ulong seed = 0) => JsonSerializer.Serialize(features with { Encoder = features.Encoder?.WithoutFolder() }, FeatureCacheJson.Default.FeatureConfig) + CopiesJson(copies, seed);

    /// <summary>Shape of the array: <c>[clips, rows, frames]</c>, or one row of all clips' values where each clip has its own number of frames.</summary>
    /// <param name="clips">What was computed of each clip.</param>
    /// <exception cref="OverflowException">An array cannot hold that many values.</exception>
    public int[] Shape(ReadOnlySpan<CachedClip> clips)
    {
        if (_config.HasOneShape)
        {
            return [Count, Rows, _config.Frames(0)];
        }

        long values = 0;
        foreach (CachedClip clip in clips)
        {
            values += (long)Rows * clip.Frames;
        }

        return [checked((int)values)];
    }

    /// <summary>The text of the index: a JSON document with one clip per line.</summary>
    /// <param name="clips">What was computed of each clip; nothing for the part that is known beforehand.</param>
    public byte[] Text(ReadOnlySpan<CachedClip> clips)
    {
        StringBuilder text = new();
        text.Append($"{{\"version\": {FeatureExtractor.Version}, \"rows\": {Rows},\n\"features\": {Json(_config)}{_copies},\n\"clips\": [\n");
        for (int i = 0; i < Count; i++)
        {
            FileInfo file = _files[i / Math.Max(Copies, 1)];
            text.Append($"  {{\"path\": {JsonSerializer.Serialize(file.FullName, FeatureCacheJson.Default.String)}, \"length\": {file.Length}, \"modified\": \"{file.LastWriteTimeUtc:O}\"");
            Utterance clip = _clips[i / Math.Max(Copies, 1)];
            text.Append(clip.Start is null ? "" : FormattableString.Invariant($", \"start\": {clip.Start:R}")).Append(clip.End is null ? "" : FormattableString.Invariant($", \"end\": {clip.End:R}"));
            text.Append(Copies > 0 ? $", \"copy\": {(i % Copies) + 1}" : "");
            text.Append(clips.IsEmpty ? "" : $", \"frames\": {clips[i].Frames}, \"crc32c\": \"{clips[i].Checksum:x8}\"").Append(i + 1 < Count ? "},\n" : "}\n");
        }

        return Encoding.UTF8.GetBytes(text.Append("]}\n").ToString());
    }

    private static string CopiesJson(AugmentationConfig? copies, ulong seed) =>
        copies is null ? "" : $",\n\"augmentation\": {JsonSerializer.Serialize(copies, FeatureCacheJson.Default.AugmentationConfig)},\n\"seed\": {seed}";

    /// <summary>The frames of each clip as an index tells them; null if it is no index of these clips.</summary>
    public int[]? ReadFrames(byte[] text)
    {
        try
        {
            using JsonDocument index = JsonDocument.Parse(text);
            int[] frames = [.. index.RootElement.GetProperty("clips").EnumerateArray().Select(clip => clip.GetProperty("frames").GetInt32())];
            return frames.Length == Count && frames.All(count => count > 0) ? frames : null;
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }
}
