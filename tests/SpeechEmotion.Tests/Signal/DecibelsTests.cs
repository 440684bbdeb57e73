using FsCheck;
using FsCheck.Fluent;
using SpeechEmotion.Signal;
using Xunit;

namespace SpeechEmotion.Tests.Signal;

public class DecibelsTests
{
    [Fact]
    public void FromPower_PowersOfTen_AreTensOfDecibels()
    {
        float[] values = [1, 10, 100, 0.1f, 1e-4f];
        (float least, float greatest) = Decibels.FromPower(values);
        float[] expected = [0, 10, 20, -10, -40];
        for (int i = 0; i < values.Length; i++)
        {
            Assert.Equal(expected[i], values[i], 1e-5);
        }

        Assert.Equal((values[4], values[2]), (least, greatest));
    }

    [Fact]
    public void FromPower_MoreThanTheRangeBelowTheMaximum_IsRaisedToTheFloor()
    {
        float[] values = [100, 0, 1e-9f, 1e-5f];
        (float least, _) = Decibels.FromPower(values);
        Assert.Equal(20, values[0], 1e-5);
        Assert.Equal(-60, values[1], 1e-5);
        Assert.Equal(-60, values[2], 1e-5);
        Assert.Equal(-50, values[3], 1e-4);
        Assert.Equal(values[1], least);
    }

    [Fact]
    public void FromPower_Silence_IsMinusOneHundred()
    {
        var values = new float[37];
        Decibels.FromPower(values);
        Assert.All(values, value => Assert.Equal(-100, value, 1e-4));
    }

    [Fact]
    public void FromPower_AnyPower_EqualsLogarithm()
    {
        // 10^-10 .. 10^10, 37 at a time so that whole vectors and the rest are both met; the range is avoided by asking one neighbourhood at a time
        for (double exponent = -10; exponent < 10; exponent += 0.37)
        {
            float[] powers = [.. Enumerable.Range(0, 37).Select(i => (float)Math.Pow(10, exponent + (i * 0.01)))];
            var values = (float[])powers.Clone();
            Decibels.FromPower(values);
            for (int i = 0; i < powers.Length; i++)
            {
                Assert.Equal(10 * Math.Log10(Math.Max(powers[i], 1e-10f)), values[i], 2e-5);
            }
        }
    }

    [Fact]
    public void FromPowerToUnit_TwoValues_FillTheUnit()
    {
        float[] values = [1, 10];
        Decibels.FromPowerToUnit(values);
        Assert.Equal(0, values[0]);
        Assert.Equal(10 / (10 + 1e-6), values[1], 1e-6);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1e-12f)]
    [InlineData(0.3f)]
    [InlineData(5000)]
    public void FromPowerToUnit_Constant_IsZero(float power)
    {
        float[] values = [.. Enumerable.Repeat(power, 21)];
        Decibels.FromPowerToUnit(values);
        Assert.All(values, value => Assert.Equal(0, value));
    }

    [Fact]
    public void FromPowerToUnit_AnyPowers_KeepsTheirOrderWithinTheUnit()
    {
        Gen<float[]> powers = Gen.Choose(-120, 60).Select(tenth => MathF.Pow(10, tenth / 10f)).NonEmptyListOf().Select(list => list.ToArray());
        Prop.ForAll(powers.ToArbitrary(), input =>
        {
            var values = (float[])input.Clone();
            Decibels.FromPowerToUnit(values);
            float[] sorted = [.. input.Zip(values).OrderBy(pair => pair.First).Select(pair => pair.Second)];
            return values.All(value => value is >= 0 and <= 1) && sorted.SequenceEqual(sorted.Order());
        }).Check(Config.QuickThrowOnFailure.WithReplay(5, 11));
    }

    [Fact]
    public void FromPower_NoValues_GivesZeros() => Assert.Equal((0f, 0f), Decibels.FromPower([]));
}
