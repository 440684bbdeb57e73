using SpeechEmotion.Networks;
using SpeechEmotion.Networks.Layers;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace SpeechEmotion.Tests.Networks;

public sealed class ConvolutionCheckTests
{
    [Theory]
    [InlineData(10, 10, 5, 40)]
    [InlineData(20, 24, 5, 236)]
    [InlineData(40, 4, 7, 131)]
    [InlineData(144, 1, 3, 60)]
    [InlineData(192, 2, 7, 95)]
    [InlineData(96, 144, 3, 250)]
    public void Convolve_AnyChannels_OutputsAndGradientsAreTheSums(int input, int output, int kernel, int frames)
    {
        LibTorch.EnsureLoaded();
        LibTorch.Seed(3);
        using DisposeScope scope = NewDisposeScope();
        using MixedPrecisionConvolution layer = new(input, output, kernel);
        Tensor x = randn(2, input, frames).requires_grad_(), weights = layer.Convolution.weight!;
        Tensor expected = Sums(nn.functional.pad(x, [kernel / 2, kernel / 2]), weights);

        Tensor actual = layer.forward(x);
        Tensor direction = randn(actual.shape);
        IList<Tensor> gradients = autograd.grad([(actual * direction).sum()], [x, weights]);
        IList<Tensor> expectedGradients = autograd.grad([(expected * direction).sum()], [x, weights]);

        AssertClose(expected, actual);
        AssertClose(expectedGradients[0], gradients[0]);
        AssertClose(expectedGradients[1], gradients[1]);
    }

    [Theory]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.BFloat16)]
    public void IsRight_ChannelsFilledUp_OnAnyProcessor(ScalarType type)
    {
        LibTorch.EnsureLoaded();
        Assert.True(ConvolutionCheck.IsRight(type, filled: true));
    }

    [Theory]
    [InlineData(10, 10, 5, 40)]
    [InlineData(1, 10, 4, 236)]
    [InlineData(96, 144, 3, 250)]
    public void Fill_Channels_SameOutputsAndGradients(int input, int output, int kernel, int frames)
    {
        LibTorch.EnsureLoaded();
        LibTorch.Seed(4);
        using DisposeScope scope = NewDisposeScope();
        Tensor x = randn(2, input, frames).requires_grad_(), weights = randn(output, input, kernel).requires_grad_(), bias = randn(output).requires_grad_();
        Tensor expected = Sums(x, weights) + bias.unsqueeze(1);

        Tensor actual = ChannelFill.Convolve(x, weights, bias, (p, w, b) => nn.functional.conv1d(p, w, b));
        Tensor direction = randn(actual.shape);
        IList<Tensor> gradients = autograd.grad([(actual * direction).sum()], [x, weights, bias]);
        IList<Tensor> expectedGradients = autograd.grad([(expected * direction).sum()], [x, weights, bias]);

        AssertClose(expected, actual);
        Assert.All(expectedGradients.Zip(gradients), pair => AssertClose(pair.First, pair.Second));
    }

    private static Tensor Sums(Tensor x, Tensor weights) => einsum("bcnk,ock->bon", x.unfold(2, weights.shape[2], 1), weights); // x in columns: [2, input, frames - kernel + 1, kernel]

    private static void AssertClose(Tensor expected, Tensor actual) => Assert.InRange(((actual - expected).norm() / expected.norm()).item<float>(), 0, 1e-5f);
}
