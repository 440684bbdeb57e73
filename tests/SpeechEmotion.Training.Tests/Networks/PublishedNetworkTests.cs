using System.Text.Json;
using SpeechEmotion.Experiments;
using SpeechEmotion.Networks;
using TorchSharp;
using TorchSharp.Modules;
using Xunit;
using static TorchSharp.torch;

namespace SpeechEmotion.Tests.Networks;

/// <summary>The published networks against PyTorch: parameter counts exactly, outputs for formula-filled weights within 1e-4.</summary>
public sealed class PublishedNetworkTests
{
    public static TheoryData<string, string> Cases()
    {
        TheoryData<string, string> data = [];
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "reference", "networks", "models.json")));
        foreach (JsonElement item in document.RootElement.GetProperty("cases").EnumerateArray())
        {
            data.Add(item.GetProperty("model").GetString() + " " + item.GetProperty("inputShape"), item.GetRawText());
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Forward_FormulaFilledWeights_EqualsPyTorch(string name, string reference)
    {
        Assert.NotEmpty(name);
        JsonElement expected = JsonDocument.Parse(reference).RootElement;
        long[] shape = [.. expected.GetProperty("inputShape").EnumerateArray().Select(size => size.GetInt64())];
        int bands = shape.Length == 4 ? (int)shape[2] : 1;
        using IDisposable noGradient = no_grad();
        using DisposeScope scope = NewDisposeScope();
        using Network network = NetworkConfig.Named(expected.GetProperty("model").GetString()!).Create(bands, (int)shape[^1], 6, seed: 1);

        Assert.Equal(expected.GetProperty("parameters").GetInt64(), network.ParameterCount);
        if (!expected.TryGetProperty("logits", out JsonElement logits))
        {
            return;
        }

        Fill(network);
        network.eval();
        long n = shape[1..].Aggregate((a, b) => a * b);
        Tensor input = (0.5 + (0.5 * (arange(n, dtype: ScalarType.Float64) * 0.01).sin())).to(ScalarType.Float32).reshape(1, 1, bands, shape[^1]);
        Tensor output = network.forward(input);

        AssertClose(logits, output);
        AssertClose(expected.GetProperty("probabilities"), nn.functional.softmax(output, 1));
    }

    [Theory]
    [InlineData("DummyNet", 1, 0.125)]
    [InlineData("RezoNet", 40, 1)]
    [InlineData("ExpoNet", 42, 0.0625)]
    public void TrainIn_BFloat16_RoundsConvolutionsWhileTrainingAndNothingAfterwards(string name, int bands, double width)
    {
        LibTorch.EnsureLoaded();
        using DisposeScope scope = NewDisposeScope();
        using Network network = (NetworkConfig.Named(name) with { Width = width }).Create(bands, 501, 6, seed: 1);
        LibTorch.Seed(5);
        Tensor input = rand(16, 1, bands, 501);

        network.TrainInExactly(Precision.Bfloat16);
        network.train();
        Tensor rounded = network.forward(input);
        nn.functional.cross_entropy(rounded, zeros(16, dtype: ScalarType.Int64)).backward();
        Tensor expected = RoundedByHand(network, input);
        network.eval();
        Tensor after = network.forward(input);
        network.TrainInExactly(Precision.Float32);
        Tensor exactAfter = network.forward(input);
        network.train();
        Tensor exact = network.forward(input);

        Assert.Equal(ScalarType.Float32, rounded.dtype);
        Assert.InRange(Distance(rounded, expected), 0, 0.01); // Sums of another order round to another neighbour here and there.
        Assert.True(Distance(rounded, exact) > 1e-4); // It does round.
        Assert.Equal(0, (after - exactAfter).abs().max().item<float>());
        Assert.All(network.parameters(), parameter => Assert.True(parameter.grad is { dtype: ScalarType.Float32 } gradient && gradient.isfinite().all().item<bool>()));
    }

    /// <summary>The same with 64-bit products of rounded inputs, weights and offsets.</summary>
    private static Tensor RoundedByHand(Network network, Tensor input)
    {
        using IDisposable noGradient = no_grad();
        Tensor x = network.Flattens ? input.flatten(2) : input;
        foreach (nn.Module<Tensor, Tensor> layer in network.Layers.children().Cast<nn.Module<Tensor, Tensor>>())
        {
            x = layer switch
            {
                Conv2d c => Round(nn.functional.conv2d(Round(x), Round(c.weight!), Round(c.bias!), c.stride, c.padding)),
                Conv1d c => Round(nn.functional.conv1d(Round(x), Round(c.weight!), Round(c.bias!), c.stride![0], c.padding![0])),
                _ => layer.forward(x.to(ScalarType.Float32)),
            };
        }

        return x;

        static Tensor Round(Tensor values) => values.to(ScalarType.BFloat16).to(ScalarType.Float64);
    }

    private static double Distance(Tensor actual, Tensor expected) => (actual - expected).norm().item<float>() / expected.norm().item<float>();

    [Theory]
    [InlineData("DummyNet", 1, 501)]
    [InlineData("RezoNet", 40, 501)]
    [InlineData("ExpoNet", 42, 501)]
    [InlineData("Stack", 3, 6)]
    public void Create_SmallerWidth_StillMapsABatchToLogits(string name, int bands, int frames)
    {
        using DisposeScope scope = NewDisposeScope();
        using Network network = (NetworkConfig.Named(name) with { Width = 1.0 / 32 }).Create(bands, frames, 6, seed: 1);
        Assert.Equal([4L, 6L], network.forward(rand(4, 1, bands, frames)).shape);
    }

    [Fact]
    public void Create_SameSeed_SameWeights()
    {
        using Network first = new RezoNetConfig { Width = 0.1 }.Create(40, 101, 6, seed: 5);
        using Network second = new RezoNetConfig { Width = 0.1 }.Create(40, 101, 6, seed: 5);
        using Network other = new RezoNetConfig { Width = 0.1 }.Create(40, 101, 6, seed: 6);
        Assert.Equal(first.state_dict().SelectMany(pair => pair.Value.bytes.ToArray()), second.state_dict().SelectMany(pair => pair.Value.bytes.ToArray()));
        Assert.NotEqual(first.parameters().First().bytes.ToArray(), other.parameters().First().bytes.ToArray());
    }

    [Fact]
    public void Forward_ManyTimes_LeavesNoTensorBehind()
    {
        using DisposeScope outer = NewDisposeScope();
        using Network network = new RezoNetConfig { Width = 0.1 }.Create(40, 101, 6, seed: 1);
        using Tensor input = rand(2, 1, 40, 101);
        network.forward(input).Dispose();
        GC.Collect(); // What earlier tests left behind must not go while this one counts.
        GC.WaitForPendingFinalizers();
        long before = Tensor.TotalCount;
        for (int i = 0; i < 10; i++)
        {
            network.forward(input).Dispose();
        }

        Assert.Equal(before, Tensor.TotalCount);
    }

    [Fact]
    public void Create_TooFewFrames_SaysSo()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => new RezoNetConfig().Create(40, 20, 6, seed: 1));
        Assert.Contains("too short for this network", error.Message, StringComparison.Ordinal);
    }

    private static void Fill(Network network)
    {
        using IDisposable noGradient = no_grad();
        HashSet<string> batchNorm = [.. network.named_buffers().Select(buffer => buffer.name[..buffer.name.LastIndexOf('.')])];
        int k = 0;
        foreach ((string name, TorchSharp.Modules.Parameter parameter) in network.named_parameters())
        {
            using DisposeScope scope = NewDisposeScope();
            Tensor values = 0.05 * ((arange(parameter.numel(), dtype: ScalarType.Float64) * 0.7) + k).sin();
            if (name.EndsWith(".weight", StringComparison.Ordinal) && batchNorm.Contains(name[..^".weight".Length]))
            {
                values += 1;
            }

            parameter.copy_(values.to(ScalarType.Float32).reshape(parameter.shape));
            k++;
        }
    }

    private static void AssertClose(JsonElement expected, Tensor actual)
    {
        float[] values = actual.data<float>().ToArray();
        int i = 0;
        foreach (JsonElement value in expected.EnumerateArray())
        {
            Assert.True(Math.Abs(value.GetSingle() - values[i]) <= 1e-4, $"output {i}: expected {value}, got {values[i]}");
            i++;
        }
    }
}
