using SpeechEmotion.Features;
using SpeechEmotion.Metrics;
using SpeechEmotion.Signal;
using SpeechEmotion.Tests.Audio;
using Xunit;

namespace SpeechEmotion.Tests.Metrics;

public sealed class FamiliarityTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Temperature_OwnClips_IsOneForMostOfThem()
    {
        SeededRandom random = new(1);
        Familiarity familiarity = Fit(random, ("a", 2000, 0), ("b", 460, 5));

        Assert.Equal(2, familiarity.Corpora);
        Assert.InRange(Enumerable.Range(0, 500).Count(_ => familiarity.Temperature(Draw(random, 0)) > 1), 50, 175);
        Assert.InRange(Enumerable.Range(0, 500).Count(_ => familiarity.Temperature(Draw(random, 5)) > 1), 50, 175);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(30)]
    public void Temperature_OneNumberFarOff_IsTheDistanceInRadii(float far)
    {
        Familiarity familiarity = Fit(new SeededRandom(2), ("a", 50_000, 0));
        float[] profile = new float[SoundProfile.Length];
        profile[30] = far * 31; // standard deviations of this number: 31

        Assert.Equal(Math.Max(1, far * Math.Sqrt(1.0 / 31) / Familiarity.Radius), familiarity.Temperature(profile), 0.02 * Math.Max(1, far));
    }

    [Fact]
    public void Temperature_TheNearestCorpusCounts()
    {
        SeededRandom random = new(3);
        Familiarity both = Fit(random, ("a", 600, 0), ("b", 600, 8)), one = Fit(random, ("a", 600, 0));
        float[] near = Draw(random, 8);

        Assert.InRange(both.Temperature(near), 1, 1.3);
        Assert.InRange(one.Temperature(near), 3, 20);
    }

    [Fact]
    public void Fit_FewClips_IsNotKnown() => Assert.Null(Familiarity.Fit([.. Enumerable.Range(0, Familiarity.LeastClips - 1).Select(i => ("a", Draw(new SeededRandom((ulong)i), 0)))]));

    [Fact]
    public void Fit_ClipsAllAlike_IsFiniteAndTellsOthers()
    {
        float[] clip = Draw(new SeededRandom(4), 0);
        Familiarity familiarity = Familiarity.Fit([.. Enumerable.Repeat(("a", clip), 600)])!;

        Assert.Equal(1, familiarity.Temperature(clip));
        Assert.InRange(familiarity.Temperature(Draw(new SeededRandom(5), 0)), 1000, double.MaxValue);
    }

    [Fact]
    public void Read_WhatWasWritten_IsTheSame()
    {
        SeededRandom random = new(6);
        Familiarity familiarity = Fit(random, ("a", 600, 0), ("b", 600, 8));
        familiarity.Write(_folder.File("f.npy"));

        Familiarity read = Familiarity.Read(_folder.File("f.npy"));

        Assert.All(Enumerable.Range(0, 50).Select(i => Draw(random, i)), profile => Assert.Equal(familiarity.Temperature(profile), read.Temperature(profile)));
    }

    [Fact]
    public void Read_AnotherArray_SaysWhatToDo()
    {
        NpyFile.Write(_folder.File("f.npy"), new float[62], 1, 2, 31);
        Assert.Equal(
            $"{_folder.File("f.npy")}: is not an array [corpora, 32, 31] of finite numbers; delete it, and resume the training, which writes it again",
            Assert.Throws<InvalidDataException>(() => Familiarity.Read(_folder.File("f.npy"))).Message);
        NpyFile.Write(_folder.File("f.npy"), Enumerable.Repeat(float.NaN, 32 * 31).ToArray(), 1, 32, 31);
        Assert.Throws<InvalidDataException>(() => Familiarity.Read(_folder.File("f.npy")));
    }

    [Theory]
    [InlineData(0.1f)]
    [InlineData(4)]
    public void Profile_OtherLevelOrSilenceAround_IsTheSame(float factor)
    {
        FeatureConfig config = new() { Kinds = [FeatureKind.MelStandardised], ClipLength = 0, FrameLength = 512, HopLength = 160, MelBands = 40 };
        SeededRandom random = new(7);
        float[] sound = [.. Enumerable.Range(0, 64_000).Select(n => (float)(0.05 * random.NextGaussian() * (1.1 + Math.Sin(0.001 * n))))];
        float[] Profile(float[] samples) => SoundProfile.Of(new FeatureExtractor(config).Extract(new SpeechEmotion.Audio.AudioClip(samples, 16_000)));

        float[] plain = Profile(sound), louder = Profile([.. sound.Select(x => factor * x)]), padded = Profile([.. new float[8000], .. sound, .. new float[24_000]]);

        Assert.Equal(SoundProfile.Length, plain.Length);
        Assert.All(plain.Zip(louder), pair => Assert.Equal(pair.First, pair.Second, 0.01f));
        Assert.All(plain.Zip(padded), pair => Assert.Equal(pair.First, pair.Second, 0.6f)); // the frames at its ends are half silent
        Assert.Contains(plain, value => Math.Abs(value) > 3);
    }

    /// <summary>Number i of a profile has the standard deviation i + 1, about a mean that is so many of them.</summary>
    private static float[] Draw(SeededRandom random, float mean) => [.. Enumerable.Range(1, SoundProfile.Length).Select(i => (float)(i * (mean + random.NextGaussian())))];

    private static Familiarity Fit(SeededRandom random, params (string Corpus, int Clips, float Mean)[] corpora) =>
        Familiarity.Fit([.. corpora.SelectMany(corpus => Enumerable.Range(0, corpus.Clips).Select(_ => (corpus.Corpus, Draw(random, corpus.Mean))))])!;
}
