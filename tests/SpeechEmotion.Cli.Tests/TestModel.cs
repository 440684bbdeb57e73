using SpeechEmotion.Cli.Tests;
using SpeechEmotion.Datasets;
using SpeechEmotion.Experiments;
using SpeechEmotion.Export;
using SpeechEmotion.Features;
using SpeechEmotion.Models;
using SpeechEmotion.Networks;
using Xunit;

[assembly: AssemblyFixture(typeof(TestModel))]

namespace SpeechEmotion.Cli.Tests;

/// <summary>A small model of random weights that all tests share.</summary>
public sealed class TestModel : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"ser-tests-{Guid.NewGuid():N}.onnx");
    private readonly Lazy<string> _written;

    public TestModel() => _written = new Lazy<string>(Write);

    /// <summary>The model's file, written on first use.</summary>
    public string File => _written.Value;

    public void Dispose() => System.IO.File.Delete(_path);

    private string Write()
    {
        FeatureConfig features = new() { ClipLength = 16000 };
        using Network network = new RezoNetConfig { Width = 0.05 }.Create(features.Rows(), features.Frames(0), EmotionNames.CremaD.Count, 3);
        network.eval();
        OnnxExporter.Write(_path, network, new ModelCard
        {
            Name = "test",
            Labels = EmotionNames.CremaD,
            Features = features,
            Network = "RezoNet",
            Corpus = "none",
            Version = "0.1.0",
        });
        return _path;
    }
}
