using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using SpeechEmotion.Features;

namespace SpeechEmotion.Datasets;

/// <summary>
/// What a file of cached features holds: the features' configuration and version, and of each clip its path, length and time of change. All of it but the
/// checksums is known before anything is computed, and names the files; with the checksums it is the text of the index.
/// </summary>
internal sealed class FeatureCacheIndex
{
    private static readonly JsonSerializerOptions s_options = new() { Converters = { new JsonStringEnumConverter() } };

    private readonly string _features;
    private readonly FileInfo[] _files;

    /// <summary>Describes the features of clips.</summary>
    /// <param name="features">The features.</param>
    /// <param name="clips">The clips; they are looked at in the order of their paths.</param>
    /// <exception cref="IOException">A clip's file cannot be found.</exception>
    public FeatureCacheIndex(FeatureConfig features, IEnumerable<Utterance> clips)
    {
        _features = Json(features);
        _files = [.. clips.Select(clip => Path.GetFullPath(clip.Path)).Distinct().Order(StringComparer.Ordinal).Select(path => new FileInfo(path))];
        Rows = features.Rows();
        Frames = features.Frames(0);
        Key = Convert.ToHexStringLower(SHA256.HashData(Text([])))[..32];
    }

    /// <summary>The files' name, without ending.</summary>
    public string Key { get; }

    /// <summary>Rows of a clip's features.</summary>
    public int Rows { get; }

    /// <summary>Columns of a clip's features.</summary>
    public int Frames { get; }

    /// <summary>Full paths of the clips, in the order of their features.</summary>
    public IEnumerable<string> Paths => _files.Select(file => file.FullName);

    /// <summary>Number of clips.</summary>
    public int Count => _files.Length;

    /// <summary>A configuration as text; equal configurations have equal texts.</summary>
    public static string Json(FeatureConfig features) => JsonSerializer.Serialize(features, s_options);

    /// <summary>The text of the index: a JSON document with a clip a line.</summary>
    /// <param name="checksums">CRC-32C of each clip's features; none for the part that is known beforehand.</param>
    public byte[] Text(ReadOnlySpan<uint> checksums)
    {
        StringBuilder text = new();
        text.Append($"{{\"version\": {FeatureExtractor.Version}, \"shape\": [{Count}, {Rows}, {Frames}],\n\"features\": {_features},\n\"clips\": [\n");
        for (int i = 0; i < _files.Length; i++)
        {
            FileInfo file = _files[i];
            text.Append($"  {{\"path\": {JsonSerializer.Serialize(file.FullName)}, \"length\": {file.Length}, \"modified\": \"{file.LastWriteTimeUtc:O}\"");
            text.Append(checksums.IsEmpty ? "" : $", \"crc32c\": \"{checksums[i]:x8}\"").Append(i + 1 < _files.Length ? "},\n" : "}\n");
        }

        return Encoding.UTF8.GetBytes(text.Append("]}\n").ToString());
    }
}
