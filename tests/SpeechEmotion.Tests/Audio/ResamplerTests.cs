using FsCheck;
using FsCheck.Fluent;
using SpeechEmotion.Audio;
using SpeechEmotion.Signal;
using Xunit;

namespace SpeechEmotion.Tests.Audio;

public sealed class ResamplerTests
{
    private const double PassBand = 0.9; // of the lower Nyquist frequency

    /// <summary>Rate pairs of every kind: simple, with exact rows, and with too many rows, which are interpolated.</summary>
    public static TheoryData<int, int> RatePairs => new()
    {
        { 48000, 16000 }, { 44100, 16000 }, { 22050, 16000 }, { 8000, 16000 }, { 11025, 16000 }, { 16000, 22050 }, { 16000, 44100 },
        { 16000, 16001 }, { 16001, 16000 }, { 44100, 15999 }, { 192000, 8000 },
    };

    // Closed form

    [Theory]
    [MemberData(nameof(RatePairs))]
    public void Resample_ToneInPassBand_IsTheToneAtTheNewRate(int from, int to)
    {
        foreach (double part in new[] { 0.01, 0.37, 0.89 })
        {
            double frequency = part * Math.Min(from, to) / 2;
            float[] result = new Resampler(from, to).Resample(Tone(from, frequency, from / 4));
            float[] expected = Tone(to, frequency, result.Length);
            double error = Decibels(Difference(result, expected), expected, to);
            Assert.True(error < -95, $"{from} -> {to}, {frequency} Hz: error of {error:0.0} dB");
        }
    }

    [Theory]
    [InlineData(48000, 16000)]
    [InlineData(44100, 16000)]
    [InlineData(22050, 16000)]
    [InlineData(16000, 8000)]
    [InlineData(44100, 15999)]
    [InlineData(192000, 8000)]
    public void Resample_ToneAboveTheNewNyquist_IsAttenuatedBy100Decibels(int from, int to)
    {
        for (double frequency = 1.0005 * to / 2; frequency < from / 2.0; frequency *= 1.13)
        {
            float[] tone = Tone(from, frequency, from / 4);
            double level = Decibels(new Resampler(from, to).Resample(tone), tone, to);
            Assert.True(level < -100, $"{from} -> {to}, {frequency} Hz: {level:0.0} dB pass");
        }
    }

    [Theory]
    [InlineData(16000, 22050)]
    [InlineData(8000, 16000)]
    [InlineData(16000, 16001)]
    public void Resample_ToneUpwards_LeavesNoImageAboveTheOldNyquist(int from, int to)
    {
        // What differs from the tone itself is image.
        float[] result = new Resampler(from, to).Resample(Tone(from, 0.3 * from, from / 2));
        float[] expected = Tone(to, 0.3 * from, result.Length);
        Assert.True(Decibels(Difference(result, expected), expected, to) < -95);
    }

    [Fact]
    public void Resample_Constant_StaysConstant()
    {
        float[] input = new float[4000];
        Array.Fill(input, 0.5f);
        float[] result = new Resampler(44100, 16000).Resample(input);
        Assert.All(result[200..^200], sample => Assert.Equal(0.5f, sample, 1e-5f));
    }

    [Fact]
    public void Resample_ImpulseDoubled_IsSymmetricAboutTwiceItsPlace()
    {
        float[] input = new float[401];
        input[200] = 1;
        float[] result = new Resampler(8000, 16000).Resample(input);
        int peak = Array.IndexOf(result, result.Max());
        Assert.Equal(400, peak);
        for (int i = 1; i < 150; i++)
        {
            Assert.Equal(result[peak - i], result[peak + i], 1e-6f);
        }
    }

    [Fact]
    public void Resample_RealRatio_IsTheToneWithItsFrequencyDividedByTheRatio()
    {
        for (int semitones = -12; semitones <= 12; semitones++)
        {
            double ratio = Math.Pow(2, semitones / 12.0);
            float[] result = new Resampler(ratio).Resample(Tone(16000, 1000, 16000));
            Assert.Equal((int)Math.Ceiling(16000 * ratio), result.Length);
            float[] expected = Tone(16000, 1000 / ratio, result.Length);
            double error = Decibels(Difference(result, expected), expected, 16000);
            Assert.True(error < -95, $"{semitones} semitones: error of {error:0.0} dB");
        }
    }

    // Reference

    [Theory]
    [InlineData("chirp22k", 22050, 16000)]
    [InlineData("vowel16k", 16000, 22050)]
    [InlineData("vowel16k", 16000, 8000)]
    public void Resample_Reference_IsWithin60DecibelsInThePassBand(string name, int from, int to)
    {
        float[] expected = ResamplingReference.Load($"{name}.resample.{to}.npy");
        float[] result = new Resampler(from, to).Resample(ResamplingReference.Load($"{name}.npy"));
        Assert.Equal(expected.Length, result.Length);

        // Between pass band and Nyquist every resampler rolls off as it likes, so the difference is low-passed at the pass band's end.
        float[] difference = LowPass(Difference(result, expected), PassBand * Math.Min(from, to) / to);
        double error = Decibels(difference, expected, to);
        Assert.True(error < -60, $"error of {error:0.0} dB");
        TestContext.Current.SendDiagnosticMessage($"{name} {from} -> {to}: {error:0.0} dB");
    }

    // Invariants

    [Fact]
    public void Resample_AnyRatesAndLength_HasTheLengthOfTheFormula() =>
        Prop.ForAll(
            Gen.Choose(1, 400).Three().ToArbitrary(),
            numbers =>
            {
                (int n, int from, int to) = numbers;
                if (from > 256 * to || to > 256 * from)
                {
                    return true;
                }

                float[] result = new Resampler(from, to).Resample(new float[n]);
                return result.Length == (int)(((long)n * to + from - 1) / from) && result.All(sample => sample == 0);
            }).Check(Config.QuickThrowOnFailure.WithMaxTest(100).WithReplay(12, 34567));

    [Fact]
    public void Resample_SumOfTwoSignals_IsTheSumOfBothResults()
    {
        float[] first = Noise(1, 2000), second = Noise(2, 2000);
        var resampler = new Resampler(22050, 16000);
        float[] sum = resampler.Resample([.. first.Zip(second, (a, b) => a + b)]);
        float[] parts = [.. resampler.Resample(first).Zip(resampler.Resample(second), (a, b) => a + b)];
        Assert.All(Difference(sum, parts), value => Assert.Equal(0f, value, 1e-5f));
    }

    [Fact]
    public void Resample_ThereAndBack_GivesTheBandLimitedInput()
    {
        float[] input = LowPass(Noise(3, 8000), 0.8);
        float[] there = new Resampler(16000, 22050).Resample(input);
        float[] back = new Resampler(22050, 16000).Resample(there);
        Assert.True(Decibels(Difference(back, input), input, 16000) < -90);
    }

    [Fact]
    public void Resample_RealRatioEqualToARationalOne_AgreesWithIt()
    {
        float[] input = Noise(4, 4000);
        float[] exact = new Resampler(22050, 16000).Resample(input);
        float[] real = new Resampler(16000.0 / 22050).Resample(input);
        Assert.True(Decibels(Difference(exact, real), exact, 16000) < -100);
    }

    // Edges

    [Fact]
    public void Resample_SameRate_CopiesTheSamples()
    {
        float[] input = [1, -2, 3];
        float[] result = new Resampler(16000, 16000).Resample(input);
        Assert.Equal(input, result);
        Assert.NotSame(input, result);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Resample_AlmostNoSamples_HasTheLengthOfTheFormula(int length)
    {
        Assert.Equal(2 * length, new Resampler(8000, 16000).Resample(new float[length]).Length);
        Assert.Equal((length + 2) / 3, new Resampler(48000, 16000).Resample(new float[length]).Length);
    }

    [Fact]
    public void Resample_AwkwardRates_TakesLittleMemory()
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        new Resampler(1_000_003, 999_983).Resample(new float[1000]);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 2_000_000);
    }

    [Theory]
    [InlineData(0, 16000)]
    [InlineData(16000, 0)]
    [InlineData(-1, 16000)]
    [InlineData(1, 257)]
    [InlineData(257, 1)]
    public void Constructor_ImpossibleRates_Throws(int from, int to) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new Resampler(from, to));

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(257)]
    public void Constructor_ImpossibleRatio_Throws(double ratio) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new Resampler(ratio));

    private static float[] Tone(int rate, double frequency, int length) =>
        [.. Enumerable.Range(0, length).Select(i => (float)Math.Sin((2 * Math.PI * frequency * i / rate) + 0.7))];

    private static float[] Noise(ulong seed, int length)
    {
        var random = new SeededRandom(seed);
        return [.. Enumerable.Range(0, length).Select(_ => (float)random.NextUniform(-1, 1))];
    }

    private static float[] Difference(float[] a, float[] b)
    {
        Assert.Equal(b.Length, a.Length);
        return [.. a.Zip(b, (x, y) => x - y)];
    }

    /// <summary>Power of a signal over that of a reference, in dB, both without the ends, where silence leaks in (at least 10 ms).</summary>
    private static double Decibels(float[] signal, float[] reference, int rate)
    {
        int edge = Math.Max(rate / 100, 250);
        return 10 * Math.Log10((Power(signal[edge..^edge]) + 1e-30) / Power(reference[edge..^edge]));
    }

    private static double Power(float[] signal) => signal.Average(x => (double)x * x);

    /// <summary>A windowed sinc of 255 taps (Blackman), independent of the resampler's own filter.</summary>
    private static float[] LowPass(float[] signal, double cutoff)
    {
        const int half = 127;
        double[] taps = [.. Enumerable.Range(-half, (2 * half) + 1).Select(i =>
            (i == 0 ? cutoff : Math.Sin(Math.PI * cutoff * i) / (Math.PI * i))
            * (0.42 + (0.5 * Math.Cos(Math.PI * i / (half + 1))) + (0.08 * Math.Cos(2 * Math.PI * i / (half + 1)))))];
        float[] result = new float[signal.Length];
        for (int j = 0; j < signal.Length; j++)
        {
            double sum = 0;
            for (int i = Math.Max(-half, -j); i <= Math.Min(half, signal.Length - 1 - j); i++)
            {
                sum += signal[j + i] * taps[i + half];
            }

            result[j] = (float)sum;
        }

        return result;
    }
}
