using SpeechEmotion.Signal;
using Xunit;

namespace SpeechEmotion.Tests.Signal;

public sealed class WideTransformTests
{
    [Theory]
    [InlineData(2, 1)]
    [InlineData(64, 1)]
    [InlineData(16, 4)]
    [InlineData(512, 4)]
    [InlineData(64, 8)]
    [InlineData(256, 8)]
    [InlineData(256, 16)]
    [InlineData(2048, 16)]
    public void Run_RandomNumbers_GivesTheSumOfTheDefinition(int length, int lanes)
    {
        SeededRandom random = new(1);
        float[] re = [.. Enumerable.Range(0, length).Select(_ => (float)random.NextGaussian())];
        float[] im = [.. Enumerable.Range(0, length).Select(_ => (float)random.NextGaussian())];
        float[] outRe = [.. re], outIm = [.. im];
        new WideTransform(length, lanes).Run(outRe, outIm, new float[2 * length]);

        // The numbers are some sqrt(n) in size; single precision leaves a few 1e-7 of that for each of the log2(n) steps.
        double tolerance = 1e-6 * Math.Sqrt(length) * Math.Log2(length);
        for (int k = 0; k < length; k += 1 + (length / 61))
        {
            double sumRe = 0, sumIm = 0;
            for (int i = 0; i < length; i++)
            {
                (double sin, double cos) = Math.SinCos(-2 * Math.PI * ((long)k * i % length) / length);
                sumRe += (re[i] * cos) - (im[i] * sin);
                sumIm += (re[i] * sin) + (im[i] * cos);
            }

            Assert.Equal(sumRe, outRe[k], tolerance);
            Assert.Equal(sumIm, outIm[k], tolerance);
        }
    }

    [Fact]
    public void Run_ThenExchanged_GivesTheNumbersTimesTheLength()
    {
        const int Length = 1024;
        float[] re = [.. Enumerable.Range(0, Length).Select(i => (float)Math.Sin(i * i))], im = [.. re.Reverse()];
        float[] outRe = [.. re], outIm = [.. im];
        WideTransform transform = new(Length);
        transform.Run(outRe, outIm, new float[2 * Length]);
        transform.Run(outIm, outRe, new float[2 * Length]);
        Assert.All(re.Zip(outRe), pair => Assert.Equal(pair.First, pair.Second / Length, 1e-5f));
        Assert.All(im.Zip(outIm), pair => Assert.Equal(pair.First, pair.Second / Length, 1e-5f));
    }

    [Theory]
    [InlineData(100, 1)]
    [InlineData(128, 16)]
    [InlineData(64, 2)]
    public void Constructor_LengthThatDoesNotFitTheLanes_Throws(int length, int lanes) =>
        Assert.Throws<ArgumentException>(() => new WideTransform(length, lanes));

    [Fact]
    public void Run_OtherLength_Throws() =>
        Assert.Throws<ArgumentException>(() => new WideTransform(16).Run(new float[16], new float[8], new float[32]));
}
