using System.Xml.Linq;
using Xunit;

namespace SpeechEmotion.Tests;

public sealed class HouseTests
{
    private static readonly SourceFile[] s_sources = [.. Repository.Files("src", ".cs").Select(SourceFile.Read)];

    [Fact]
    public void Sources_EveryStage_ImportsOnlyStagesBeforeIt()
    {
        Assert.True(s_sources.Length > 100, $"only {s_sources.Length} source files were found");
        Findings.AssertNone(s_sources.SelectMany(House.ForbiddenImports));
    }

    [Fact]
    public void Sources_EveryStage_HasFiles() => Assert.Equal(House.Stages.Order(), s_sources.Select(file => file.Stage).OfType<string>().Distinct().Order());

    [Fact]
    public void Sources_EveryFile_DeclaresTheTypeItIsNamedAfter() => Findings.AssertNone(s_sources.SelectMany(House.MisnamedTypes));

    [Theory]
    [InlineData("src")]
    [InlineData("tests")]
    [InlineData("samples")]
    public void Sources_EveryFile_HasFewerThan400Lines(string folder) =>
        Findings.AssertNone(Repository.Files(folder, ".cs").Select(SourceFile.Read).Where(file => file.LineCount >= 400).Select(file => $"{file.Name}: {file.LineCount} lines"));

    [Theory]
    [InlineData("src")]
    [InlineData("tests")]
    public void Folders_Sources_AreAtMost20(string folder) =>
        Findings.AssertNone(Repository.Files(folder, ".cs").GroupBy(path => Path.GetDirectoryName(path)!).Where(files => files.Count() > 20).Select(files => $"{Repository.NameOf(files.Key)}: {files.Count()} files; divide it by what they are about"));

    [Fact]
    public void Folders_Names_SayWhatTheyHold() =>
        Findings.AssertNone(House.EmptyNames(new[] { "src", "tests", "samples", "docs" }
            .SelectMany(folder => Directory.EnumerateDirectories(Repository.PathOf(folder), "*", SearchOption.AllDirectories))
            .Select(Repository.NameOf)));

    [Theory]
    [InlineData("SpeechEmotion", "TorchSharp", "libtorch", "Microsoft.ML", "Google.Protobuf", "ScottPlot", "Spectre", "System.CommandLine", "SpeechEmotion")]
    [InlineData("SpeechEmotion.Training", "Microsoft.ML", "ScottPlot", "Spectre", "System.CommandLine", "SpeechEmotion.")]
    [InlineData("SpeechEmotion.Recognition", "TorchSharp", "libtorch", "Google.Protobuf", "ScottPlot", "Spectre", "System.CommandLine", "SpeechEmotion.")]
    [InlineData("SpeechEmotion.Plots", "TorchSharp", "libtorch", "Microsoft.ML", "Google.Protobuf", "Spectre", "System.CommandLine", "SpeechEmotion.")]
    [InlineData("SpeechEmotion.Web", "TorchSharp", "libtorch", "Microsoft.ML", "Google.Protobuf", "ScottPlot", "Spectre", "System.CommandLine", "SpeechEmotion.Training", "SpeechEmotion.Plots", "SpeechEmotion.Workbench", "SpeechEmotion.Cli")]
    [InlineData("SpeechEmotion.Workbench", "TorchSharp", "libtorch", "Microsoft.ML", "Google.Protobuf", "ScottPlot", "Spectre", "System.CommandLine", "SpeechEmotion.Cli")]
    public void Projects_Weight_IsOnlyWhatTheyNeed(string project, params string[] foreign) =>
        Findings.AssertNone(House.References(XElement.Load(Repository.PathOf($"src/{project}/{project}.csproj")), foreign));

    [Theory]
    [InlineData("README.md")]
    [InlineData("docs/00-data-flow.md")]
    public void Documents_OrderOfStages_IsThatOfTheSources(string name)
    {
        string path = Repository.PathOf(name);
        Assert.True(File.Exists(path), $"{name} is missing");
        Assert.Equal<string>(House.Stages, House.OrderIn(File.ReadAllText(path)) ?? []);
    }

    // The rules themselves: each finds what it looks for, and nothing else.

    [Theory]
    [InlineData("namespace SpeechEmotion.Signal;", "using SpeechEmotion.Features;", "Features")]
    [InlineData("namespace SpeechEmotion.Signal;", "using static SpeechEmotion.Features.MelScale;", "Features")]
    [InlineData("namespace SpeechEmotion.Audio;", "class Clip { SpeechEmotion.Export.OnnxGraph? g; }", "Export")]
    [InlineData("namespace SpeechEmotion.Audio;", "class Clip { global::SpeechEmotion.Signal.Window? w; }", "Signal")]
    [InlineData("namespace SpeechEmotion.Audio.Inner;", "class Clip { int n = Signal.Window.Hann(3).Length; }", "Signal")]
    [InlineData("namespace SpeechEmotion.Recognition;", "using SpeechEmotion.Networks;", "Networks")]
    [InlineData("namespace SpeechEmotion.Recognition;", "using SpeechEmotion.Cli.Commands;", "Cli")]
    public void ForbiddenImports_BackEdge_IsFound(string declaration, string code, string stage) =>
        Assert.Equal([$"X.cs is in stage {new SourceFile("X.cs", declaration).Stage} and names {stage}"], House.ForbiddenImports(new SourceFile("X.cs", $"{code}\n{declaration}\n")));

    [Theory]
    [InlineData("using SpeechEmotion.Audio;\nnamespace SpeechEmotion.Signal;")]
    [InlineData("using SpeechEmotion.Models;\nnamespace SpeechEmotion.Recognition;")]
    [InlineData("namespace SpeechEmotion.Signal; // then Features.MelScale\n/* Export.OnnxGraph */ class X { string s = \"Training.Trainer\"; }")]
    [InlineData("namespace SpeechEmotion.Signal; class X { int n = config.Training.Epochs; TrainingX.Y y; string Features => \"\"; }")]
    [InlineData("namespace SpeechEmotion.Signal; class X { string s = \"\"\"\n  \"using\" SpeechEmotion.Export;\n  \"\"\"; char c = '\"'; /* \" */ string t = @\"a\"\"Cli.X\"; }")]
    [InlineData("using SpeechEmotion.Cli;\nreturn 0;")]
    public void ForbiddenImports_RightOrder_IsQuiet(string code) => Assert.Empty(House.ForbiddenImports(new SourceFile("X.cs", code)));

    [Fact]
    public void ForbiddenImports_UnknownStage_IsFound() =>
        Assert.Equal(["X.cs is in namespace SpeechEmotion.Tools, which is no stage"], House.ForbiddenImports(new SourceFile("X.cs", "namespace SpeechEmotion.Tools;\nclass X;\n")));

    [Theory]
    [InlineData("a/Clip.cs", "public sealed class Clip\n{\n    public enum Kind { A }\n}\n", 0)]
    [InlineData("a/Clip.cs", "internal readonly record struct Clip(int N);\n", 0)]
    [InlineData("a/Program.cs", "return 0;\n", 0)]
    [InlineData("a/Clips.cs", "public sealed class Clip;\n", 1)]
    [InlineData("a/Clip.cs", "public sealed class Clip;\ninternal enum Kind { A }\n", 1)]
    [InlineData("a/Clip.cs", "return 0;\n", 1)]
    public void MisnamedTypes_Files_AreToldApart(string name, string code, int faults) => Assert.Equal(faults, House.MisnamedTypes(new SourceFile(name, code)).Count());

    [Fact]
    public void References_PackagesAndProjects_AreFound()
    {
        XElement project = XElement.Parse(
            """<Project><ItemGroup><PackageReference Include="TorchSharp-extra" /><ProjectReference Include="../SpeechEmotion/SpeechEmotion.csproj" /></ItemGroup></Project>""");
        Assert.Equal(["TorchSharp-extra"], House.References(project, "torchsharp", "SpeechEmotion."));
        Assert.Equal(["SpeechEmotion"], House.References(project, "SpeechEmotion"));
    }

    [Fact]
    public void EmptyNames_FoldersAndProjects_AreFound() =>
        Assert.Equal(["src/X/Helpers", "src/X.Core", "tests/utils/a"], House.EmptyNames(["src/X/Helpers", "src/X.Core", "src/Scores", "tests/utils/a", "docs"]));

    [Fact]
    public void OrderIn_Text_IsTheLineWithArrows()
    {
        Assert.Equal<string>(["Audio", "Signal", "Cli"], House.OrderIn("The order:\n\n`Audio → Signal → Cli`, and so on → X") ?? []);
        Assert.Null(House.OrderIn("Audio, then Signal"));
    }
}
