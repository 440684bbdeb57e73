using SpeechEmotion.Experiments;
using SpeechEmotion.Networks;
using SpeechEmotion.Networks.Weights;
using SpeechEmotion.Runs;
using SpeechEmotion.Training;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace SpeechEmotion.Tests.Training;

public sealed class CheckpointTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("speech-emotion-").FullName;
    private readonly Network _network = new StackConfig().Create(2, 2, 2, seed: 1);
    private readonly Adam _optimizer;

    public CheckpointTests() => _optimizer = new Adam(_network, weightDecay: 0);

    [Fact]
    public void Read_AfterTenThousandEpochs_TakesTheHighestNumber()
    {
        Write(9999);
        Directory.Move(Path.Combine(_folder, "epoch-9999"), Path.Combine(_folder, "kept"));
        Write(10000);
        Directory.Move(Path.Combine(_folder, "kept"), Path.Combine(_folder, "epoch-9999"));
        Directory.CreateDirectory(Path.Combine(_folder, "epoch-last"));
        Assert.Equal(10000, Read().Count);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("many")]
    [InlineData("1,000")]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("99999999999999999999")]
    public void Read_AbsurdSteps_NamesFileAndField(string? steps)
    {
        Write(1);
        WeightFile.Write(Path.Combine(_folder, "epoch-0001", "optimizer.safetensors"), _optimizer.State(), steps is null ? null : new Dictionary<string, string> { ["steps"] = steps });
        string message = Assert.Throws<InvalidDataException>(Read).Message;
        Assert.StartsWith(Path.Combine(_folder, "epoch-0001", "optimizer.safetensors"), message, StringComparison.Ordinal);
        Assert.Contains($"steps is {steps ?? "missing"}; it must be a whole number", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_StateOfAnotherNetwork_NamesTheTensor()
    {
        Write(1);
        using DisposeScope scope = NewDisposeScope();
        Dictionary<string, Tensor> state = _optimizer.State().ToDictionary(pair => pair.Key, pair => pair.Value);
        state["layers.1.bias.mean"] = zeros(7);
        WeightFile.Write(Path.Combine(_folder, "epoch-0001", "optimizer.safetensors"), state, new Dictionary<string, string> { ["steps"] = "1" });
        Assert.Contains("tensor 'layers.1.bias.mean' has shape [7]", Assert.Throws<InvalidDataException>(Read).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_FewerEpochsThanTheNumber_SaysSo()
    {
        Write(2);
        MetricsFile.Write(Path.Combine(_folder, "epoch-0002", "metrics.csv"), Epochs(1));
        Assert.Contains("has 1 epoch, but is the checkpoint after epoch 2", Assert.Throws<InvalidDataException>(Read).Message, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _optimizer.Dispose();
        _network.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static EpochMetrics[] Epochs(int count) => [.. Enumerable.Range(1, count).Select(epoch => new EpochMetrics(epoch, 1, 0.5, 1, 0.5, 0.5, 1e-3, 1))];

    private IReadOnlyList<EpochMetrics> Read() => new Checkpoint(_folder).Read(_network, null, _optimizer);

    private void Write(int epoch)
    {
        _optimizer.ContinueFrom(epoch);
        new Checkpoint(_folder).Write(epoch, _network, null, _optimizer, Epochs(epoch));
    }
}
