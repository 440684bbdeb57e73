using Xunit;

namespace SpeechEmotion.Recognition.Tests.Timelines;

/// <summary>Memory is that of the whole process, so nothing else may run at the same time.</summary>
[Collection(nameof(TimelineMemoryTests))]
[CollectionDefinition(nameof(TimelineMemoryTests), DisableParallelization = true)]
public sealed class TimelineMemoryTests(TimelineModel model) : IClassFixture<TimelineModel>
{
    [Fact]
    public async Task RecognizeAsync_TwoHours_KeepsLittle()
    {
        List<EmotionSegment> segments = [];
        await WithinAsync(5_000_000, async blocks => segments = await model.Recognizer.RecognizeAsync(blocks, TimelineModel.Rate).ToListAsync());
        Assert.Equal(120, segments.Count);
        Assert.All(segments, segment => Assert.Equal((20, 23), (segment.Start % 60, segment.End % 60)));
    }

    [Fact]
    public async Task RecognizeWhole_TwoHours_KeepsLittle()
    {
        EmotionScores? scores = null;
        await WithinAsync(10_000_000, async blocks => scores = await model.Recognizer.RecognizeWholeAsync(blocks, TimelineModel.Rate));
        Assert.Equal(360, scores!.Parts!.SoundSeconds, 0.001);
    }

    private static async Task WithinAsync(long bytes, Func<IAsyncEnumerable<float[]>, Task> recognize)
    {
        float[] minute = TimelineModel.Tone(60, 20, 23);
        long before = GC.GetTotalMemory(forceFullCollection: true);
        List<long> growth = [];
        await recognize(Source());
        Assert.Equal(12, growth.Count);
        Assert.True(growth.Max() < bytes, $"{growth.Max()} bytes were kept");

        async IAsyncEnumerable<float[]> Source()
        {
            for (int i = 0; i < 120; i++)
            {
                await foreach (float[] block in TimelineModel.Blocks(minute, 16_000))
                {
                    yield return block;
                }

                if (i % 10 == 9)
                {
                    growth.Add(GC.GetTotalMemory(forceFullCollection: true) - before);
                }
            }
        }
    }
}
