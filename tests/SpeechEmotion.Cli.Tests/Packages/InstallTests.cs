using System.Text.Json;
using SpeechEmotion.Audio;
using SpeechEmotion.Cli.Tests.Commands;
using SpeechEmotion.Recognition;
using SpeechEmotion.Tests;
using Xunit;

namespace SpeechEmotion.Cli.Tests.Packages;

/// <summary>The packages as their users get them: installed from a folder, into a new project and as a tool.</summary>
public sealed class InstallTests(PackedPackages packages, TestModel model) : IDisposable
{
    private const float Tolerance = 1e-5f; // the same runtime, printed with 6 digits

    private static readonly string s_audio = Repository.PathOf("samples/audio");

    private readonly TrainingFiles _training = new();

    /// <summary>Nothing where the packages bring a model; one of random weights where none was in place when they were built.</summary>
    private readonly string[] _model = File.Exists(Repository.PathOf("models/default.onnx")) ? [] : [model.File];

    [Fact]
    public async Task Recognition_InNewProject_RecognisesAClip()
    {
        string clip = Directory.GetFiles(s_audio, "*.wav").Order(StringComparer.Ordinal).First();
        await packages.PackAsync();
        string app = packages.NewFolder();
        File.Copy(packages.Configuration, Path.Combine(app, "nuget.config"));
        File.WriteAllText(
            Path.Combine(app, "app.csproj"),
            $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="SpeechEmotion.Recognition" Version="{Cli.Version}" />
              </ItemGroup>
            </Project>
            """);
        File.WriteAllText(
            Path.Combine(app, "Program.cs"),
            """
            using SpeechEmotion.Audio;
            using SpeechEmotion.Recognition;

            using EmotionRecognizer recognizer = args.Length > 1 ? EmotionRecognizer.Load(args[1]) : EmotionRecognizer.Default;
            EmotionScores scores = recognizer.Recognize(AudioFile.Read(args[0]));
            Console.WriteLine(string.Join(' ', scores.Probabilities.Select(p => p.ToString("F6", System.Globalization.CultureInfo.InvariantCulture))));
            """);

        (await ProgramRun.StartAsync("dotnet", app, packages.OwnPackages, "build", "-o", "out", "-v", "quiet", "-nologo")).Succeeded();
        ProgramRun run = (await ProgramRun.StartAsync("dotnet", app, packages.OwnPackages, ["out/app.dll", clip, .. _model])).Succeeded();

        Assert.True(Directory.Exists(Path.Combine(packages.OwnPackages, "speechemotion.recognition")), "the package did not come from the folder");
        using EmotionRecognizer recognizer = _model is [string file] ? EmotionRecognizer.Load(file) : EmotionRecognizer.Default;
        float[] expected = recognizer.Recognize(AudioFile.Read(clip)).Probabilities;
        float[] actual = [.. run.Output.Split(' ', StringSplitOptions.TrimEntries).Select(float.Parse)];
        Assert.Equal(expected.Length, actual.Length);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, Tolerance));
    }

    [Fact]
    public async Task Tool_Installed_PredictsAndSaysWhatTrainingNeeds()
    {
        await packages.PackAsync();
        (await ProgramRun.StartAsync(
            "dotnet", packages.NewFolder(), packages.OwnPackages,
            "tool", "install", "SpeechEmotion.Cli", "--version", Cli.Version, "--tool-path", packages.Tools, "--configfile", packages.Configuration)).Succeeded();
        string ser = Path.Combine(packages.Tools, OperatingSystem.IsWindows() ? "ser.exe" : "ser");

        // 1. predict, with the model that comes with the tool if there is one
        string[] own = _model is [string file] ? ["--model", file] : [];
        ProgramRun predicted = (await ProgramRun.StartAsync(ser, s_audio, packages.OwnPackages, ["predict", ".", "--json", .. own])).Succeeded();
        Assert.Equal("", predicted.Error);
        JsonElement results = JsonDocument.Parse(predicted.Output).RootElement.GetProperty("results");
        Assert.Equal(Directory.GetFiles(s_audio, "*.wav").Length, results.GetArrayLength());
        JsonElement[] spoken = [.. results.EnumerateArray().Where(result => result.GetProperty("answer").GetString() != "noSpeech")];
        Assert.True(spoken.Length >= 2, "hardly any of the samples was heard as speech");
        Assert.All(spoken, result => Assert.Equal(1, result.GetProperty("probabilities").EnumerateObject().Sum(p => p.Value.GetDouble()), 1e-4));

        // 2. train, without libtorch: one line that says how to get it; and with it, where the build has put it
        Assert.SkipUnless(OperatingSystem.IsLinux(), "predict works; libtorch is looked for on Linux only");
        string[] train = ["train", _training.Experiment, "--data", _training.Corpus, "--epochs", "1", "--out"];
        ProgramRun without = await ProgramRun.StartAsync(ser, _training["."], packages.OwnPackages, [.. train, _training["without"]]);
        Assert.Equal(2, without.ExitCode);
        Assert.Matches(@"^ser: libtorch 2\.10\.0, which computes the networks, is not installed; run `dotnet package download libtorch-cpu-linux-x64@2\.10\.0 --output [^\n]*\n$", without.Error);
        Assert.SkipUnless(
            Directory.Exists(Path.Combine(PackedPackages.MachinePackages, "libtorch-cpu-linux-x64", "2.10.0")), "predict works; libtorch was not restored here, so training is not tried");
        ProgramRun with = (await ProgramRun.StartAsync(ser, _training["."], PackedPackages.MachinePackages, [.. train, _training["with"]])).Succeeded();
        Assert.Contains("UAR", with.Output, StringComparison.Ordinal);
        (await ProgramRun.StartAsync(ser, _training["."], PackedPackages.MachinePackages, "export", _training["with"], "--out", _training["with.onnx"])).Succeeded();
        Assert.True(File.Exists(_training["with.onnx"]));
    }

    public void Dispose() => _training.Dispose();
}
