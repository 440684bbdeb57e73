using SpeechEmotion.Audio;
using Xunit;

namespace SpeechEmotion.Recognition.Tests.Timelines;

public sealed class EmotionTimelineTests(TimelineModel model) : IClassFixture<TimelineModel>
{
    private const int Rate = TimelineModel.Rate;

    // Closed form

    [Fact]
    public async Task RecognizeAsync_TwoSoundsInSilence_BeginAndEndWithThem()
    {
        float[] samples = TimelineModel.Tone(8, 1, 3);
        TimelineModel.Tone(8, 4.5, 6.14, 2000).AsSpan(4 * Rate).CopyTo(samples.AsSpan(4 * Rate));
        List<EmotionSegment> segments = await model.RecognizeAsync(samples);
        Assert.Equal([1, 4.5], Sounds(segments).Select(sound => sound.Start));
        Assert.Equal([3, 6.14], Sounds(segments).Select(sound => sound.End));
        Assert.All(segments, segment => Assert.Equal(1, segment.Probabilities.Sum(), 1e-5));
    }

    [Theory]
    [InlineData(1, Rate)]
    [InlineData(0.7, 22050)]
    [InlineData(3, Rate)]
    public async Task RecognizeAsync_SoundOfAtMostAWindow_IsOneSegmentWithTheProbabilitiesOfTheClip(double seconds, int rate)
    {
        float[] samples = TimelineModel.Tone(seconds, 0, seconds, rate: rate);
        EmotionSegment segment = Assert.Single(await model.RecognizeAsync(samples, rate: rate));
        EmotionScores expected = model.Recognizer.Recognize(new AudioClip(samples, rate));
        Assert.Equal(0, segment.Start);
        Assert.Equal((double)samples.Length / rate, segment.End);
        Assert.Equal(expected.Emotion, segment.Emotion);
        Assert.Equal(expected.Labels, segment.Scores.Labels);
        Assert.All(expected.Probabilities.Zip(segment.Probabilities), pair => Assert.Equal(pair.First, pair.Second, 1e-6f));
        Assert.Equal(segment.Probabilities.Max(), segment.Probability);
    }

    [Theory]
    [InlineData(12_347, 22050)]
    [InlineData(100_001, 44100)]
    [InlineData(31_999, 8000)]
    [InlineData(24_001, Rate)]
    public async Task RecognizeAsync_SoundToTheEnd_EndsWithTheRecording(int length, int rate)
    {
        List<EmotionSegment> segments = await model.RecognizeAsync(TimelineModel.Tone((double)length / rate, 0, 100, rate: rate), rate: rate);
        Assert.Equal((double)length / rate, segments[^1].End);
    }

    [Fact]
    public async Task RecognizeAsync_EmotionsThatChange_AreToldApartNearTheChange()
    {
        // Two sounds that the model hears differently, with no pause between them.
        (float[] Samples, string Emotion)[] sounds =
        [
            .. from frequency in new[] { 60.0, 300, 1200, 3500, 7500 }
               from level in new[] { 0.3f, 1, 3 } // loud enough to be no background
               let samples = TimelineModel.Tone(6, 0, 6, frequency).Select(sample => level * sample).ToArray()
               select (samples, model.Recognizer.Recognize(new AudioClip(samples[..(3 * Rate)], Rate)).Emotion),
        ];
        (float[] first, string before) = sounds[0];
        (float[] second, string after) = sounds.First(sound => sound.Emotion != before);
        List<EmotionSegment> segments = await model.RecognizeAsync([.. first, .. second]);
        Assert.Equal(before, segments[0].Emotion);
        Assert.Equal(after, segments[^1].Emotion);
        Assert.InRange(segments[0].End, 4.5, 7.5); // half a window around the change
        Assert.InRange(segments[^1].Start, 4.5, 7.5);
        Assert.Equal((0, 12), Assert.Single(Sounds(segments)));
    }

    // Reference

    [Theory]
    [InlineData(1, 3, 0.5, 10)]
    [InlineData(2, 1, 0.25, 10)]
    [InlineData(3, 2.5, 2.5, 20)]
    [InlineData(4, 10, 0.7, 6)]
    public async Task RecognizeAsync_ManySounds_FollowsTheRules(ulong seed, double window, double step, double margin)
    {
        TimelineConfig config = new() { WindowSeconds = window, StepSeconds = step, MarginDecibels = margin };
        float[] samples = TimelineModel.Sounds(seed, (40 * Rate) + 77);
        var expected = TimelineReference.Recognize(model.Recognizer, samples, Rate, config);
        List<EmotionSegment> actual = await model.RecognizeAsync(samples, config);
        Assert.True(expected.Count > 5, $"{expected.Count} segments are too few to tell");
        Assert.Equal(expected.Select(segment => (segment.Start, segment.End)), actual.Select(segment => (segment.Start, segment.End)));
        foreach ((float[] x, float[] y) in expected.Zip(actual, (x, y) => (x.Probabilities, y.Probabilities)))
        {
            Assert.All(x.Zip(y), pair => Assert.Equal(pair.First, pair.Second, 1e-6f));
        }
    }

    // Invariants

    [Theory]
    [InlineData(Rate)]
    [InlineData(44100)]
    [InlineData(8000)]
    public async Task RecognizeAsync_AnyBlocks_GivesTheSegmentsOfTheWhole(int rate)
    {
        for (ulong seed = 1; seed <= 4; seed++)
        {
            float[] samples = TimelineModel.Sounds(seed, (15 * rate) + (int)(seed * 1237), rate);
            var expected = TimelineModel.Facts(await model.RecognizeAsync(samples, rate: rate));
            Assert.NotEmpty(expected);
            foreach (int longest in new[] { 300, 5_000, 40_000 })
            {
                List<EmotionSegment> segments = await model.Recognizer.RecognizeAsync(TimelineModel.Blocks(samples, longest, seed + 100), rate).ToListAsync();
                Assert.Equal(expected, TimelineModel.Facts(segments));
            }
        }
    }

    [Fact]
    public async Task RecognizeAsync_SingleSamples_GiveTheSegmentsOfTheWhole()
    {
        float[] samples = TimelineModel.Sounds(9, 6 * 8000, 8000);
        Assert.Equal(
            TimelineModel.Facts(await model.RecognizeAsync(samples, rate: 8000)),
            TimelineModel.Facts(await model.Recognizer.RecognizeAsync(TimelineModel.Blocks(samples, 1), 8000).ToListAsync()));
    }

    [Fact]
    public async Task RecognizeAsync_FileStreamAndBlocks_Agree()
    {
        float[] samples = TimelineModel.Sounds(5, 10 * 22050, 22050);
        using TemporaryFile file = TimelineModel.Write(samples, 22050);
        using MemoryStream stream = new(File.ReadAllBytes(file.Path));
        var expected = TimelineModel.Facts(await model.RecognizeAsync(samples, rate: 22050));
        Assert.NotEmpty(expected);
        Assert.Equal(expected, TimelineModel.Facts(await model.Recognizer.RecognizeAsync(file.Path).ToListAsync()));
        Assert.Equal(expected, TimelineModel.Facts(await model.Recognizer.RecognizeAsync(stream, "talk.wav").ToListAsync()));
    }

    [Fact]
    public async Task RecognizeAsync_ManyAtOnce_EqualsOneAfterTheOther()
    {
        float[][] recordings = [.. Enumerable.Range(1, 4).Select(seed => TimelineModel.Sounds((ulong)seed, 10 * Rate))];
        var expected = new List<object>();
        foreach (float[] samples in recordings)
        {
            expected.Add(TimelineModel.Facts(await model.RecognizeAsync(samples)));
        }

        List<EmotionSegment>[] actual = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => Task.Run(() => model.RecognizeAsync(recordings[i % 4]))));
        for (int i = 0; i < actual.Length; i++)
        {
            Assert.Equal(expected[i % 4], TimelineModel.Facts(actual[i]));
        }
    }

    [Fact]
    public async Task RecognizeAsync_EnumeratedTwice_BeginsAgain()
    {
        float[] samples = TimelineModel.Tone(2, 0.5, 1.5);
        IAsyncEnumerable<EmotionSegment> segments = model.Recognizer.RecognizeAsync(TimelineModel.Blocks(samples, 5000), Rate);
        Assert.Equal(TimelineModel.Facts(await segments.ToListAsync()), TimelineModel.Facts(await segments.ToListAsync()));
    }

    [Fact]
    public async Task RecognizeAsync_LiveSource_GivesSegmentsWithinFourSecondsOfTheirEnds()
    {
        float[] samples = TimelineModel.Sounds(6, 60 * Rate);
        double heard = 0;
        int count = 0;
        await foreach (EmotionSegment segment in model.Recognizer.RecognizeAsync(Source(), Rate))
        {
            Assert.InRange(heard - segment.End, 0, 4);
            count++;
        }

        Assert.True(count > 10, $"{count} segments are too few to tell");

        async IAsyncEnumerable<float[]> Source()
        {
            await foreach (float[] block in TimelineModel.Blocks(samples, Rate / 10))
            {
                heard += 0.1;
                yield return block;
            }
        }
    }

    // Edges

    [Fact]
    public async Task RecognizeAsync_NothingToHear_GivesNothing()
    {
        Assert.Empty(await model.RecognizeAsync([]));
        Assert.Empty(await model.RecognizeAsync([0]));
        Assert.Empty(await model.RecognizeAsync(new float[20 * Rate]));
        Assert.Empty(await model.RecognizeAsync(TimelineModel.Sounds(1, 20 * Rate).Select(_ => 1e-4f).ToArray()));
        Assert.Empty(await model.RecognizeAsync(TimelineModel.Tone(3, 1, 1.05))); // too short for a sound
    }

    // Faults

    [Fact]
    public async Task RecognizeAsync_SampleThatIsNotFinite_SaysWhich()
    {
        float[] samples = new float[40_000];
        samples[30_000] = float.PositiveInfinity;
        ArgumentException error = await Assert.ThrowsAsync<ArgumentException>(() => model.RecognizeAsync(samples));
        Assert.Contains("Sample 30000 (at 1.875 s) is Infinity", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RecognizeAsync_Cancelled_Ends()
    {
        using CancellationTokenSource source = new();
        float[] samples = TimelineModel.Sounds(1, 60 * Rate);
        int count = 0;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (EmotionSegment _ in model.Recognizer.RecognizeAsync(TimelineModel.Blocks(samples, int.MaxValue), Rate, cancellation: source.Token))
            {
                count++;
                await source.CancelAsync();
            }
        });
        Assert.InRange(count, 1, 5);
    }

    [Fact]
    public async Task RecognizeAsync_FaultsOfTheCaller_AreSaid()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => model.Recognizer.RecognizeAsync("a.wav", new TimelineConfig { WindowSeconds = 0, StepSeconds = 1 }));
        Assert.Contains("timeline.windowSeconds is 0; it must be 0.5 to 60 s; timeline.stepSeconds is 1", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => model.Recognizer.RecognizeAsync(TimelineModel.Blocks([], 1), 0));
        Assert.Throws<ArgumentException>(() => model.Recognizer.RecognizeAsync(""));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => model.RecognizeAsync([1], rate: 10));
        await Assert.ThrowsAsync<FileNotFoundException>(async () => await model.Recognizer.RecognizeAsync("no-such-file.wav").ToListAsync());
        EmotionRecognizer other = EmotionRecognizer.Load(model.Path);
        other.Dispose();
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await other.RecognizeAsync(TimelineModel.Blocks(TimelineModel.Tone(2, 0, 2), 1000), Rate).ToListAsync());
    }

    // Real speech

    [Fact]
    public async Task RecognizeAsync_RealClips_HaveSoundNearlyThroughout()
    {
        double sound = 0, all = 0;
        foreach (float[] samples in TestClips.Real(20))
        {
            List<EmotionSegment> segments = await model.RecognizeAsync(samples);
            Assert.NotEmpty(segments);
            sound += segments.Sum(segment => segment.End - segment.Start);
            all += (double)samples.Length / Rate;
        }

        TestContext.Current.SendDiagnosticMessage($"{sound:0.0} of {all:0.0} s are sound");
        Assert.InRange(sound / all, 0.4, 0.95); // clips begin and end with some silence
    }

    /// <summary>Segments without a gap between them, joined.</summary>
    private static IEnumerable<(double Start, double End)> Sounds(List<EmotionSegment> segments)
    {
        for (int i = 0, next; i < segments.Count; i = next)
        {
            for (next = i + 1; next < segments.Count && segments[next].Start == segments[next - 1].End; next++)
            {
                Assert.NotEqual(segments[next].Emotion, segments[next - 1].Emotion);
            }

            yield return (segments[i].Start, segments[next - 1].End);
        }
    }
}
