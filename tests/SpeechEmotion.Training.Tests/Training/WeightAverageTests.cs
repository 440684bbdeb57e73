using SpeechEmotion.Experiments;
using SpeechEmotion.Networks;
using SpeechEmotion.Training;
using Xunit;
using static TorchSharp.torch;

namespace SpeechEmotion.Tests.Training;

public sealed class WeightAverageTests
{
    [Fact]
    public void Update_ParametersAndStatistics_MoveByTheShare()
    {
        EmoNetConfig config = new() { Width = 0.25 };
        using Network network = config.Create(16, 16, 6, seed: 1), average = config.Create(16, 16, 6, seed: 2);
        using IDisposable noGradient = no_grad();
        Tensor[] before = [.. average.state_dict().Values.Select(tensor => tensor.clone())];
        WeightAverage.Update(average, network, decay: 0.9, steps: 1000);

        int index = 0;
        foreach ((string name, Tensor tensor) in average.state_dict())
        {
            using Tensor expected = (before[index] * 0.9f) + (network.state_dict()[name] * 0.1f);
            Assert.True(expected.allclose(tensor, 1e-5, 1e-6), name);
            before[index++].Dispose();
        }

        Assert.Contains(average.state_dict().Keys, name => name.EndsWith("running_var", StringComparison.Ordinal));
    }

    [Fact]
    public void Update_FirstSteps_ForgetTheFirstWeightsSoon()
    {
        EmoNetConfig config = new() { Width = 0.25 };
        using Network network = config.Create(16, 16, 6, seed: 1), average = config.Create(16, 16, 6, seed: 2);
        for (int step = 1; step <= 100; step++)
        {
            WeightAverage.Update(average, network, decay: 0.999, step);
        }

        Assert.All(network.parameters().Zip(average.parameters()), pair => Assert.True(pair.First.allclose(pair.Second, 1e-3, 1e-3)));
    }
}
