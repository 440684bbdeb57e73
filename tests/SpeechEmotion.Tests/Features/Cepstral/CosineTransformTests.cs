using SpeechEmotion.Features.Cepstral;
using SpeechEmotion.Signal;
using Xunit;

namespace SpeechEmotion.Tests.Features.Cepstral;

public class CosineTransformTests
{
    [Fact]
    public void Apply_EqualBands_HaveTheFirstCoefficientOnly()
    {
        float[] coefficients = new float[5];
        new CosineTransform(40, 5).Apply([.. Enumerable.Repeat(-3f, 40)], coefficients);
        Assert.Equal(-3 * Math.Sqrt(40), coefficients[0], 1e-4);
        Assert.All(coefficients[1..], value => Assert.Equal(0, value, 1e-4));
    }

    [Fact]
    public void Apply_OneCosine_HasItsCoefficientOnly()
    {
        float[] bands = [.. Enumerable.Range(0, 24).Select(i => (float)Math.Cos(Math.PI * 3 * (i + 0.5) / 24))];
        float[] coefficients = new float[24];
        new CosineTransform(24, 24).Apply(bands, coefficients);
        for (int k = 0; k < 24; k++)
        {
            Assert.Equal(k == 3 ? Math.Sqrt(12) : 0, coefficients[k], 1e-5);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(33)]
    public void Apply_AllCoefficients_KeepTheSumOfSquaresOfEachFrame(int frames)
    {
        var random = new SeededRandom(3);
        float[] bands = [.. Enumerable.Range(0, 12 * frames).Select(_ => (float)random.NextUniform(-1, 1))], coefficients = new float[12 * frames];
        new CosineTransform(12, 12).Apply(bands, coefficients);
        for (int t = 0; t < frames; t++)
        {
            double Squares(float[] values) => Enumerable.Range(0, 12).Sum(row => Math.Pow(values[(row * frames) + t], 2));
            Assert.Equal(Squares(bands), Squares(coefficients), 1e-5);
        }
    }
}
