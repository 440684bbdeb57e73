using SpeechEmotion.Networks;
using SpeechEmotion.Networks.Weights;
using SpeechEmotion.Signal;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace SpeechEmotion.Tests.Networks;

public sealed class EightBitWeightsTests
{
    [Fact]
    public void Round_UnevenRows_StaysWithinHalfAStepOfEach()
    {
        LibTorch.EnsureLoaded();
        using DisposeScope scope = NewDisposeScope();
        const int rows = 40, length = 300;
        SeededRandom random = new(1);
        float[] weights = [.. Enumerable.Range(0, rows * length).Select(i => (float)((random.NextUniform() - 0.5) * Math.Pow(10, (i / length) - 20)))];

        using Tensor rounded = EightBitWeights.Round(tensor(weights, [rows, length / 3, 3]));

        Assert.Equal([rows, length / 3, 3], rounded.shape);
        float[] values = [.. rounded.data<float>()];
        for (int row = 0; row < rows; row++)
        {
            float greatest = weights.Skip(row * length).Take(length).Max(MathF.Abs);
            Assert.All(Enumerable.Range(row * length, length), i => Assert.True(Math.Abs(values[i] - weights[i]) <= 0.501 * greatest / 127, $"row {row}: {weights[i]} -> {values[i]}"));
        }
    }

    [Fact]
    public void Round_WhatHasBeenRounded_ChangesNothing()
    {
        LibTorch.EnsureLoaded();
        using DisposeScope scope = NewDisposeScope();
        SeededRandom random = new(2);
        float[] weights = [.. Enumerable.Range(0, 64 * 50).Select(_ => (float)random.NextUniform())];
        Array.Clear(weights, 0, 50);

        Tensor once = EightBitWeights.Round(tensor(weights, [64, 50]));

        Assert.Equal(once.data<float>().ToArray(), EightBitWeights.Round(once).data<float>().ToArray());
        Assert.All(once.data<float>().ToArray()[..50], value => Assert.Equal(0, value));
    }
}
