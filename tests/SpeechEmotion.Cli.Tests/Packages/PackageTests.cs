using System.IO.Compression;
using System.Xml.Linq;
using Xunit;

namespace SpeechEmotion.Cli.Tests.Packages;

/// <summary>What is in the packages.</summary>
public sealed class PackageTests(PackedPackages packages)
{
    private const long MaximumToolLength = 150_000_000; // A registry takes 250 MB.

    [Theory]
    [InlineData("SpeechEmotion", "NLayer", "NVorbis")]
    [InlineData("SpeechEmotion.Recognition", "SpeechEmotion", "Microsoft.ML.OnnxRuntime")]
    [InlineData("SpeechEmotion.Training", "SpeechEmotion", "TorchSharp", "Google.Protobuf")]
    [InlineData("SpeechEmotion.Plots", "SpeechEmotion", "ScottPlot")]
    [InlineData("SpeechEmotion.Web", "SpeechEmotion.Recognition", "Microsoft.AspNetCore.OpenApi")]
    [InlineData("SpeechEmotion.Workbench", "SpeechEmotion", "SpeechEmotion.Training", "SpeechEmotion.Plots")]
    public async Task Library_Contents_AreDocumentedAndComplete(string name, params string[] dependencies)
    {
        using ZipArchive package = await packages.OpenAsync(name);
        string[] files = [.. package.Entries.Select(entry => entry.FullName)];
        Assert.Equal([], ((string[])["README.md", "LICENSE", $"lib/net10.0/{name}.dll", $"lib/net10.0/{name}.xml"]).Except(files));
        Assert.Equal(name is "SpeechEmotion" or "SpeechEmotion.Recognition", files.Contains($"lib/net8.0/{name}.dll"));
        XElement metadata = Metadata(package, name);
        Assert.Equal("README.md", Value(metadata, "readme"));
        Assert.StartsWith("MIT", Value(metadata, "license"), StringComparison.Ordinal);
        Assert.Equal(Cli.Version, Value(metadata, "version"));
        Assert.NotEqual("", Value(metadata, "description"));
        string[] ids = [.. metadata.Descendants().Where(element => element.Name.LocalName == "dependency").Select(element => (string)element.Attribute("id")!)];
        Assert.Equal([], dependencies.Except(ids));
        Assert.DoesNotContain(ids, id => id.StartsWith("libtorch", StringComparison.OrdinalIgnoreCase)); // one package per platform

        using ZipArchive symbols = await packages.OpenSymbolsAsync(name);
        Assert.Contains($"lib/net10.0/{name}.pdb", symbols.Entries.Select(entry => entry.FullName));
    }

    [Fact]
    public async Task Tool_Contents_AreForDesktopPlatformsWithoutLibTorch()
    {
        using ZipArchive package = await packages.OpenAsync("SpeechEmotion.Cli");
        string[] files = [.. package.Entries.Select(entry => entry.FullName)];
        Assert.Equal([], ((string[])["README.md", "LICENSE", "tools/net10.0/any/ser.dll", "tools/net10.0/any/experiments/emonet.json", "tools/net10.0/any/experiments/hour/exponet.json", "tools/net10.0/any/DotnetToolSettings.xml"]).Except(files));
        string[] platforms = [.. files.Where(file => file.Contains("/runtimes/", StringComparison.Ordinal)).Select(file => file.Split('/')[4]).Distinct().Order(StringComparer.Ordinal)];
        Assert.Equal(["linux-arm64", "linux-x64", "osx", "osx-arm64", "win-arm64", "win-x64"], platforms);
        Assert.DoesNotContain(files, file => Path.GetFileName(file).Contains("torch_cpu", StringComparison.Ordinal) || Path.GetExtension(file) == ".lib");
        Assert.DoesNotContain(files, file => Path.GetFileName(file) == "broad.onnx"); // Its licence forbids some uses.
        Assert.InRange(package.Entries.Sum(entry => entry.CompressedLength), 1, MaximumToolLength);
    }

    private static XElement Metadata(ZipArchive package, string name)
    {
        using Stream stream = package.GetEntry($"{name}.nuspec")!.Open();
        return XElement.Load(stream).Elements().First();
    }

    private static string? Value(XElement metadata, string name) => metadata.Elements().SingleOrDefault(element => element.Name.LocalName == name)?.Value;
}
