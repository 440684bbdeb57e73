using SpeechEmotion.Signal;
using Xunit;

namespace SpeechEmotion.Tests.Signal;

public sealed class SeededRandomTests
{
    /// <summary>
    /// xoshiro256** whose state is filled by SplitMix64, as its authors publish both [Blackman2021]. The values are those of tests/reference/random/generate.py, which is checked against the authors' outputs for the state
    /// 1, 2, 3, 4; implementations in other languages test the same ones.
    /// </summary>
    [Theory]
    [InlineData(0UL, 0x99EC5F36CB75F2B4UL, 0xBF6E1F784956452AUL, 0x1A5F849D4933E6E0UL, 0x6AA594F1262D2D2CUL)]
    [InlineData(1UL, 0xB3F2AF6D0FC710C5UL, 0x853B559647364CEAUL, 0x92F89756082A4514UL, 0x642E1C7BC266A3A7UL)]
    [InlineData(42UL, 0x15780B2E0C2EC716UL, 0x6104D9866D113A7EUL, 0xAE17533239E499A1UL, 0xECB8AD4703B360A1UL)]
    public void NextBits_Seed_GivesThePublishedVectors(ulong seed, params ulong[] expected)
    {
        SeededRandom random = new(seed);
        Assert.Equal(expected, expected.Select(_ => random.NextBits()));
    }

    [Fact]
    public void NextUniform_IsTheUpperBits()
    {
        SeededRandom random = new(0);
        Assert.Equal((0x99EC5F36CB75F2B4 >> 11) / Math.Pow(2, 53), random.NextUniform());
    }

    [Fact]
    public void Paths_OtherThanOneAnother_GiveOtherStreams()
    {
        ulong[] first = [.. new ulong[][] { [], [0], [1], [0, 1], [1, 0] }.Select(path => new SeededRandom(7, path).NextBits())];
        Assert.Equal(first.Length, first.Distinct().Count());
    }

    [Fact]
    public void NextInteger_Range_IsUniformAndIncludesBothEnds()
    {
        SeededRandom random = new(3);
        int[] counts = new int[6];
        for (int i = 0; i < 60_000; i++)
        {
            counts[random.NextInteger(-2, 3) + 2]++;
        }

        Assert.All(counts, count => Assert.InRange(count, 9_600, 10_400)); // 4 standard deviations
        Assert.Throws<ArgumentOutOfRangeException>(() => random.NextInteger(1, 0));
    }
}
