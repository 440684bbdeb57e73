using SpeechEmotion.Signal;
using Xunit;

namespace SpeechEmotion.Tests.Signal;

public class WindowTests
{
    [Fact]
    public void Hann_FourSamples_IsPeriodic() => Assert.Equal([0f, 0.5f, 1f, 0.5f], Window.Hann(4));

    [Theory]
    [InlineData(512, 128)]
    [InlineData(480, 160)]
    public void Hann_OverlappingCopies_SumToAConstant(int length, int hop)
    {
        float[] window = Window.Hann(length);
        for (int i = 0; i < hop; i++)
        {
            Assert.Equal(length / (2.0 * hop), Enumerable.Range(0, length / hop).Sum(copy => window[i + (copy * hop)]), 1e-6);
        }
    }

    [Fact]
    public void Hann_NoSamples_Throws() => Assert.Throws<ArgumentOutOfRangeException>(() => Window.Hann(0));
}
