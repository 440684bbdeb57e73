using SpeechEmotion.Networks;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace SpeechEmotion.Tests.Networks;

public sealed class ConvolutionCheckTests
{
    [Theory]
    [InlineData(10, 10, 5, 40)]
    [InlineData(20, 24, 4, 236)]
    [InlineData(40, 4, 7, 131)]
    [InlineData(144, 1, 3, 60)]
    [InlineData(192, 2, 6, 95)]
    [InlineData(96, 144, 3, 250)]
    public void Convolution_AnyChannels_OutputsAndGradientsAreTheSums(int input, int output, int kernel, int frames)
    {
        LibTorch.EnsureLoaded();
        LibTorch.Seed(3);
        using DisposeScope scope = NewDisposeScope();
        Tensor x = randn(2, input, frames).requires_grad_(), weights = randn(output, input, kernel).requires_grad_();
        Tensor columns = x.unfold(2, kernel, 1);                                       // [2, input, frames - kernel + 1, kernel]
        Tensor expected = einsum("bcnk,ock->bon", columns, weights);

        Tensor actual = nn.functional.conv1d(x, weights);
        Tensor direction = randn(actual.shape);
        IList<Tensor> gradients = autograd.grad([(actual * direction).sum()], [x, weights]);
        IList<Tensor> expectedGradients = autograd.grad([(expected * direction).sum()], [x, weights]);

        AssertClose(expected, actual);
        AssertClose(expectedGradients[0], gradients[0]);
        AssertClose(expectedGradients[1], gradients[1]);
    }

    [Fact]
    public void HasBFloat16_OnThisProcessor_OnlyWhereItsConvolutionsAreRight()
    {
        Assert.True(ConvolutionCheck.IsRight(ScalarType.Float32));
        Assert.True(!LibTorch.HasBFloat16 || (LibTorch.UsesOneDnn && ConvolutionCheck.IsRight(ScalarType.BFloat16)));
    }

    [Fact]
    public void LeaveOutOneDnn_WithoutTheLibrary_WhereNothingIsWrong_ChangesNothing()
    {
        LibTorch.EnsureLoaded();
        ConvolutionCheck.LeaveOutOneDnn(library: 0);
        Assert.True(ConvolutionCheck.IsRight(ScalarType.Float32));
    }

    private static void AssertClose(Tensor expected, Tensor actual) => Assert.InRange(((actual - expected).norm() / expected.norm()).item<float>(), 0, 1e-5f);
}
