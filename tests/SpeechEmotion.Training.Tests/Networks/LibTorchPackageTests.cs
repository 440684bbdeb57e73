using System.Xml.Linq;
using SpeechEmotion.Networks;
using Xunit;

namespace SpeechEmotion.Tests.Networks;

public sealed class LibTorchPackageTests
{
    [Fact]
    public void Version_IsTheOneThatIsBuiltWithAndThatTheReadmesName()
    {
        string built = (string)XElement.Load(Repository.PathOf("Directory.Packages.props")).Descendants("PackageVersion").Single(package => (string)package.Attribute("Include")! == LibTorchPackage.Name).Attribute("Version")!;
        Assert.Equal(LibTorchPackage.Version, built);
        Assert.Contains($"dotnet package download {LibTorchPackage.Name}@{built}", File.ReadAllText(Repository.PathOf("src/SpeechEmotion.Cli/README.md")), StringComparison.Ordinal);
        Assert.Contains($"dotnet add package {LibTorchPackage.Name} --version {built}", File.ReadAllText(Repository.PathOf("src/SpeechEmotion.Training/README.md")), StringComparison.Ordinal);
        Assert.Contains($"`dotnet package download {LibTorchPackage.Name}@{built} --output ", LibTorchPackage.Missing, StringComparison.Ordinal);
    }
}
