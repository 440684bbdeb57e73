using SpeechEmotion.Augmentation;
using SpeechEmotion.Signal;
using Xunit;

namespace SpeechEmotion.Tests.Augmentation;

public sealed class TimeShiftTests
{
    private static readonly SeededRandom Unused = new(0);

    [Theory]
    [InlineData(1, new float[] { 5, 1, 2, 3, 4 })]
    [InlineData(-2, new float[] { 3, 4, 5, 1, 2 })]
    [InlineData(0, new float[] { 1, 2, 3, 4, 5 })]
    [InlineData(5, new float[] { 1, 2, 3, 4, 5 })]
    [InlineData(12, new float[] { 4, 5, 1, 2, 3 })]
    [InlineData(-11, new float[] { 2, 3, 4, 5, 1 })]
    public void Apply_FiveSamples_RotatesThem(double amount, float[] expected) =>
        Assert.Equal(expected, new TimeShift().Apply([1, 2, 3, 4, 5], amount, Unused));

    [Theory]
    [InlineData(4097)]
    [InlineData(-5000)]
    [InlineData(int.MaxValue)]
    [InlineData(-int.MaxValue)]
    public void Apply_ThenBack_GivesTheSignal(double amount)
    {
        float[] signal = Sounds.Noise(12345, 3);
        TimeShift shift = new();
        Assert.Equal(signal, shift.Apply(shift.Apply(signal, amount, Unused), -amount, Unused));
    }

    [Fact]
    public void Draw_ManyTimes_GivesWholeSamplesThatCoverTheRangeEvenly()
    {
        TimeShift shift = new();
        SeededRandom random = new(4);
        double[] amounts = [.. Enumerable.Range(0, 5000).Select(_ => shift.Draw(random))];

        Assert.All(amounts, amount => Assert.True(amount == Math.Floor(amount) && Math.Abs(amount) <= 5000));
        Assert.InRange(amounts.Min(), -5000, -4950);
        Assert.InRange(amounts.Max(), 4950, 5000);
        Assert.Equal(0.5, amounts.Count(amount => amount < 0) / 5000.0, 0.03);
    }

    [Fact]
    public void Draw_SmallRange_ReachesBothEnds()
    {
        TimeShift shift = new(2);
        SeededRandom random = new(5);
        Assert.Equal([-2, -1, 0, 1, 2], Enumerable.Range(0, 200).Select(_ => shift.Draw(random)).Distinct().Order());
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(double.NaN)]
    [InlineData(3e9)]
    public void Apply_NotWholeSamples_Throws(double amount) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new TimeShift().Apply([1, 2], amount, Unused));

    [Fact]
    public void Constructor_NegativeMaximum_Throws() => Assert.Throws<ArgumentOutOfRangeException>(() => new TimeShift(-1));
}
