using System.Reflection;
using System.Security.Cryptography;

namespace SpeechEmotion.Web.Page;

/// <summary>The files of the page, which are part of the library.</summary>
internal sealed class PageAssets
{
    private const string Prefix = "page/";

    private readonly Dictionary<string, PageAsset> _assets = new(StringComparer.Ordinal);

    public PageAssets()
    {
        Assembly assembly = typeof(PageAssets).Assembly;
        foreach (string name in assembly.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)))
        {
            using Stream stream = assembly.GetManifestResourceStream(name)!;
            byte[] bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            _assets[name[Prefix.Length..].Replace('\\', '/')] = new PageAsset(bytes, TypeOf(name), $"\"{Convert.ToHexStringLower(SHA256.HashData(bytes))[..16]}\"");
        }
    }

    /// <summary>The names of all files.</summary>
    public IReadOnlyCollection<string> Names => _assets.Keys;

    /// <summary>A file; null if there is none of this name.</summary>
    public PageAsset? Find(string name) => _assets.GetValueOrDefault(name);

    private static string TypeOf(string name) => Path.GetExtension(name) switch
    {
        ".html" => "text/html; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".svg" => "image/svg+xml",
        _ => "audio/wav",
    };
}
