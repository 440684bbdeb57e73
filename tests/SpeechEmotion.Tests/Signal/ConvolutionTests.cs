using SpeechEmotion.Signal;
using Xunit;

namespace SpeechEmotion.Tests.Signal;

public sealed class ConvolutionTests
{
    [Fact]
    public void Apply_Impulse_DelaysAndScales() =>
        Assert.Equal([0, 0, 0.5f, 1, 1.5f], Convolution.Apply([1, 2, 3, 4, 5], [0, 0, 0.5f]), Near);

    [Theory]
    [InlineData(1, 1)]
    [InlineData(7, 30)]
    [InlineData(100, 33)]
    [InlineData(1000, 257)]
    public void Apply_Noise_IsTheSum(int length, int taps)
    {
        SeededRandom random = new(7);
        float[] x = [.. Enumerable.Range(0, length).Select(_ => (float)random.NextGaussian())], h = [.. Enumerable.Range(0, taps).Select(_ => (float)random.NextGaussian())];
        float[] sum = [.. Enumerable.Range(0, length).Select(n => (float)Enumerable.Range(0, Math.Min(taps, n + 1)).Sum(k => (double)h[k] * x[n - k]))];
        Assert.Equal(sum, Convolution.Apply(x, h), Near);
    }

    [Fact]
    public void Apply_Nothing_GivesNothingOrThrows()
    {
        Assert.Empty(Convolution.Apply([], [1]));
        Assert.Throws<ArgumentException>(() => Convolution.Apply([1], []));
    }

    private static bool Near(float a, float b) => Math.Abs(a - b) < 1e-4f;
}
