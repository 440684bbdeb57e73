using System.Collections.Concurrent;
using SpeechEmotion.Datasets;
using SpeechEmotion.Experiments;
using SpeechEmotion.Features;
using SpeechEmotion.Signal;
using SpeechEmotion.Training;
using Xunit;

namespace SpeechEmotion.Tests.Training;

public sealed class BalancedDrawTests
{
    /// <summary>90 clips of a large corpus, 60 of them sad, and 10 of a small one, the first 2 of them sad.</summary>
    private static readonly Utterance[] s_clips =
    [
        .. Enumerable.Range(0, 90).Select(i => Clip("large", i, i % 3 > 0 ? "sad" : "anger")), .. Enumerable.Range(0, 10).Select(i => Clip("small", i, i < 2 ? "sad" : "anger")),
    ];

    [Theory]
    [InlineData(Balance.Emotion, "anger 50, sad 50")]
    [InlineData(Balance.Corpus, "large 50, small 50")]
    [InlineData(Balance.Both, "large/anger 25, large/sad 25, small/anger 25, small/sad 25")]
    public void Draw_Groups_AreAsFrequent(Balance balance, string expected)
    {
        int[] times = new int[s_clips.Length];
        for (int epoch = 0; epoch < 40; epoch++)
        {
            int[] drawn = BalancedDraw.Of(s_clips, balance)!.Draw(new SeededRandom(1, (ulong)epoch));
            var counts = drawn.CountBy(clip => balance switch
            {
                Balance.Emotion => s_clips[clip].Emotion,
                Balance.Corpus => s_clips[clip].Corpus,
                _ => $"{s_clips[clip].Corpus}/{s_clips[clip].Emotion}",
            });
            Assert.Equal(expected, string.Join(", ", counts.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key} {pair.Value}")));
            foreach (int clip in drawn)
            {
                times[clip]++;
            }
        }

        Assert.DoesNotContain(0, times); // All of them are heard, sooner or later.
    }

    [Fact]
    public void ReadEpoch_ClipThatComesAgain_IsAlteredAnew()
    {
        (int Clip, ulong Random)[] Epoch()
        {
            ConcurrentBag<(int, ulong)> read = [];
            BatchReader reader = new(
                s_clips.Length,
                (clip, copy, random) =>
                {
                    read.Add((clip, random.NextBits()));
                    return new Example(new FeatureMatrix([clip], 1, 1), 0);
                },
                8,
                BalancedDraw.Of(s_clips, Balance.Both));
            Assert.Equal(reader.BatchCount(1), reader.ReadEpoch(copies: 1, seed: 3, epoch: 2).Count());
            return [.. read.Order()];
        }

        (int Clip, ulong Random)[] epoch = Epoch();
        Assert.Equal(2 * s_clips.Length, epoch.Length);
        Assert.Equal(epoch.Length, epoch.Distinct().Count());
        Assert.InRange(epoch.Count(read => read.Clip is 90 or 91), 50, 50); // The two sad clips of the small corpus: a quarter of each of two passes.
        Assert.Equal(epoch, Epoch());
    }

    [Fact]
    public void Of_Nothing_IsNothing() => Assert.Null(BalancedDraw.Of(s_clips, Balance.None));

    private static Utterance Clip(string corpus, int number, string emotion) =>
        new() { Name = $"{number}.wav", Corpus = corpus, Path = $"{corpus}/{number}.wav", Emotion = emotion, Speaker = "1" };
}
