using SpeechEmotion.Features;
using SpeechEmotion.Signal;
using Xunit;

namespace SpeechEmotion.Tests.Features;

public sealed class SpectrogramAugmentationTests
{
    private const int Bands = 20;

    /// <summary>Nothing but cutting and placing.</summary>
    private static readonly SpectrogramAugmentationConfig s_plain = new() { Frames = 50, Tempo = 0, BandStretch = 0, Tilt = 0, NoiseShare = 0, Masks = 0 };

    [Fact]
    public void Apply_NothingToAlter_IsTheStandardisedPiece()
    {
        FeatureMatrix power = Power(50);
        float[] expected = MelStandardisation.Of(power).Values;

        FeatureMatrix actual = new SpectrogramAugmentation(s_plain).Apply(power, new SeededRandom(1));

        Assert.Equal(expected.Length, actual.Values.Length);
        Assert.All(expected.Zip(actual.Values), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(20)]
    [InlineData(300)]
    public void Apply_AnyLength_GivesTheFramesThatAreAskedFor(int frames)
    {
        SpectrogramAugmentation augmentation = new(new SpectrogramAugmentationConfig { Frames = 64 });
        for (ulong seed = 0; seed < 50; seed++)
        {
            FeatureMatrix actual = augmentation.Apply(Power(frames), new SeededRandom(seed));
            Assert.Equal(((2 * Bands) + 1, 64), (actual.Bands, actual.Frames));
            Assert.All(actual.Values, value => Assert.True(float.IsFinite(value)));
        }
    }

    [Fact]
    public void Apply_ShortClip_StandsSomewhereInSilence()
    {
        SpectrogramAugmentation augmentation = new(s_plain);
        HashSet<int> starts = [];
        for (ulong seed = 0; seed < 40; seed++)
        {
            FeatureMatrix actual = augmentation.Apply(Power(30), new SeededRandom(seed));
            int[] loud = [.. Enumerable.Range(0, 50).Where(t => actual[3, t] > -2.9)];
            Assert.Equal(30, loud.Length);
            starts.Add(loud[0]);
        }

        Assert.True(starts.Count > 10, $"{starts.Count} places");
    }

    [Fact]
    public void Apply_SameStream_SameExample_OtherStream_Another()
    {
        SpectrogramAugmentation augmentation = new(new SpectrogramAugmentationConfig());
        FeatureMatrix power = Power(120);
        float[] before = [.. power.Values];

        FeatureMatrix first = augmentation.Apply(power, new SeededRandom(4)), again = augmentation.Apply(power, new SeededRandom(4)), other = augmentation.Apply(power, new SeededRandom(5));

        Assert.Equal(first.Values, again.Values);
        Assert.NotEqual(first.Values, other.Values);
        Assert.Equal(before, power.Values);
    }

    [Fact]
    public void Apply_BandStretch_MovesARidgeUpAndDown()
    {
        SpectrogramAugmentation augmentation = new(s_plain with { BandStretch = 0.3 });
        float[] values = [.. Enumerable.Range(0, Bands * 50).Select(i => i / 50 == 10 ? 1f : 1e-3f)];
        FeatureMatrix ridge = new([.. values.Select((value, i) => value * (1 + (0.5f * (i % 2))))], Bands, 50);
        HashSet<int> places = [];
        for (ulong seed = 0; seed < 60; seed++)
        {
            // A standardised ridge is as flat as all bands; without the standardisation it would not be, so look at where its neighbours end up instead.
            FeatureMatrix actual = augmentation.Apply(new FeatureMatrix([.. ridge.Values.Select((value, i) => i / 50 >= 10 && i % 50 < 25 ? value : 1e-6f)], Bands, 50), new SeededRandom(seed));
            places.Add(Enumerable.Range(0, Bands).First(band => actual[band, 10] - actual[band, 40] > 1));
        }

        Assert.InRange(places.Min(), 6, 9);
        Assert.InRange(places.Max(), 11, 16);
    }

    [Fact]
    public void Apply_Noise_FillsTheSilenceAtTheRatio()
    {
        SpectrogramAugmentation augmentation = new(s_plain with { NoiseShare = 1, MinNoiseRatio = 20, MaxNoiseRatio = 20 });
        FeatureMatrix power = Power(30);

        FeatureMatrix clean = new SpectrogramAugmentation(s_plain).Apply(power, new SeededRandom(2)), noisy = augmentation.Apply(power, new SeededRandom(2));

        Assert.True(clean.Values.Take(Bands * 50).Min() == -3, "silence is far below the voice");
        Assert.True(noisy.Values.Average() > clean.Values.Average() + 0.2, "noise is not");
    }

    [Fact]
    public void Apply_Reverberation_FallsBy60DecibelsInItsTime()
    {
        // 20 frames of sound, then silence: without a room it is silent at once, with one it falls evenly, twice as fast in the highest band.
        float[] values = [.. Enumerable.Range(0, Bands * 200).Select(i => i % 200 < 20 ? 1f + (0.01f * (i % 7)) : 0)];
        SpectrogramAugmentation dry = new(s_plain with { Frames = 200 }), room = new(s_plain with { Frames = 200, ReverberationShare = 1, MinReverberationFrames = 60, MaxReverberationFrames = 60 });
        FeatureMatrix power = new(values, Bands, 200);

        FeatureMatrix without = dry.Apply(power, new SeededRandom(3)), with = room.Apply(power, new SeededRandom(3));

        Assert.Equal(without[0, 30], without[0, 60], 1e-5);
        double lowest = with[Bands, 30] - with[Bands, 40], highest = with[(2 * Bands) - 1, 30] - with[(2 * Bands) - 1, 40];
        Assert.InRange(lowest, 0.1, 10);
        Assert.Equal(lowest, with[Bands, 25] - with[Bands, 35], 1e-3);
        Assert.Equal(2 - (1.0 / Bands), highest / lowest, 0.01);
    }

    [Fact]
    public void Apply_Piece_IsSomewhereAndOfAnyLength()
    {
        SpectrogramAugmentation augmentation = new(s_plain with { PieceShare = 1, MinPieceFrames = 10 });
        HashSet<int> lengths = [];
        for (ulong seed = 0; seed < 200; seed++)
        {
            FeatureMatrix actual = augmentation.Apply(Power(30), new SeededRandom(seed));
            lengths.Add(actual.Band(actual.Bands - 1).ToArray().Count(active => active == 1));
        }

        Assert.Equal((10, 30), (lengths.Min(), lengths.Max()));
        Assert.True(lengths.Count > 15, $"{lengths.Count} lengths");
    }

    [Fact]
    public void Apply_BandLimit_SilencesBothEnds()
    {
        SpectrogramAugmentation augmentation = new(s_plain with { BandLimitShare = 1 });
        HashSet<int> lowest = [], highest = [];
        for (ulong seed = 0; seed < 80; seed++)
        {
            FeatureMatrix actual = augmentation.Apply(Power(50), new SeededRandom(seed));
            int[] heard = [.. Enumerable.Range(0, Bands).Where(band => Enumerable.Range(0, 50).Average(t => actual[Bands + band, t]) > -1)]; // -12 dB
            lowest.Add(heard[0]);
            highest.Add(heard[^1]);
        }

        Assert.Equal((0, Bands / 8), (lowest.Min(), lowest.Max()));
        Assert.Equal((Bands - 1 - (Bands / 3), Bands - 1), (highest.Min(), highest.Max()));
    }

    [Fact]
    public void Apply_Masks_SetWholeBlocksToZero()
    {
        SpectrogramAugmentation augmentation = new(s_plain with { Masks = 1, MaskBands = 5, MaskFrames = 10 });
        int bands = 0, frames = 0;
        for (ulong seed = 0; seed < 200; seed++)
        {
            FeatureMatrix actual = augmentation.Apply(Power(50), new SeededRandom(seed));
            bands = Math.Max(bands, Enumerable.Range(0, Bands).Count(band => actual.Band(band).IndexOfAnyExcept(0f) < 0));
            frames = Math.Max(frames, Enumerable.Range(0, 50).Count(t => Enumerable.Range(0, Bands).All(band => actual[band, t] == 0)));
        }

        Assert.Equal((5, 10), (bands, frames));
    }

    [Fact]
    public void Constructor_Faults_AreAllNamed()
    {
        ArgumentException e = Assert.Throws<ArgumentException>(() => new SpectrogramAugmentation(new SpectrogramAugmentationConfig { Frames = 3, Tempo = 2, NoiseShare = double.NaN, MinNoiseRatio = 50, Masks = -1 }));

        Assert.All(["spectrogram.frames is 3", "spectrogram.tempo is 2", "noiseShare is NaN", "minNoiseRatio is 50", "masks is -1"], text => Assert.Contains(text, e.Message, StringComparison.Ordinal));
    }

    private static FeatureMatrix Power(int frames)
    {
        SeededRandom random = new(6);
        return new FeatureMatrix([.. Enumerable.Range(0, Bands * frames).Select(_ => (float)Math.Pow(10, random.NextUniform(-2, 0)))], Bands, frames);
    }
}
