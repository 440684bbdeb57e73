using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using SpeechEmotion.Features;

namespace SpeechEmotion.Datasets;

/// <summary>
/// What a file of cached features holds: the features' configuration and version, and of each clip its path, length and time of change. All of that is known before
/// anything is computed, and names the files; with the frames and the checksum of each clip's features it is the text of the index.
/// </summary>
internal sealed class FeatureCacheIndex
{
    private static readonly JsonSerializerOptions s_options = new() { Converters = { new JsonStringEnumConverter() } };

    private readonly FeatureConfig _config;
    private readonly FileInfo[] _files;

    /// <summary>Describes the features of clips.</summary>
    /// <param name="features">The features.</param>
    /// <param name="clips">The clips; they are looked at in the order of their paths.</param>
    /// <exception cref="IOException">A clip's file cannot be found.</exception>
    public FeatureCacheIndex(FeatureConfig features, IEnumerable<Utterance> clips)
    {
        _config = features;
        _files = [.. clips.Select(clip => Path.GetFullPath(clip.Path)).Distinct().Order(StringComparer.Ordinal).Select(path => new FileInfo(path))];
        Rows = features.Rows();
        Key = Convert.ToHexStringLower(SHA256.HashData(Text([])))[..32];
    }

    /// <summary>The files' name, without ending.</summary>
    public string Key { get; }

    /// <summary>Rows of a clip's features.</summary>
    public int Rows { get; }

    /// <summary>Full paths of the clips, in the order of their features.</summary>
    public IEnumerable<string> Paths => _files.Select(file => file.FullName);

    /// <summary>Number of clips.</summary>
    public int Count => _files.Length;

    /// <summary>A configuration as text; equal configurations have equal texts.</summary>
    public static string Json(FeatureConfig features) => JsonSerializer.Serialize(features, s_options);

    /// <summary>Shape of the array: <c>[clips, rows, frames]</c>, or one row of all clips' values where each clip has its own number of frames.</summary>
    /// <param name="clips">What was computed of each clip.</param>
    /// <exception cref="OverflowException">An array cannot hold so many values.</exception>
    public int[] Shape(ReadOnlySpan<CachedClip> clips)
    {
        if (_config.ClipLength > 0)
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

    /// <summary>The text of the index: a JSON document with a clip a line.</summary>
    /// <param name="clips">What was computed of each clip; nothing for the part that is known beforehand.</param>
    public byte[] Text(ReadOnlySpan<CachedClip> clips)
    {
        StringBuilder text = new();
        text.Append($"{{\"version\": {FeatureExtractor.Version}, \"rows\": {Rows},\n\"features\": {Json(_config)},\n\"clips\": [\n");
        for (int i = 0; i < _files.Length; i++)
        {
            FileInfo file = _files[i];
            text.Append($"  {{\"path\": {JsonSerializer.Serialize(file.FullName)}, \"length\": {file.Length}, \"modified\": \"{file.LastWriteTimeUtc:O}\"");
            text.Append(clips.IsEmpty ? "" : $", \"frames\": {clips[i].Frames}, \"crc32c\": \"{clips[i].Checksum:x8}\"").Append(i + 1 < _files.Length ? "},\n" : "}\n");
        }

        return Encoding.UTF8.GetBytes(text.Append("]}\n").ToString());
    }

    /// <summary>The frames of each clip as an index tells them; null where it is no index of these clips.</summary>
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
