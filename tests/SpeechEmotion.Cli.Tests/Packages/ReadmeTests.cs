using System.Text.RegularExpressions;
using SpeechEmotion.Tests;
using Xunit;

namespace SpeechEmotion.Cli.Tests.Packages;

/// <summary>The pages of the packages.</summary>
public sealed partial class ReadmeTests(PackedPackages packages)
{
    [Fact]
    public async Task Samples_OfAllPackages_Compile()
    {
        string app = packages.NewFolder(), libraries = AppContext.BaseDirectory;
        int samples = 0;
        foreach (string page in Directory.GetFiles(Repository.PathOf("src"), "README.md", SearchOption.AllDirectories))
        {
            foreach (Match sample in CSharp().Matches(File.ReadAllText(page)))
            {
                ILookup<bool, string> lines = sample.Groups[1].Value.Split('\n').ToLookup(UsingDirective().IsMatch);
                File.WriteAllText(
                    Path.Combine(app, $"Sample{++samples}.cs"),
                    $"{string.Join('\n', lines[true])}\ninternal static class Sample{samples}\n{{\npublic static async Task RunAsync(string[] args)\n{{\n#line 1 \"{page}\"\n{string.Join('\n', lines[false])}\nawait Task.CompletedTask;\n}}\n}}\n");
            }
        }

        Assert.InRange(samples, 5, 100);
        File.WriteAllText(Path.Combine(app, "nuget.config"), "<configuration><packageSources><clear /></packageSources></configuration>");
        File.WriteAllText(
            Path.Combine(app, "app.csproj"),
            $"""
            <Project Sdk="Microsoft.NET.Sdk.Web">
              <PropertyGroup>
                <OutputType>Library</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <Nullable>enable</Nullable>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
              </PropertyGroup>
              <ItemGroup>
                <Reference Include="{libraries}SpeechEmotion*.dll" Exclude="{libraries}SpeechEmotion.Cli.Tests.dll" />
                <Reference Include="{libraries}TorchSharp.dll" />
              </ItemGroup>
            </Project>
            """);
        (await ProgramRun.StartAsync("dotnet", app, packages.OwnPackages, "build", "-v", "quiet", "-nologo")).Succeeded();
    }

    [GeneratedRegex("^```csharp\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex CSharp();

    [GeneratedRegex(@"^using [\w.]+;")]
    private static partial Regex UsingDirective();
}
