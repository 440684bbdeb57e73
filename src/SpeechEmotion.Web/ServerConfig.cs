using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using SpeechEmotion.Audio;
using SpeechEmotion.Datasets;
using SpeechEmotion.Datasets.Tables;

namespace SpeechEmotion.Web;

/// <summary>How a server recognises emotions, and for whom.</summary>
public sealed record ServerConfig
{
    /// <summary>Characters that an API key must have at least.</summary>
    public const int ShortestKey = 16;

    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web)
    {
        NumberHandling = JsonNumberHandling.Strict,
        PropertyNameCaseInsensitive = false,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
    };

    /// <summary>The model file; null takes the model that ships with the library.</summary>
    public string? Model { get; init; }

    /// <summary>What clients must send as <c>Authorization: Bearer KEY</c>, at least <see cref="ShortestKey"/> characters; null lets everybody in who can reach the server.</summary>
    public string? ApiKey { get; init; }

    /// <summary>Addresses of proxies whose <c>X-Forwarded-For</c> header is believed, so that the rate counts for their clients and not for them.</summary>
    public IReadOnlyList<string> TrustedProxies { get; init; } = [];

    /// <summary>What clients may ask of the server.</summary>
    public LimitsConfig Limits { get; init; } = new();

    /// <summary>Reads a configuration from a JSON file, names in camel case; what is not named keeps its default.</summary>
    /// <exception cref="InvalidDataException">The file is no JSON, names something unknown, or has faults.</exception>
    public static ServerConfig Read(string path)
    {
        ServerConfig config = JsonCheck.Read<ServerConfig>(TextFile.Read(path, TextFile.LongestDocument), s_json, path);
        string[] faults = [.. config.Validate()];
        return faults.Length == 0 ? config : throw TextFile.Fault($"{path}: {string.Join("; ", faults)}");
    }

    /// <summary>Lists every fault of the configuration, each with its path; empty if there is none.</summary>
    public IEnumerable<string> Validate(string path = "server")
    {
        if (ApiKey is { Length: < ShortestKey })
        {
            yield return $"{path}.apiKey has {Counted.Of(ApiKey.Length, "character")}; it must have {ShortestKey} or more";
        }

        if (ApiKey is { } key && key.Trim() != key)
        {
            yield return $"{path}.apiKey begins or ends with a space, which no client can send; leave it out";
        }

        foreach (string proxy in TrustedProxies.Where(proxy => !IPAddress.TryParse(proxy, out _)))
        {
            yield return $"{path}.trustedProxies has '{proxy}'; it must hold IP addresses";
        }

        foreach (string fault in Limits.Validate($"{path}.limits"))
        {
            yield return fault;
        }
    }
}
