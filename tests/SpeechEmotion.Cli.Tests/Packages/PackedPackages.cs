using System.IO.Compression;
using SpeechEmotion.Cli.Tests.Packages;
using SpeechEmotion.Tests;
using Xunit;

[assembly: AssemblyFixture(typeof(PackedPackages))]

namespace SpeechEmotion.Cli.Tests.Packages;

/// <summary>The packages, made once of what has been built, in a folder that installing takes them from. Nothing here needs the network: what they depend on has been restored.</summary>
public sealed class PackedPackages : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly Lazy<Task> _packed;

    public PackedPackages() => _packed = new Lazy<Task>(PackAllAsync);

    /// <summary>The machine's own folder of packages, which the build has filled.</summary>
    public static string MachinePackages { get; } = Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } configured
        ? configured
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    /// <summary>A folder of packages that begins empty.</summary>
    public string OwnPackages => _folder["packages"];

    /// <summary>Where the tool is installed by the tests.</summary>
    public string Tools => _folder["tools"];

    /// <summary>A NuGet configuration whose only source is the folder of the packages.</summary>
    public string Configuration => _folder["nuget.config"];

    /// <summary>A NuGet configuration that takes these packages from their folder and what the framework needs for publishing from nuget.org, where the machine has not got it.</summary>
    public string ConfigurationWithNuGetOrg =>
        $"""
        <configuration>
          <packageSources>
            <clear />
            <add key="feed" value="{_folder["feed"]}" />
            <add key="nuget.org" value="https://api.nuget.org/v3/index.json" />
          </packageSources>
          <packageSourceMapping>
            <packageSource key="feed"><package pattern="SpeechEmotion*" /></packageSource>
            <packageSource key="nuget.org"><package pattern="*" /></packageSource>
          </packageSourceMapping>
          <fallbackPackageFolders><clear /><add key="machine" value="{MachinePackages}" /></fallbackPackageFolders>
        </configuration>
        """;

    /// <summary>A folder for one test.</summary>
    public string NewFolder() => Directory.CreateDirectory(_folder[Guid.NewGuid().ToString("N")]).FullName;

    public Task PackAsync() => _packed.Value;

    /// <summary>Opens a packed file.</summary>
    public async Task<ZipArchive> OpenAsync(string name)
    {
        await PackAsync();
        return ZipFile.OpenRead(_folder[$"feed/{name}.{Cli.Version}.nupkg"]);
    }

    /// <summary>Opens the symbols of a package.</summary>
    public async Task<ZipArchive> OpenSymbolsAsync(string name)
    {
        await PackAsync();
        return ZipFile.OpenRead(_folder[$"feed/{name}.{Cli.Version}.snupkg"]);
    }

    public void Dispose() => _folder.Dispose();

    private async Task PackAllAsync()
    {
        string configuration = Path.GetFileName(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        foreach (string project in (string[])["SpeechEmotion", "SpeechEmotion.Recognition", "SpeechEmotion.Training", "SpeechEmotion.Plots", "SpeechEmotion.Workbench", "SpeechEmotion.Web", "SpeechEmotion.Cli"])
        {
            (await ProgramRun.StartAsync(
                "dotnet", Repository.Root, MachinePackages, "pack", $"src/{project}", "--no-build", "-c", configuration, "-o", _folder["feed"], "-v", "quiet", "-nologo")).Succeeded();
        }

        _folder.AddText(
            "nuget.config",
            $"""
            <configuration>
              <packageSources><clear /><add key="feed" value="{_folder["feed"]}" /></packageSources>
              <fallbackPackageFolders><clear /><add key="machine" value="{MachinePackages}" /></fallbackPackageFolders>
            </configuration>
            """);
    }
}
