using FsCheck;
using FsCheck.Fluent;
using SpeechEmotion.Audio;
using SpeechEmotion.Features;
using SpeechEmotion.Signal;
using Xunit;

namespace SpeechEmotion.Tests.Features;

public class FeatureExtractorTests
{
    private static readonly FeatureConfig s_all = new()
    {
        Kinds = [FeatureKind.ZeroCrossingRate, FeatureKind.Energy, FeatureKind.MelPower, FeatureKind.MelDecibels, FeatureKind.MelScaled],
    };

    [Fact]
    public void Extract_ClipOfAnotherRate_SaysToResampleIt()
    {
        FeatureExtractor extractor = new(s_all with { SampleRate = 16000 });
        AudioClip clip = new(new float[800], 8000);

        Assert.StartsWith("The clip has 8000 Hz, and features of 16000 Hz are asked for", Assert.Throws<ArgumentException>(() => extractor.Extract(clip)).Message, StringComparison.Ordinal);
        Assert.Equal(extractor.Extract(clip.Resample(16000)).Values, extractor.Extract(clip.Resample(16000).Samples).Values);
    }

    [Theory]
    [InlineData(440)]
    [InlineData(1500)]
    [InlineData(6000)]
    public void Extract_Tone_IsLoudestInItsBand(double frequency)
    {
        float[] tone = [.. Enumerable.Range(0, 16000).Select(i => (float)(0.5 * Math.Sin(2 * Math.PI * frequency * i / 16000)))];
        FeatureMatrix scaled = new FeatureExtractor(new FeatureConfig()).Extract(tone);
        double step = MelScale.FromFrequency(8000) / 41; // band b peaks at (b + 1) steps
        int expected = (int)Math.Round(MelScale.FromFrequency(frequency) / step) - 1;
        for (int t = 4; t < scaled.Frames - 4; t++)
        {
            int loudest = Enumerable.Range(0, 40).MaxBy(band => scaled[band, t]);
            Assert.InRange(loudest, expected - 1, expected + 1);
        }
    }

    [Fact]
    public void Extract_ToneOfKnownHeight_HasItsPower()
    {
        // A sine of amplitude A on a bin is A n/4 high under a Hann window of n samples, and half that in the bins beside it.
        float[] tone = [.. Enumerable.Range(0, 16000).Select(i => (float)(0.5 * Math.Sin(2 * Math.PI * 48 * i / 512)))];
        FeatureMatrix power = new FeatureExtractor(new FeatureConfig { Kinds = [FeatureKind.MelPower] }).Extract(tone);
        var spectrum = new float[257];
        (spectrum[47], spectrum[48], spectrum[49]) = (32 * 32, 64 * 64, 32 * 32);
        var expected = new float[40];
        new MelFilterBank(16000, 512, 40).Apply(spectrum, expected);
        for (int band = 0; band < 40; band++)
        {
            Assert.Equal(expected[band], power[band, 60], 1e-4 * expected.Max());
        }
    }

    [Fact]
    public void Extract_ZerosAtTheEnd_GivesWhatComputingTheirFramesGives()
    {
        float[] padded = [.. Noise(5000, 2), .. new float[4000]], computed = [.. padded[..^1], 1e-30f]; // The last sample keeps the zeros before it from being known.
        float[] expected = new FeatureExtractor(s_all).Extract(computed).Values, values = new FeatureExtractor(s_all).Extract(padded).Values;
        for (int i = 0; i < values.Length; i++)
        {
            Assert.Equal(expected[i], values[i], 1e-5);
        }
    }

    [Fact]
    public void Extract_SeveralKinds_StandBelowOneAnotherInTheirOrder()
    {
        float[] samples = Noise(5000, 1);
        FeatureMatrix all = new FeatureExtractor(s_all).Extract(samples);
        Assert.Equal((122, 40), (all.Bands, all.Frames));
        int row = 0;
        foreach (FeatureKind kind in s_all.Kinds)
        {
            FeatureMatrix one = new FeatureExtractor(s_all with { Kinds = [kind] }).Extract(samples);
            Assert.Equal(one.Values, all.Values[(row * all.Frames)..((row + one.Bands) * all.Frames)]);
            row += one.Bands;
        }
    }

    [Fact]
    public void Extract_AnyWidthAndLengths_GivesTheSameNumbers()
    {
        Gen<(int Samples, int Clip, int Frame, int Hop, int Seed)> cases =
            from samples in Gen.Choose(1, 6000)
            from clip in Gen.Elements(0, 1, 3000, 9000)
            from half in Gen.Elements(8, 11, 60, 128, 240, 256, 343)
            from hop in Gen.Choose(half / 4, 2 * half)
            from seed in Gen.Choose(0, 1000)
            select (samples, clip, 2 * half, hop, seed);
        Prop.ForAll(cases.ToArbitrary(), one =>
        {
            float[] samples = Noise(one.Samples, (ulong)one.Seed);
            FeatureConfig config = s_all with { ClipLength = one.Clip, FrameLength = one.Frame, HopLength = one.Hop, MelBands = 12, Kinds = [FeatureKind.MelPower] };
            float[] plain = new FeatureExtractor(config, 1).Extract(samples).Values;
            float largest = plain.Max();
            return ((int[])[4, 8, 16]).All(lanes =>
                new FeatureExtractor(config, lanes).Extract(samples).Values.Zip(plain).All(pair => Math.Abs(pair.First - pair.Second) <= 1e-5f * largest));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(60).WithReplay(17, 3));
    }

    [Theory]
    [InlineData(0.5f)]
    [InlineData(1.5f)]
    public void Extract_LouderOrSofter_KeepsTheScaledMelAndTheRate(float gain)
    {
        float[] samples = Noise(8000, 3);
        float[] altered = [.. samples.Select(x => x * gain)];
        FeatureConfig config = s_all with { Kinds = [FeatureKind.ZeroCrossingRate, FeatureKind.MelScaled] };
        float[] before = new FeatureExtractor(config).Extract(samples).Values, after = new FeatureExtractor(config).Extract(altered).Values;
        for (int i = 0; i < before.Length; i++)
        {
            Assert.Equal(before[i], after[i], 1e-5);
        }
    }

    [Fact]
    public void Extract_ClipLength_EqualsAClipThatIsPaddedOrCutByHand()
    {
        float[] samples = Noise(5000, 4);
        foreach (int length in (int[])[12000, 5001, 4999, 700])
        {
            float[] byHand = new float[length];
            samples.AsSpan(0, Math.Min(length, samples.Length)).CopyTo(byHand);
            Assert.Equal(new FeatureExtractor(s_all).Extract(byHand).Values, new FeatureExtractor(s_all with { ClipLength = length }).Extract(samples).Values);
        }
    }

    [Fact]
    public void Extract_ManyThreads_GiveTheSameNumbers()
    {
        var extractor = new FeatureExtractor(s_all);
        float[][] clips = [.. Enumerable.Range(0, 8).Select(i => Noise(3000 + (500 * i), (ulong)i))];
        float[][] expected = [.. clips.Select(clip => extractor.Extract(clip).Values)];
        Parallel.For(0, 64, i => Assert.Equal(expected[i % 8], extractor.Extract(clips[i % 8]).Values));
    }

    [Fact]
    public void Extract_IntoDirtyMemory_EqualsExtractAndAllocatesNothing()
    {
        var extractor = new FeatureExtractor(s_all with { ClipLength = 9000 });
        float[] samples = Noise(4000, 5), values = [.. Enumerable.Repeat(float.NaN, 122 * 71)];
        extractor.Extract(samples, values);
        Assert.Equal(extractor.Extract(samples).Values, values);
        long before = GC.GetAllocatedBytesForCurrentThread();
        extractor.Extract(samples, values);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 200); // an enumerator over the kinds, nothing that grows with the clip
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(127)]
    [InlineData(128)]
    [InlineData(511)]
    public void Extract_ShorterThanAFrame_GivesFiniteFeatures(int length)
    {
        FeatureMatrix features = new FeatureExtractor(s_all).Extract(Noise(length, 6));
        Assert.Equal(1 + (length / 128), features.Frames);
        Assert.All(features.Values, value => Assert.True(float.IsFinite(value)));
    }

    [Fact]
    public void Extract_Silence_IsZeroAndMinusOneHundredDecibels()
    {
        FeatureMatrix features = new FeatureExtractor(s_all).Extract(new float[3000]);
        for (int t = 0; t < features.Frames; t++)
        {
            Assert.Equal((0f, 0f, 0f, 0f), (features[0, t], features[1, t], features[2, t], features[121, t]));
            Assert.Equal(-100, features[42, t], 1e-4);
        }
    }

    [Fact]
    public void Extract_NoSamples_Throws()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => new FeatureExtractor(s_all).Extract([]));
        Assert.Contains("0 samples", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    public void Extract_SampleThatIsNoNumber_ThrowsAndNamesIt(float value)
    {
        foreach (int place in (int[])[0, 77, 3002])
        {
            float[] samples = Noise(3003, 7);
            samples[place] = value;
            ArgumentException error = Assert.Throws<ArgumentException>(() => new FeatureExtractor(s_all).Extract(samples));
            Assert.Contains($"Sample {place} is {value}", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Extract_MemoryOfAnotherSize_Throws()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => new FeatureExtractor(new FeatureConfig()).Extract(new float[1280], new float[439]));
        Assert.Contains("40 rows × 11 frames", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Constructor_SeveralFaults_ListsAllOfThem()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => new FeatureExtractor(new FeatureConfig { FrameLength = 511, MelBands = 0, MinFrequency = 9000 }));
        Assert.Contains("features.frameLength is 511", error.Message, StringComparison.Ordinal);
        Assert.Contains("features.melBands is 0", error.Message, StringComparison.Ordinal);
        Assert.Contains("features.minFrequency is 9000", error.Message, StringComparison.Ordinal);
    }

    private static float[] Noise(int length, ulong seed)
    {
        var random = new SeededRandom(seed);
        return [.. Enumerable.Range(0, length).Select(_ => (float)random.NextUniform(-0.5, 0.5))];
    }
}
