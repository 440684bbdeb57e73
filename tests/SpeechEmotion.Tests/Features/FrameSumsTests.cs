using FsCheck;
using FsCheck.Fluent;
using SpeechEmotion.Features;
using SpeechEmotion.Signal;
using Xunit;

namespace SpeechEmotion.Tests.Features;

public class FrameSumsTests
{
    [Theory]
    [InlineData(8)]
    [InlineData(50)]
    public void ZeroCrossingRate_SquareWave_IsOneInHalfAPeriod(int halfPeriod)
    {
        float[] samples = [.. Enumerable.Range(0, 4000).Select(i => i / halfPeriod % 2 == 0 ? 0.5f : -0.5f)];
        var rate = new float[32];
        Sum(samples, samples.Length, 400, 100, [], rate);
        for (int t = 4; t < 28; t++)
        {
            Assert.Equal(1.0 / halfPeriod, rate[t], 1.01 / 400); // a crossing may lie on either side of the frame's edge
        }
    }

    [Fact]
    public void Energy_Constant_IsItsSquareAndHalfOfItWhereHalfTheFrameIsOutside()
    {
        float[] samples = [.. Enumerable.Repeat(-0.5f, 1024)];
        var energy = new float[9];
        Sum(samples, samples.Length, 512, 128, energy, []);
        Assert.Equal([0.125f, 0.1875f, 0.25f, 0.25f, 0.25f, 0.25f, 0.25f, 0.1875f, 0.125f], energy);
    }

    [Theory]
    [InlineData(0.5f, -1e-11f, 0)] // nearer to zero than 1e-10 is zero, and zero is positive
    [InlineData(0.5f, -1e-9f, 1)]
    [InlineData(0.5f, -0f, 0)]
    [InlineData(-0.5f, 0f, 1)]
    public void ZeroCrossingRate_NearZero_CountsAsPositive(float first, float second, int crossings)
    {
        var rate = new float[1];
        Sum([first, second], 2, 16, 16, [], rate);
        Assert.Equal(crossings / 16f, rate[0]);
    }

    [Theory]
    [InlineData(2, 0)]
    [InlineData(3, 1)]
    public void ZeroCrossingRate_NegativeEnd_CrossesOnlyIntoSilenceThatBelongsToTheClip(int clipLength, int crossings)
    {
        var rate = new float[1];
        Sum([-1f, -1f], clipLength, 16, 16, [], rate);
        Assert.Equal(crossings / 16f, rate[0]);
    }

    [Fact]
    public void Both_AnyLengths_EqualTheDefinition()
    {
        Gen<(int Samples, int Silence, int Frame, int Hop, int Seed)> cases =
            from samples in Gen.Choose(1, 700)
            from silence in Gen.Choose(0, 200)
            from half in Gen.Choose(4, 150)
            from hop in Gen.Choose(1, 2 * half)
            from seed in Gen.Choose(0, 10000)
            select (samples, silence, 2 * half, hop, seed);
        Prop.ForAll(cases.ToArbitrary(), one =>
        {
            float[] samples = Noise(one.Samples, (ulong)one.Seed);
            float[] clip = [.. samples, .. new float[one.Silence]];
            int frames = 1 + (clip.Length / one.Hop);
            float[] energy = new float[frames], rate = new float[frames];
            Sum(samples, clip.Length, one.Frame, one.Hop, energy, rate, block: one.Seed % 20);
            for (int t = 0; t < frames; t++)
            {
                int start = (t * one.Hop) - (one.Frame / 2);
                double squares = 0;
                int crossings = 0;
                for (int i = start; i < start + one.Frame; i++)
                {
                    squares += i >= 0 && i < clip.Length ? (double)clip[i] * clip[i] : 0;
                    float here = clip[Math.Clamp(i, 0, clip.Length - 1)], before = clip[Math.Clamp(i - 1, 0, clip.Length - 1)];
                    crossings += i > start && (here < 0) != (before < 0) ? 1 : 0;
                }

                if (Math.Abs(energy[t] - (squares / one.Frame)) > 1e-6 || Math.Abs(rate[t] - ((double)crossings / one.Frame)) > 1e-6)
                {
                    return false;
                }
            }

            return true;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300).WithReplay(3, 5));
    }

    private static void Sum(ReadOnlySpan<float> samples, int clipLength, int frameLength, int hopLength, Span<float> energy, Span<float> rate, int block = 0)
    {
        FrameSums sums = new(samples, clipLength, frameLength, hopLength, energy, rate);
        for (int t = block; block > 0 && t < rate.Length; t += block)
        {
            sums.Extend(t);
        }

        sums.Finish();
    }

    private static float[] Noise(int length, ulong seed)
    {
        var random = new SeededRandom(seed);
        return [.. Enumerable.Range(0, length).Select(_ => (float)random.NextUniform(-1, 1))];
    }
}
