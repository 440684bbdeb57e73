using SpeechEmotion.Networks;
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

        layer.Precision = Precision.BFloat16;
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
}
