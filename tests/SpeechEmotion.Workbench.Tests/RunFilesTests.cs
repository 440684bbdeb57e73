using SpeechEmotion.Datasets;
using SpeechEmotion.Datasets.Splits;
using SpeechEmotion.Experiments;
using SpeechEmotion.Export;
using SpeechEmotion.Features;
using SpeechEmotion.Models;
using SpeechEmotion.Networks;
using SpeechEmotion.Networks.Weights;
using SpeechEmotion.Plots;
using SpeechEmotion.Runs;
using SpeechEmotion.Tests.Runs;
using Xunit;

namespace SpeechEmotion.Workbench.Tests;

/// <summary>Every file of a run is there whole, alone, or not at all.</summary>
public sealed class RunFilesTests : IDisposable
{
    private static readonly ModelCard s_card = new() { Name = "small", Labels = ["sad", "angry"], Features = new FeatureConfig { ClipLength = 16000, HopLength = 160 }, Licence = "MIT" };

    private static readonly Dictionary<string, Action<string>> s_writers = new()
    {
        ["report.json"] = path => EvaluationReport.From(ExampleRun.Predictions(), "speaker", 1.5, 7).Save(path),
        ["report.html"] = path => HtmlReport.Save(path, new RunSummary("run", EvaluationReport.From(ExampleRun.Predictions(), "speaker", 1.5, 7), [], "")),
        ["confusion-matrix.png"] = path => ConfusionMatrixPlot.Save(path, ExampleRun.Confusion, EmotionNames.CremaD, "confusion"),
        ["predictions.csv"] = path => PredictionsFile.Write(path, ExampleRun.Predictions()),
        ["split.csv"] = path => SplitFile.Write(path, new Split([], [], [])),
        ["metrics.csv"] = path => MetricsFile.Write(path, [new EpochMetrics(1, 1, 0.5, 1, 0.5, 0.5, 1e-3, 1)]),
        ["experiment.json"] = path => ExperimentFile.Write(path, new ExperimentConfig { Name = "e" }),
        ["weights.safetensors"] = path => WithNetwork(network => WeightFile.Write(path, network)),
        ["model.onnx"] = path => WithNetwork(network => OnnxExporter.Write(path, network, s_card)),
    };

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();

    public static TheoryData<string> Names => [.. s_writers.Keys];

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [MemberData(nameof(Names))]
    public void Write_File_IsAlone(string name)
    {
        string path = Path.Combine(_folder.FullName, name);
        s_writers[name](path);
        Assert.Equal([path], Directory.GetFileSystemEntries(_folder.FullName));
        Assert.True(new FileInfo(path).Length > 0);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Write_NameOfAFolder_FailsAndLeavesNothing(string name)
    {
        string path = _folder.CreateSubdirectory(name).FullName;
        Exception error = Assert.ThrowsAny<SystemException>(() => s_writers[name](path));
        Assert.True(error is IOException or UnauthorizedAccessException, $"{error}");
        Assert.Equal([path], Directory.GetFileSystemEntries(_folder.FullName));
    }

    private static void WithNetwork(Action<Network> write)
    {
        using Network network = new RezoNetConfig { Width = 0.1 }.Create(s_card.Features.Rows(), s_card.Features.Frames(0), s_card.Labels.Count, seed: 1);
        write(network);
    }
}
