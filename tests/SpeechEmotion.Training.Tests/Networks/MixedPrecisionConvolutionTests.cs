using SpeechEmotion.Experiments;
using SpeechEmotion.Networks;
using SpeechEmotion.Networks.Layers;
using TorchSharp;
using Xunit;

namespace SpeechEmotion.Tests.Networks;

public sealed class MixedPrecisionConvolutionTests
{
    [Theory]
    [InlineData(5, 2, 1)]
    [InlineData(3, 1, 4)]
    [InlineData(1, 1, 1)]
    public void Forward_BFloat16_IsCloseWhileTrainingAndExactAfterwards(int kernel, int stride, int dilation)
    {
        LibTorch.EnsureLoaded();
        LibTorch.Seed(3);
        using DisposeScope scope = torch.NewDisposeScope();
        MixedPrecisionConvolution layer = new(16, 24, kernel, stride, dilation);
        torch.Tensor input = torch.randn(2, 16, 40), exact = layer.Convolution.forward(input);

        layer.Precision = Precision.Bfloat16;
        layer.train();
        torch.Tensor trained = layer.forward(input);
        trained.to(torch.ScalarType.Float32).sum().backward();
        torch.Tensor gradient = layer.Convolution.weight!.grad!;
        layer.eval();

        Assert.Equal(torch.ScalarType.BFloat16, trained.dtype);
        Assert.Equal(torch.ScalarType.Float32, gradient.dtype);
        Assert.Equal([2, 24, 40 / stride], trained.shape);
        Assert.Equal(exact.shape, trained.shape);
        Assert.InRange((trained.to(torch.ScalarType.Float32) - exact).abs().max().item<float>(), 1e-7f, 0.05f); // eight bits of mantissa
        Assert.Equal(0, (layer.forward(input) - exact).abs().max().item<float>());
    }

    [Fact]
    public void Forward_OverBandsAndFrames_IsCloseWhileTrainingAndExactAfterwards()
    {
        LibTorch.EnsureLoaded();
        LibTorch.Seed(3);
        using DisposeScope scope = torch.NewDisposeScope();
        MixedPrecisionConvolution layer = new(2, 6, bandKernel: 5, frameKernel: 3, bandStride: 2, frameStride: 1) { Precision = Precision.Bfloat16 };
        torch.Tensor input = torch.randn(2, 2, 12, 20);

        layer.train();
        torch.Tensor trained = layer.forward(input);
        layer.eval();
        torch.Tensor exact = layer.forward(input);

        Assert.Equal(torch.ScalarType.BFloat16, trained.dtype);
        Assert.Equal(torch.ScalarType.Float32, exact.dtype);
        Assert.Equal([2, 6, 6, 20], exact.shape);
        Assert.Equal(exact.shape, trained.shape);
        Assert.InRange((trained.to(torch.ScalarType.Float32) - exact).abs().max().item<float>(), 1e-7f, 0.05f);
        torch.Tensor weight = layer.Convolution.weight!;
        float first = (input[0, .., ..3, ..2] * weight[4, .., 2.., 1..]).sum().item<float>(); // the first output of channel 4: the kernel's upper left part is over zeros
        Assert.Equal(first, exact[0, 4, 0, 0].item<float>(), 1e-5f);
    }
}
