using System.Xml.Linq;
using SpeechEmotion.Networks;
using Xunit;

namespace SpeechEmotion.Tests.Networks;

public sealed class LibTorchPackageTests
{
    [Fact]
    public void Version_IsTheOneThatIsBuiltWithAndThatTheReadmesName()
    {
        string? sources = AppContext.BaseDirectory;
        while (sources is not null && !File.Exists(Path.Combine(sources, "Directory.Packages.props")))
        {
            sources = Path.GetDirectoryName(sources);
        }

        Assert.SkipWhen(sources is null, "the sources are not where the tests run");
        string built = (string)XElement.Load(Path.Combine(sources!, "Directory.Packages.props")).Descendants("PackageVersion").Single(package => (string)package.Attribute("Include")! == LibTorchPackage.Name).Attribute("Version")!;
        Assert.Equal(LibTorchPackage.Version, built);
        Assert.Contains($"dotnet package download {LibTorchPackage.Name}@{built}", File.ReadAllText(Path.Combine(sources!, "src", "SpeechEmotion.Cli", "README.md")), StringComparison.Ordinal);
        Assert.Contains($"dotnet add package {LibTorchPackage.Name} --version {built}", File.ReadAllText(Path.Combine(sources!, "src", "SpeechEmotion.Training", "README.md")), StringComparison.Ordinal);
        Assert.Contains($"`dotnet package download {LibTorchPackage.Name}@{built} --output ", LibTorchPackage.Missing, StringComparison.Ordinal);
    }
}
