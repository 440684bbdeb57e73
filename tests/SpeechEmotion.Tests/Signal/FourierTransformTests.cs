using FsCheck;
using FsCheck.Fluent;
using SpeechEmotion.Signal;
using Xunit;

namespace SpeechEmotion.Tests.Signal;

public class FourierTransformTests
{
    // every kind of pass alone and mixed: 2, 4, 3, 5, primes up to 601
    public static TheoryData<int> Lengths =>
        [2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 30, 32, 50, 60, 64, 90, 98, 120, 128, 250, 256, 480, 512, 514, 600, 960, 1024, 1202, 2048];

    [Fact]
    public void Forward_Impulse_IsFlat()
    {
        var time = new float[480];
        time[0] = 1;
        (float[] re, float[] im) = Spectrum(time);
        Assert.All(re, value => Assert.Equal(1, value, 1e-6));
        Assert.All(im, value => Assert.Equal(0, value, 1e-6));
    }

    [Theory]
    [InlineData(512, 0)]
    [InlineData(512, 37)]
    [InlineData(512, 256)]
    [InlineData(480, 7)]
    public void Forward_Cosine_LandsInItsBin(int length, int bin)
    {
        float[] time = [.. Enumerable.Range(0, length).Select(i => (float)Math.Cos(2 * Math.PI * bin * i / length))];
        (float[] re, float[] im) = Spectrum(time);
        for (int k = 0; k < re.Length; k++)
        {
            double height = k != bin ? 0 : bin == 0 || bin == length / 2 ? length : length / 2;
            Assert.Equal(height, re[k], 1e-4);
            Assert.Equal(0, im[k], 1e-4);
        }
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Forward_Noise_EqualsDefinition(int length)
    {
        float[] time = Noise(length, 1);
        (double[] expectedRe, double[] expectedIm) = Definition(time);
        (float[] re, float[] im) = Spectrum(time);
        for (int k = 0; k < re.Length; k++)
        {
            Assert.Equal(expectedRe[k], re[k], Tolerance(length));
            Assert.Equal(expectedIm[k], im[k], Tolerance(length));
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

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Power_EveryLaneAnotherFrame_EqualsDefinition(int length)
    {
        PowerEqualsDefinition<OneLane>(length);
        PowerEqualsDefinition<FourLanes>(length);
        PowerEqualsDefinition<EightLanes>(length);
        PowerEqualsDefinition<SixteenLanes>(length);
    }

    [Fact]
    public void Forward_AnyNoise_KeepsItsEnergy() => // Parseval: Σ x² = Σ |X|² / n over all n bins
        CheckLengths(time =>
        {
            (float[] re, float[] im) = Spectrum(time);
            double energy = 0;
            for (int k = 0; k < re.Length; k++)
            {
                energy += (k == 0 || k == re.Length - 1 ? 1 : 2) * (((double)re[k] * re[k]) + ((double)im[k] * im[k])) / time.Length;
            }

            double expected = time.Sum(x => (double)x * x);
            return Math.Abs(energy - expected) <= 1e-5 * expected;
        });

    [Fact]
    public void Forward_SumOfTwo_IsSumOfSpectra() =>
        CheckLengths(time =>
        {
            float[] other = Noise(time.Length, 99);
            (float[] re, float[] im) = Spectrum(time);
            (float[] otherRe, float[] otherIm) = Spectrum(other);
            (float[] sumRe, float[] sumIm) = Spectrum([.. time.Zip(other, (a, b) => a + (2 * b))]);
            double tolerance = 4 * Tolerance(time.Length);
            return Enumerable.Range(0, re.Length).All(k =>
                Math.Abs(sumRe[k] - re[k] - (2 * otherRe[k])) <= tolerance && Math.Abs(sumIm[k] - im[k] - (2 * otherIm[k])) <= tolerance);
        });

    [Theory]
    [InlineData(0)]
    [InlineData(-2)]
    [InlineData(511)]
    public void Constructor_ImpossibleLength_Throws(int length)
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => new FourierTransform(length));
        Assert.Contains($"{length} samples", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ForwardAndInverse_WrongSpans_Throw()
    {
        var transform = new FourierTransform(16);
        Assert.Throws<ArgumentException>(() => transform.Forward(new float[15], new float[9], new float[9]));
        Assert.Throws<ArgumentException>(() => transform.Forward(new float[16], new float[8], new float[9]));
        Assert.Throws<ArgumentException>(() => transform.Inverse(new float[9], new float[10], new float[16]));
    }

    private static unsafe void PowerEqualsDefinition<T>(int length)
        where T : unmanaged, ILanes<T>
    {
        var transform = new FourierTransform(length);
        float[][] frames = [.. Enumerable.Range(0, T.Count).Select(lane => Noise(length, (ulong)lane))];
        T[] z = new T[length], power = new T[transform.Bins], scratch = new T[transform.ScratchLength + 1];
        fixed (T* zRe = z, powers = power, room = scratch)
        {
            for (int i = 0; i < length; i++) // even samples first, then odd ones
            {
                for (int lane = 0; lane < T.Count; lane++)
                {
                    ((float*)(zRe + (i / 2) + (i % 2 * (length / 2))))[lane] = frames[lane][i];
                }
            }

            transform.Power(zRe, zRe + (length / 2), powers, room);
            for (int lane = 0; lane < T.Count; lane++)
            {
                (double[] re, double[] im) = Definition(frames[lane]);
                for (int k = 0; k < transform.Bins; k++)
                {
                    double expected = (re[k] * re[k]) + (im[k] * im[k]);
                    Assert.Equal(expected, ((float*)(powers + k))[lane], 1e-5 * length);
                }
            }
        }
    }

    private static void CheckLengths(Func<float[], bool> holds)
    {
        Gen<float[]> noises =
            from half in Gen.Choose(1, 400)
            from seed in Gen.Choose(0, 1000)
            select Noise(2 * half, (ulong)seed);
        Prop.ForAll(noises.ToArbitrary(), holds).Check(Config.QuickThrowOnFailure.WithMaxTest(60).WithReplay(2024, 7));
    }

    private static double Tolerance(int length) => 2e-6 * Math.Max(length, 16);

    private static (double[] Re, double[] Im) Definition(float[] time)
    {
        int n = time.Length;
        double[] cos = [.. Enumerable.Range(0, n).Select(i => Math.Cos(2 * Math.PI * i / n))];
        double[] sin = [.. Enumerable.Range(0, n).Select(i => -Math.Sin(2 * Math.PI * i / n))];
        double[] re = new double[(n / 2) + 1], im = new double[(n / 2) + 1];
        for (int k = 0; k < re.Length; k++)
        {
            for (int i = 0; i < n; i++)
            {
                re[k] += time[i] * cos[(long)k * i % n];
                im[k] += time[i] * sin[(long)k * i % n];
            }
        }

        return (re, im);
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
        return [.. Enumerable.Range(0, length).Select(_ => (float)random.NextUniform(-1, 1))];
    }
}
