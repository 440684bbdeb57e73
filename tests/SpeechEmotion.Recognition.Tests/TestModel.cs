using SpeechEmotion.Export;
using SpeechEmotion.Features;
using SpeechEmotion.Metrics;
using SpeechEmotion.Networks;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SpeechEmotion.Recognition.Tests;

/// <summary>Small networks that decide: weights drawn from a seed, batch statistics moved away from 0 and 1, and what TorchSharp itself makes of a clip.</summary>
internal static class TestModel
{
    public static readonly string[] Labels = ["sad", "angry", "neutral", "happy", "fearful", "disgusted"];

    public static readonly FeatureConfig Mel = new() { ClipLength = 24000, HopLength = 160 };

    public static readonly FeatureConfig AllThree = Mel with { Kinds = [FeatureKind.ZeroCrossingRate, FeatureKind.Energy, FeatureKind.MelScaled] };

    public static ModelCard Card(FeatureConfig features, double temperature = 1.7) => new()
    {
        Name = "test",
        Labels = Labels,
        Features = features,
        Temperature = temperature,
        Network = "RezoNet",
        Corpus = "synthetic",
        Protocol = "speaker",
        Figures = new Dictionary<string, double> { ["uar"] = 0.5 },
        Licence = "MIT",
        Attribution = "nobody",
        Version = "0.1.0",
    };

    public static Network Create(string name, FeatureConfig features, double width = 0.05, ulong seed = 3)
    {
        Network network = new NetworkConfig { Name = name, Width = width }.Create(features.Rows(), features.Frames(0), Labels.Length, seed);
        Enliven(network);
        return network;
    }

    /// <summary>Freshly drawn networks give nearly the same probabilities whatever they hear; larger weights and uneven statistics make every mistake show.</summary>
    public static void Enliven(Network network)
    {
        using IDisposable noGradient = no_grad();
        using DisposeScope scope = NewDisposeScope();
        foreach (nn.Module layer in network.Layers.children())
        {
            switch (layer)
            {
                case BatchNorm norm:
                    norm.running_mean!.uniform_(-0.3, 0.3);
                    norm.running_var!.uniform_(0.3, 2);
                    norm.weight!.uniform_(0.5, 1.5);
                    norm.bias!.uniform_(-0.3, 0.3);
                    break;
                case Linear linear:
                    linear.weight!.mul_(2.5);
                    break;
                case Convolution convolution:
                    convolution.weight!.mul_(1.7);
                    break;
            }
        }

        network.eval();
    }

    /// <summary>Probabilities as TorchSharp computes them from the managed features.</summary>
    public static float[] Expect(Network network, FeatureConfig features, float[] samples, double temperature = 1.7)
    {
        using IDisposable noGradient = no_grad();
        using DisposeScope scope = NewDisposeScope();
        FeatureMatrix matrix = new FeatureExtractor(features).Extract(samples);
        Tensor input = tensor(matrix.Values).reshape(1, 1, matrix.Bands, matrix.Frames);
        return nn.functional.softmax(network.forward(input) / temperature, 1).data<float>().ToArray();
    }

    /// <summary>Writes a model to a file that is gone when the returned value is disposed.</summary>
    public static TemporaryFile Write(Network network, ModelCard card)
    {
        TemporaryFile file = new();
        OnnxExporter.Write(file.Path, network, card);
        return file;
    }
}
