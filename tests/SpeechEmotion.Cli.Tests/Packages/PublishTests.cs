using System.Runtime.InteropServices;
using SpeechEmotion.Audio;
using SpeechEmotion.Recognition;
using SpeechEmotion.Tests;
using Xunit;

namespace SpeechEmotion.Cli.Tests.Packages;

/// <summary>Programs that use SpeechEmotion.Recognition, published in the ways that take something away: compiled ahead of time, trimmed, and for an older framework.</summary>
public sealed class PublishTests(PackedPackages packages)
{
    /// <summary>Clips of every format that is read in managed code, a session that is saved and loaded, and a timeline.</summary>
    private const string Program =
        """
        using SpeechEmotion.Audio;
        using SpeechEmotion.Recognition;

        EmotionRecognizer recognizer = EmotionRecognizer.Default;
        Console.WriteLine($"{Environment.Version.Major} {recognizer.Card.Name} {recognizer.Card.Temperature:R} {recognizer.Card.Features.MelBands}");
        EmotionSession session = new(recognizer);
        foreach (string path in args)
        {
            AudioClip clip = AudioFile.Read(path);
            EmotionScores scores = recognizer.Recognize(clip);
            Console.WriteLine($"{scores.Answer} {string.Join(' ', scores.Probabilities)} {scores.SpeechProbability}");
            session.Hear(scores);
            session.Save("session.json");
            session = EmotionSession.Load(recognizer, "session.json");
            Console.WriteLine(string.Join(' ', session.Adapt(scores).Probabilities));
            await foreach (EmotionSegment segment in recognizer.RecognizeAsync(path))
            {
                Console.WriteLine($"{segment.Start} {segment.End} {segment.Scores}");
            }
        }
        """;

    [Theory]
    [InlineData("net10.0", "PublishAot=true")]
    [InlineData("net10.0", "PublishTrimmed=true")]
    [InlineData("net8.0", "SelfContained=true")]
    public async Task Publish_Program_AnswersAsTheLibrary(string framework, string property)
    {
        Assert.SkipUnless(File.Exists(Repository.PathOf("models/default.onnx")), "the packages bring no model");
        Assert.SkipUnless(property != "PublishAot=true" || Linker() is not null, "neither clang nor gcc is installed, one of which links what is compiled ahead of time");
        await packages.PackAsync();
        string app = packages.NewFolder();
        File.WriteAllText(Path.Combine(app, "nuget.config"), packages.ConfigurationWithNuGetOrg);
        File.WriteAllText(
            Path.Combine(app, "app.csproj"),
            $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>{framework}</TargetFramework>
                <RuntimeIdentifier>{RuntimeInformation.RuntimeIdentifier}</RuntimeIdentifier>
                <SelfContained>true</SelfContained>
                <ImplicitUsings>enable</ImplicitUsings>
                <InvariantGlobalization>true</InvariantGlobalization>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
                <TrimmerSingleWarn>false</TrimmerSingleWarn>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="SpeechEmotion.Recognition" Version="{Cli.Version}" />
              </ItemGroup>
            </Project>
            """);
        File.WriteAllText(Path.Combine(app, "Program.cs"), Program);

        ProgramRun published = await ProgramRun.StartAsync(
            "dotnet", app, packages.OwnPackages, ["publish", "-o", "out", "-v", "quiet", "-nologo", $"-p:{property}", .. Linker() is { } linker ? (string[])[$"-p:CppCompilerAndLinker={linker}"] : []]);
        Assert.SkipWhen(published.ExitCode != 0 && published.Output.Contains("NU1301", StringComparison.Ordinal), "the framework's packages cannot be downloaded here");
        published.Succeeded();
        string[] clips = [.. Directory.GetFiles(Repository.PathOf("samples/audio"), "*.wav").Order(StringComparer.Ordinal), Repository.PathOf("fuzz/seeds/audio/tone.mp3"), Repository.PathOf("fuzz/seeds/audio/tone.ogg")];
        ProgramRun run = (await ProgramRun.StartAsync(Path.Combine(app, "out", OperatingSystem.IsWindows() ? "app.exe" : "app"), app, packages.OwnPackages, clips)).Succeeded();

        Assert.Equal(await ExpectedAsync(int.Parse(framework[3..^2]), clips), run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
    }

    /// <summary>What the program prints, from the library as it is tested here.</summary>
    private static async Task<List<string>> ExpectedAsync(int version, string[] clips)
    {
        EmotionRecognizer recognizer = EmotionRecognizer.Default;
        List<string> lines = [$"{version} {recognizer.Card.Name} {recognizer.Card.Temperature:R} {recognizer.Card.Features.MelBands}"];
        EmotionSession session = new(recognizer);
        foreach (string path in clips)
        {
            AudioClip clip = AudioFile.Read(path);
            EmotionScores scores = recognizer.Recognize(clip);
            lines.Add($"{scores.Answer} {string.Join(' ', scores.Probabilities)} {scores.SpeechProbability}");
            lines.Add(string.Join(' ', session.Hear(scores).Probabilities));
            await foreach (EmotionSegment segment in recognizer.RecognizeAsync(path))
            {
                lines.Add($"{segment.Start} {segment.End} {segment.Scores}");
            }
        }

        return lines;
    }

    private static string? Linker() => ((string[])["clang", "gcc"]).FirstOrDefault(name =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => folder.Length > 0 && File.Exists(Path.Combine(folder, name))));
}
