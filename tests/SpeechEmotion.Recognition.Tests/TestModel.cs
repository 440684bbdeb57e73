using SpeechEmotion.Audio;
using SpeechEmotion.Experiments;
using SpeechEmotion.Export;
using SpeechEmotion.Features;
using SpeechEmotion.Models;
using SpeechEmotion.Networks;
using SpeechEmotion.Networks.Weights;
using SpeechEmotion.Signal;
using TorchSharp;
using TorchSharp.Modules;
using Xunit;
using static TorchSharp.torch;
using BatchNorm = SpeechEmotion.Networks.Layers.BatchNorm;
using Convolution = TorchSharp.Modules.Convolution;

namespace SpeechEmotion.Recognition.Tests;

/// <summary>Small networks that decide: weights drawn from a seed, batch statistics moved away from 0 and 1, and what TorchSharp itself makes of a clip.</summary>
internal static class TestModel
{
    public static readonly string[] Labels = ["sad", "angry", "neutral", "happy", "fearful", "disgusted"];

    public static readonly FeatureConfig Mel = new() { ClipLength = 24000, HopLength = 160 };

    public static readonly FeatureConfig AllThree = Mel with { Kinds = [FeatureKind.ZeroCrossingRate, FeatureKind.Energy, FeatureKind.MelScaled] };

    /// <summary>Features of clips that keep their own length.</summary>
    public static readonly FeatureConfig Standardised = new()
    {
        Kinds = [FeatureKind.MelStandardised],
        MinimumLength = 8000,
        FrameLength = 512,
        WindowLength = 400,
        HopLength = 160,
        MelBands = 40,
    };

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

    public static Network Create(string name, FeatureConfig features, ulong seed = 3, int stemChannels = 0, int stemBlocks = 0, int labels = 6)
    {
        if (name == "Average")
        {
            return CreateAverage(features, seed);
        }

        double width = name is "RezoNet" or "EmoNet" ? 0.5 : 0.05; // with a single channel in RezoNet's first layers hardly anything would pass
        NetworkConfig config = name == "EmoNet" ? new EmoNetConfig { Width = width, StemChannels = stemChannels, StemBlocks = stemBlocks } : NetworkConfig.Named(name == "TinyNet" ? "RezoNet" : name) with { Width = width };
        Network network = name == "TinyNet" ? new TinyNet(features.Rows(), features.Frames(0), labels, 0.25) : config.Create(features.Rows(), features.Frames(0), labels, seed);
        using DisposeScope scope = NewDisposeScope();
        FeatureExtractor extractor = new(features);
        Enliven(network, seed, [.. TestClips.Names.Take(4).Select(clip => ToTensor(extractor.Extract(new AudioClip(TestClips.Create(clip), extractor.Config.SampleRate))))]);
        return network;
    }

    /// <summary>Two EmoNets, one of them with a stem, their matrices as eight bits hold them.</summary>
    private static AverageNet CreateAverage(FeatureConfig features, ulong seed)
    {
        AverageNet average = new([Create("EmoNet", features, seed), Create("EmoNet", features, seed + 1, stemChannels: 4, stemBlocks: 1)]);
        average.eval();
        using IDisposable noGradient = no_grad();
        using DisposeScope scope = NewDisposeScope();
        foreach (TorchSharp.Modules.Parameter matrix in average.parameters().Where(parameter => parameter.dim() > 1))
        {
            matrix.copy_(EightBitWeights.Round(matrix));
        }

        return average;
    }

    /// <summary>
    /// Freshly drawn networks say nearly the same of whatever they hear, so that a wrong graph could pass for right. This draws weights that keep the variance from layer to
    /// layer, gives the batch statistics uneven values and stretches the last layer until the logits of the examples differ by about 1.
    /// </summary>
    public static void Enliven(Network network, ulong seed, params Tensor[] examples)
    {
        using IDisposable noGradient = no_grad();
        using DisposeScope scope = NewDisposeScope();
        network.eval();
        SeededRandom random = new(seed, 1), biases = new(seed, 2);
        foreach (nn.Module layer in network.Layers.modules())
        {
            switch (layer)
            {
                case BatchNorm norm:
                    Draw(norm.Mean, () => random.NextUniform(-0.1, 0.1));
                    Draw(norm.Variance, () => random.NextUniform(0.3, 2));
                    Draw(norm.Weight, () => random.NextUniform(0.5, 1.5));
                    Draw(norm.Bias, () => random.NextUniform(-0.3, 0.3));
                    break;
                case Convolution { weight: Tensor weight } convolution:
                    double spread = Math.Sqrt(2.0 / (weight.numel() / weight.shape[0]));
                    Draw(weight, () => spread * random.NextGaussian());
                    Draw(convolution.bias, () => biases.NextUniform(-0.1, 0.1));
                    break;
                case Linear { weight: Tensor weight } linear:
                    double range = Math.Sqrt(2.0 / weight.shape[1]);
                    Draw(weight, () => range * random.NextGaussian());
                    Draw(linear.bias, () => biases.NextUniform(-0.1, 0.1));
                    break;
            }
        }

        Linear last = network.Layers.children().OfType<Linear>().Last();
        Tensor logits = cat([.. examples.Select(network.forward)], 0);
        double stretch = 1 / logits.std(0).mean().item<float>();
        Assert.True(stretch < 50, $"the last layer would be stretched {stretch}-fold, and rounding with it");
        last.weight!.mul_(stretch);
        last.bias!.sub_(logits.mean([0])).mul_(stretch);
    }

    /// <summary>Fills a tensor, without the random numbers of libtorch, which all tests share.</summary>
    private static void Draw(Tensor? values, Func<double> next) =>
        values?.copy_(tensor([.. Enumerable.Range(0, (int)values.numel()).Select(_ => (float)next())]).reshape(values.shape));

    /// <summary>Probabilities as TorchSharp computes them from the managed features.</summary>
    public static float[] Expect(Network network, FeatureConfig features, float[] samples, double temperature = 1.7)
    {
        using IDisposable noGradient = no_grad();
        using DisposeScope scope = NewDisposeScope();
        Tensor input = ToTensor(new FeatureExtractor(features).Extract(new AudioClip(samples, features.SampleRate)));
        return nn.functional.softmax(network.forward(input) / temperature, 1).data<float>().ToArray();
    }

    /// <summary>Writes a model to a file that is gone when the returned value is disposed.</summary>
    public static TemporaryFile Write(Network network, ModelCard card)
    {
        TemporaryFile file = new();
        OnnxExporter.Write(file.Path, network, card);
        return file;
    }

    private static Tensor ToTensor(FeatureMatrix matrix) => tensor(matrix.Values).reshape(1, 1, matrix.Bands, matrix.Frames);
}
