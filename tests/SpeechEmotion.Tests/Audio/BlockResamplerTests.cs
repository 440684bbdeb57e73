using SpeechEmotion.Audio;
using SpeechEmotion.Signal;
using Xunit;

namespace SpeechEmotion.Tests.Audio;

public sealed class BlockResamplerTests
{
    /// <summary>Rate pairs of every kind: simple, with exact rows, with too many rows, which are interpolated, and far apart.</summary>
    public static TheoryData<int, int> RatePairs => new()
    {
        { 48000, 16000 }, { 44100, 16000 }, { 8000, 16000 }, { 16000, 22050 }, { 16000, 16001 }, { 44100, 15999 }, { 192000, 8000 }, { 200, 51200 }, { 51200, 200 }, { 16000, 16000 },
    };

    [Theory]
    [MemberData(nameof(RatePairs))]
    public void Add_AnyBlocks_GivesWhatTheWholeGives(int from, int to)
    {
        SeededRandom random = new(17);
        foreach (int length in new[] { 0, 1, 2, 100, 5000, 20_011 })
        {
            float[] input = [.. Enumerable.Range(0, length).Select(_ => (float)random.NextUniform(-1, 1))];
            float[] expected = new Resampler(from, to).Resample(input);
            foreach (int longest in new[] { 1, 7, 300, 30_000 })
            {
                if (longest == 1 && length > 5000)
                {
                    continue;
                }

                List<float> result = [];
                BlockResampler blocks = new(from, to);
                for (int start = 0, count; start < length; start += count)
                {
                    count = Math.Min(random.NextInteger(0, longest), length - start);
                    result.AddRange(blocks.Add(input.AsSpan(start, count)));
                }

                result.AddRange(blocks.Finish());
                Assert.Equal(expected, result); // to the bit
            }
        }
    }

    [Fact]
    public void Add_LongRecording_GivesSamplesSoonAndKeepsLittle()
    {
        BlockResampler blocks = new(44100, 16000);
        float[] block = new float[4410];
        long given = blocks.Add(block).Length;
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 1; i < 1000; i++)
        {
            given += blocks.Add(block).Length;
            Assert.InRange((1600L * (i + 1)) - given, 0, 200);
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 999 * 1600 * sizeof(float) * 5 / 4); // the results, and little else
        Assert.Equal(1_600_000, given + blocks.Finish().Length);
    }

    [Fact]
    public void Finish_Twice_Throws()
    {
        BlockResampler blocks = new(8000, 16000);
        blocks.Finish();
        Assert.Throws<InvalidOperationException>(blocks.Finish);
        Assert.Throws<InvalidOperationException>(() => blocks.Add([1]));
    }

    [Theory]
    [InlineData(0, 16000)]
    [InlineData(257, 1)]
    public void Constructor_ImpossibleRates_Throws(int from, int to) => Assert.Throws<ArgumentOutOfRangeException>(() => new BlockResampler(from, to));
}
