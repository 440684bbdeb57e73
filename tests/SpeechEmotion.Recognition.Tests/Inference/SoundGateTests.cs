using FsCheck;
using FsCheck.Fluent;
using SpeechEmotion.Recognition.Inference;
using SpeechEmotion.Recognition.Timelines;
using Xunit;

namespace SpeechEmotion.Recognition.Tests.Inference;

public sealed class SoundGateTests
{
    private const int Rate = 8000;

    [Fact]
    public void Spans_ToneInSilence_IsFound() => Assert.Equal([(1.0, 2.5)], Find(Levels((1, -120), (1.5, -20), (1, -120))));

    [Theory]
    [InlineData(-45, 1)] // 15 dB above the background
    [InlineData(-53, 0)] // 7 dB
    public void Spans_SoundOverBackground_MustBeLouderByTheMargin(double level, int sounds) =>
        Assert.Equal(sounds, Find(Levels((3, -60), (1, level), (3, -60))).Length);

    [Theory]
    [InlineData(-28, 1)] // no background is so loud
    [InlineData(-34, 0)]
    public void Spans_SoundThatNeverChanges_IsBackgroundUnlessLoud(double level, int sounds) => Assert.Equal(sounds, Find(Levels((20, level))).Length);

    [Theory]
    [InlineData(-64, 1)]
    [InlineData(-66, 0)]
    public void Spans_HardlyAnySound_IsSilenceWhateverTheBackground(double level, int sounds) => Assert.Equal(sounds, Find(Levels((2, -110), (1, level), (2, -110))).Length);

    [Theory]
    [InlineData(0.48, 1)]
    [InlineData(0.5, 2)]
    public void Spans_Pause_DividesFromHalfASecond(double pause, int sounds) => Assert.Equal(sounds, Find(Levels((1, -120), (1, -20), (pause, -120), (1, -20), (1, -120))).Length);

    [Theory]
    [InlineData(0.1, 1)]
    [InlineData(0.08, 0)]
    public void Spans_Click_IsNoSound(double seconds, int sounds) => Assert.Equal(sounds, Find(Levels((1, -120), (seconds, -20), (1, -120))).Length);

    [Fact]
    public void Spans_SoundThatFades_GoesOnFourDecibelsLower()
    {
        // The background is at -60 dB, so sound begins at -50 dB and goes on above -54 dB.
        Assert.Equal([(2.0, 4.0)], Find(Levels((2, -59.9), (1, -40), (1, -53.5), (3, -59.9))));
        Assert.Equal([(2.0, 3.0)], Find(Levels((2, -59.9), (1, -40), (1, -54.5), (3, -59.9))));
        Assert.Equal([(3.0, 4.0)], Find(Levels((2, -59.9), (1, -53.5), (1, -40), (3, -59.9))));
    }

    [Fact]
    public void Spans_BackgroundThatGrows_IsFollowed()
    {
        (double, double)[] spans = Find(Levels((20, -70), (20, -50), (1, -30), (10, -50)));
        Assert.Contains((40.0, 41.0), spans);
        Assert.Equal(20.0, spans[0].Item1);
        Assert.InRange(spans[0].Item2, 20, 30); // new at first, background as soon as the quiet is 8 s away
        Assert.Equal(2, spans.Length);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(159)]
    [InlineData(160)]
    [InlineData(801)]
    public void Spans_SoundToTheEnd_EndsThere(int more)
    {
        float[] samples = [.. Levels((1, -120), (1, -20)), .. Enumerable.Repeat(1e-9f, more % 160), .. Levels((0.02 * (more / 160), -20))];
        Assert.Equal([(1.0, (double)samples.Length / Rate)], Find(samples));
    }

    [Fact]
    public void Undecided_AnyTime_IsNeverAfterASoundThatComes()
    {
        float[] samples = TimelineModel.Sounds(3, 60 * Rate, Rate);
        SoundGate gate = new(Rate, 10);
        long promised = 0;
        int count = 0;
        foreach (float[] block in samples.Chunk(777))
        {
            gate.Add(block);
            while (gate.Spans.TryPeek(out SoundSpan? span) && span.IsClosed)
            {
                gate.Spans.Dequeue();
                count++;
                Assert.True(span.Start >= promised, $"{span.Start} is before {promised}");
                promised = span.End;
            }

            promised = gate.Spans.Count == 0 ? gate.Undecided : promised;
        }

        Assert.True(count > 5, $"{count} sounds are too few to tell");
    }

    [Fact]
    public void Percentile_AnyLevels_IsThatOfTheSortedOnes() =>
        Prop.ForAll(
            Gen.Choose(-260, 20).NonEmptyListOf().ToArbitrary(),
            halves =>
            {
                LevelHistogram histogram = new();
                histogram.Add(-33);
                foreach (int half in halves)
                {
                    histogram.Add((half / 2.0) + 0.1);
                }

                histogram.Remove(-33);
                double[] sorted = [.. halves.Select(half => Math.Clamp(half / 2.0, -120, 0)).Order()];
                return new[] { 0.1, 0.5, 1 }.All(share => histogram.Percentile(share) == sorted[(int)Math.Ceiling(share * sorted.Length) - 1]);
            }).Check(Config.QuickThrowOnFailure.WithMaxTest(200).WithReplay(21, 4711));

    private static (double Start, double End)[] Find(float[] samples)
    {
        SoundGate gate = new(Rate, 10);
        gate.Add(samples);
        gate.Finish();
        Assert.All(gate.Spans, span => Assert.True(span.IsClosed));
        return [.. gate.Spans.Select(span => ((double)span.Start / Rate, (double)span.End / Rate))];
    }

    /// <summary>Samples that alternate between two values, so that every frame has exactly the level in dB of full scale.</summary>
    private static float[] Levels(params (double Seconds, double Level)[] parts) =>
        [.. parts.SelectMany(part => Enumerable.Range(0, (int)Math.Round(part.Seconds * Rate)).Select(i => (float)(Math.Pow(10, part.Level / 20) * (i % 2 == 0 ? 1 : -1))))];
}
