using SpeechEmotion.Signal;
using Xunit;

namespace SpeechEmotion.Tests.Signal;

public class FourierTransformTests
{
    public static TheoryData<int> Lengths => [2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 30, 32, 50, 60, 64, 90, 98, 120, 128, 250, 256, 480, 512, 514, 600, 960, 1024, 1202, 2048];

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Forward_Noise_EqualsDefinition(int length)
    {
        float[] time = Noise(length, 1);
        (float[] re, float[] im) = Spectrum(time);
        for (int k = 0; k <= length / 2; k++)
        {
            double sumRe = 0, sumIm = 0;
            for (int i = 0; i < length; i++)
            {
                (double s, double c) = Math.SinCos(-2 * Math.PI * ((long)k * i % length) / length);
                sumRe += time[i] * c;
                sumIm += time[i] * s;
            }

            Assert.Equal(sumRe, re[k], 2e-6 * length);
            Assert.Equal(sumIm, im[k], 2e-6 * length);
        }
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Inverse_OfForward_GivesTheSamples(int length)
    {
        float[] time = Noise(length, 2);
        (float[] re, float[] im) = Spectrum(time);
        var back = new float[length];
        new FourierTransform(length).Inverse(re, im, back);
        for (int i = 0; i < length; i++)
        {
            Assert.Equal(time[i], back[i], 5e-6); // a prime factor of 601 is summed term by term
        }
    }

    private static (float[] Re, float[] Im) Spectrum(float[] time)
    {
        var transform = new FourierTransform(time.Length);
        var re = new float[transform.Bins];
        var im = new float[transform.Bins];
        transform.Forward(time, re, im);
        return (re, im);
    }

    private static float[] Noise(int length, ulong seed)
    {
        var random = new SeededRandom(seed);
        var noise = new float[length];
        for (int i = 0; i < length; i++)
        {
            noise[i] = (float)random.NextUniform(-1, 1);
        }

        return noise;
    }
}
