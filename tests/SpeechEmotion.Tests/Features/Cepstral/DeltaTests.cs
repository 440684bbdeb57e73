using SpeechEmotion.Features.Cepstral;
using Xunit;

namespace SpeechEmotion.Tests.Features.Cepstral;

public class DeltaTests
{
    [Theory]
    [InlineData(9)]
    [InlineData(10)]
    [InlineData(30)]
    public void Apply_LineAndParabola_HaveTheirDerivativesInEveryFrame(int frames)
    {
        float[] line = [.. Enumerable.Range(0, frames).Select(t => 5 - (0.25f * t))], parabola = [.. Enumerable.Range(0, frames).Select(t => 1 + t + (1.5f * t * t))];
        float[] slopes = new float[2 * frames], curvatures = new float[2 * frames];
        Delta.Apply([.. line, .. line], frames, Delta.Weights(1), slopes);
        Delta.Apply([.. line, .. parabola], frames, Delta.Weights(2), curvatures);
        Assert.All(slopes, value => Assert.Equal(-0.25, value, 1e-5));
        Assert.All(curvatures[..frames], value => Assert.Equal(0, value, 1e-5));
        Assert.All(curvatures[frames..], value => Assert.Equal(3, value, 1e-3));
    }

    [Fact]
    public void Apply_OneStep_IsTheFitThroughNineFrames()
    {
        float[] step = [.. Enumerable.Range(0, 20).Select(t => t < 10 ? 0f : 1f)], slopes = new float[20];
        Delta.Apply(step, 20, Delta.Weights(1), slopes);
        Assert.Equal((4 + 3 + 2 + 1) / 60.0, slopes[10], 1e-6);
        Assert.Equal(4 / 60.0, slopes[6], 1e-6);
        Assert.Equal(0, slopes[5], 1e-6);
    }

    [Fact]
    public void Apply_ParabolaAtTheEnds_HasTheSlopeOfTheNearestWholeFit()
    {
        float[] parabola = [.. Enumerable.Range(0, 15).Select(t => (float)(t * t))], slopes = new float[15];
        Delta.Apply(parabola, 15, Delta.Weights(1), slopes);
        Assert.Equal([8, 8, 8, 8, 8, 10, 12, 14, 16, 18, 20, 20, 20, 20, 20], slopes.Select(value => (int)Math.Round(value)));
    }
}
