using System.Diagnostics;
using SpeechEmotion.Experiments;
using SpeechEmotion.Export;
using SpeechEmotion.Features;
using SpeechEmotion.Models;
using SpeechEmotion.Networks;
using SpeechEmotion.Networks.Weights;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace SpeechEmotion.Tests.Export;

public sealed class OnnxExporterTests : IDisposable
{
    private static readonly FeatureConfig s_features = new() { ClipLength = 16000, HopLength = 160 };

    private static readonly FeatureConfig s_power = s_features with { Kinds = [FeatureKind.MelPower], MelBands = 64 };
    private static readonly ModelCard s_card = new()
    {
        Name = "small",
        Labels = ["sad", "angry, very"],
        Features = s_features,
        Network = "RezoNet",
        Width = 0.1,
        Temperature = 1.5,
        Corpus = "synthetic",
        Protocol = "speaker",
        Figures = new Dictionary<string, double> { ["uar"] = 0.5 },
        Licence = "MIT",
        Attribution = "nobody",
        Version = "0.1.0",
    };

    private readonly string _path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.onnx");

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void Write_Model_DeclaresInputsOutputsAndVersions()
    {
        ModelProto model = Write("RezoNet", s_card);
        Assert.Equal((8, 17), (model.IrVersion, Assert.Single(model.OpsetImport).Version));
        Assert.Equal(("SpeechEmotion", "0.1.0"), (model.ProducerName, model.ProducerVersion));
        Assert.Equal("waveform [batch, samples]", Describe(Assert.Single(model.Graph.Input)));
        Assert.Equal(["probabilities [batch, 2]", "logits [batch, 2]"], model.Graph.Output.Select(Describe));
    }

    [Fact]
    public void Write_Model_CarriesItsCardForPeopleAndForPrograms()
    {
        Dictionary<string, string> metadata = Write("RezoNet", s_card).MetadataProps.ToDictionary(entry => entry.Key, entry => entry.Value);
        Assert.Equal("[\"sad\",\"angry, very\"]", metadata["labels"]);
        Assert.Equal(("16000", "RezoNet", "0.1", "1.5"), (metadata["sampleRate"], metadata["network"], metadata["width"], metadata["temperature"]));
        Assert.Equal(("synthetic", "speaker", "{\"uar\":0.5}"), (metadata["corpus"], metadata["protocol"], metadata["figures"]));
        Assert.Equal(("MIT", "nobody", "0.1.0"), (metadata["licence"], metadata["attribution"], metadata["version"]));
        Assert.Equal(s_card.ToJson(), ModelCard.Parse(metadata["card"]).ToJson());
        ModelDigest.Check(File.ReadAllBytes(_path));
    }

    [Fact]
    public void Write_SameNetworkTwice_SameBytes()
    {
        Write("ExpoNet", s_card);
        byte[] first = File.ReadAllBytes(_path);
        Write("ExpoNet", s_card);
        Assert.Equal(first, File.ReadAllBytes(_path));
    }

    [Fact]
    public void Write_NetworkInTraining_LeavesItAsItWas()
    {
        using DisposeScope scope = NewDisposeScope();
        using Network network = Create("ExpoNet");
        network.train();
        byte[] before = [.. network.state_dict().Values.SelectMany(value => value.bytes.ToArray())];
        int tensors = scope.DisposablesCount;
        OnnxExporter.Write(_path, network, s_card);
        Assert.Equal(tensors, scope.DisposablesCount);
        Assert.True(network.training);
        Assert.Equal(before, network.state_dict().Values.SelectMany(value => value.bytes.ToArray()));
    }

    [Theory]
    [InlineData("EmoNet")]
    [InlineData("DummyNet")]
    [InlineData("RezoNet")]
    [InlineData("ExpoNet")]
    [InlineData("Stack")]
    [InlineData("Average")]
    public void Write_Model_PassesOnnxsOwnChecker(string name)
    {
        const string python = "/usr/bin/python3";
        Assert.SkipUnless(File.Exists(python) && Run(python, "-c", "import onnx").Code == 0, "Python's onnx is not installed");
        FeatureKind[] left = name == "Average" ? [FeatureKind.Energy] : []; // A stem takes two halves of its rows.
        Write(name, s_card with { Features = s_features with { Kinds = [.. Enum.GetValues<FeatureKind>().Where(kind => kind < FeatureKind.Pitch).Except(left)], ClipLength = name is "EmoNet" or "Average" ? 0 : s_features.ClipLength, MinimumLength = 8000 } });
        (int code, string output) = Run(python, "-c", "import sys, onnx; m = onnx.load(sys.argv[1]); onnx.checker.check_model(m, full_check=True)", _path);
        Assert.True(code == 0, output);
    }

    [Theory]
    [InlineData(8, 3)]
    [InlineData(16, 2)]
    public void Write_MatricesThatFewBitsHold_AreStoredInThem(int bits, int bytesLess)
    {
        ModelCard card = s_card with { Features = s_features with { Kinds = [FeatureKind.MelStandardised], ClipLength = 0 } };
        using Network network = Create("EmoNet", card.Features);
        OnnxExporter.Write(_path, network, card);
        long whole = new FileInfo(_path).Length;
        using (no_grad())
        {
            foreach (TorchSharp.Modules.Parameter parameter in network.parameters().Where(parameter => parameter.dim() > 1))
            {
                parameter.copy_(bits == 8 ? EightBitWeights.Round(parameter) : parameter.to(ScalarType.Float16));
            }
        }

        OnnxExporter.Write(_path, network, card);
        long many = network.parameters().Where(parameter => parameter.dim() > 1 && parameter.numel() >= 1024).Sum(parameter => parameter.numel());

        Assert.True(many > 3000, $"{many} numbers");
        Assert.InRange(whole - new FileInfo(_path).Length, (bytesLess * many) - 6000, bytesLess * many); // Scales, and the operators that widen them, take some room.
    }

    [Fact]
    public void WriteStack_MembersWithTheSameFeatures_ShareThem()
    {
        int first = CountProducts(Write("RezoNet", s_card)), third = CountProducts(Write("DummyNet", s_card with { Features = s_power }));

        Assert.Equal(first + third, CountProducts(Write("Stack", s_card))); // The second hears what the first hears.
    }

    [Fact]
    public void Write_NetworksThatAnswerTogether_ShareTheirFeatures()
    {
        ModelCard card = s_card with { Features = s_features with { Kinds = [FeatureKind.MelStandardised], ClipLength = 0 } };
        ModelProto alone = Write("EmoNet", card), together = Write("Average", card);

        Assert.Equal(CountProducts(alone), CountProducts(together));
        Assert.Equal((2 * alone.Graph.Node.Count(node => node.OpType == "Conv")) + 6, together.Graph.Node.Count(node => node.OpType == "Conv")); // The stem has two, and two for each of its blocks.
    }

    [Fact]
    public void Write_SpeechGate_AddsAnOutputAndSharesTheFeatures()
    {
        ModelCard card = s_card with { Features = s_features with { Kinds = [FeatureKind.MelStandardised], ClipLength = 0 } };
        using Network network = Create("EmoNet", card.Features), gate = Create("EmoNet", card.Features);
        ModelProto alone = Write("EmoNet", card);
        OnnxExporter.Write(_path, network, card, new SpeechGate(gate, card.Features, ["esc-10"]));
        ModelProto together = ModelProto.Parser.ParseFrom(File.ReadAllBytes(_path));

        Assert.Equal(["probabilities [batch, 2]", "logits [batch, 2]", "speech [batch]"], together.Graph.Output.Select(Describe));
        Assert.Equal(CountProducts(alone), CountProducts(together));
        Assert.Contains(
            "8000 Hz, the card says 16000 Hz",
            Assert.Throws<ArgumentException>(() => OnnxExporter.Write(_path, network, card, new SpeechGate(gate, card.Features with { SampleRate = 8000 }, []))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Write_NoFixedLength_SaysSo() => AssertRefused(s_card with { Features = s_features with { ClipLength = 0 } }, "features.clipLength is 0");

    [Fact]
    public void Write_FaultyCard_ListsAllFaults()
    {
        AssertRefused(s_card with { Temperature = 0, Labels = ["a", "a"] }, "card.temperature is 0");
        AssertRefused(s_card with { Temperature = double.NaN, Labels = ["a", "a"] }, "card.labels is [a, a]");
        AssertRefused(s_card with { Features = s_features with { HopLength = 0 } }, "card.features.hopLength is 0");
    }

    [Fact]
    public void Write_NetworkForOtherFeaturesOrLabels_SaysSo()
    {
        AssertRefused(s_card with { Features = s_features with { ClipLength = 24000 } }, "does not fit the features: Linear takes");
        AssertRefused(s_card with { Features = s_features with { ClipLength = 160 } }, "does not fit the features: Conv2d");
        AssertRefused(s_card with { Labels = ["a", "b", "c"] }, "RezoNet gives [2] numbers for a clip; there are 3 labels");
    }

    [Fact]
    public void Write_LayerThatCannotBeExported_NamesIt()
    {
        using Network network = new OddNet(s_features.Rows() * s_features.Frames(0));
        Assert.Contains("Softplus", Assert.Throws<ArgumentException>(() => OnnxExporter.Write(_path, network, s_card)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void WriteStack_MembersOfDifferentRates_SaysSo()
    {
        using Network network = Create("RezoNet");
        using StackNet stack = new(1, 2);
        ArgumentException error = Assert.Throws<ArgumentException>(() => OnnxExporter.WriteStack(_path, [(network, s_features with { SampleRate = 8000 })], stack, s_card));
        Assert.Contains("8000 Hz, the card says 16000 Hz", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => OnnxExporter.WriteStack(_path, [], stack, s_card));
        Assert.False(File.Exists(_path));
    }

    private void AssertRefused(ModelCard card, string message)
    {
        using Network network = Create("RezoNet");
        Assert.Contains(message, Assert.Throws<ArgumentException>(() => OnnxExporter.Write(_path, network, card)).Message, StringComparison.Ordinal);
        Assert.False(File.Exists(_path));
    }

    /// <summary>The matrix products of the features; the networks here have none.</summary>
    private static int CountProducts(ModelProto model) => model.Graph.Node.Count(node => node.OpType == "MatMul");

    private static Network Create(string name, FeatureConfig? features = null)
    {
        NetworkConfig config = name == "Average"
            ? new AverageConfig { Width = 0.05, Members = [new EmoNetConfig(), new EmoNetConfig { Width = 2, StemChannels = 3, StemBlocks = 2 }] }
            : NetworkConfig.Named(name) with { Width = 0.05 };
        return config.Create((features ?? s_features).Rows(), s_features.Frames(0), 2, seed: 1);
    }

    private ModelProto Write(string name, ModelCard card)
    {
        if (name == "Stack")
        {
            using Network first = Create("RezoNet"), second = Create("ExpoNet"), third = Create("DummyNet", s_power);
            using StackNet stack = new(3, 2);
            OnnxExporter.WriteStack(_path, [(first, s_features), (second, s_features), (third, s_power)], stack, card);
        }
        else
        {
            using Network network = Create(name, card.Features);
            OnnxExporter.Write(_path, network, card);
        }

        return ModelProto.Parser.ParseFrom(File.ReadAllBytes(_path));
    }

    private static string Describe(ValueInfoProto value) =>
        $"{value.Name} [{string.Join(", ", value.Type.TensorType.Shape.Dim.Select(size => size.DimParam.Length > 0 ? size.DimParam : $"{size.DimValue}"))}]";

    private static (int Code, string Output) Run(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        string output = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output);
    }

    private sealed class OddNet(int length) : Network("OddNet", flatten: true, nn.Flatten(), nn.Softplus(), nn.Linear(length, 2));
}
