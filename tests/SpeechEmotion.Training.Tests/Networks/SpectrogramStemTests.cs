using SpeechEmotion.Networks;
using SpeechEmotion.Networks.Layers;
using TorchSharp;
using Xunit;

namespace SpeechEmotion.Tests.Networks;

public sealed class SpectrogramStemTests
{
    [Theory]
    [InlineData(16, 4)]
    [InlineData(17, 5)]
    [InlineData(80, 20)]
    public void Forward_AnyBands_GivesAQuarterOfThemForEachChannel(int bands, int quarter)
    {
        LibTorch.EnsureLoaded();
        using DisposeScope scope = torch.NewDisposeScope();
        SpectrogramStem stem = new(bands, 3);

        torch.Tensor output = stem.forward(torch.randn(2, 2 * bands, 21), torch.ones(2, 1, 11));

        Assert.Equal([2, 3 * quarter, 11], output.shape);
        Assert.Equal(stem.Rows, output.shape[1]);
    }

    [Fact]
    public void Forward_FourBandsHigher_IsTheSameOneRowHigher()
    {
        LibTorch.EnsureLoaded();
        LibTorch.Seed(5);
        using DisposeScope scope = torch.NewDisposeScope();
        SpectrogramStem stem = new(32, 2);
        stem.eval();
        torch.Tensor sound = torch.zeros(1, 2, 32, 12), higher = torch.zeros(1, 2, 32, 12);
        torch.Tensor values = torch.randn(1, 2, 4, 12);
        sound[.., .., 12..16, ..] = values;
        higher[.., .., 16..20, ..] = values;

        torch.Tensor low = Rows(sound), high = Rows(higher);

        Assert.True(low.max().item<float>() > 0.01f, "something passes");
        Assert.InRange((low[.., .., ..7, ..] - high[.., .., 1.., ..]).abs().max().item<float>(), 0, 1e-5f);

        torch.Tensor Rows(torch.Tensor input) => stem.forward(input.reshape(1, 64, 12), torch.ones(1, 1, 6)).reshape(1, 2, 8, 6);
    }
}
