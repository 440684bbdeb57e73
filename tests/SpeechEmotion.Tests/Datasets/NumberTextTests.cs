using SpeechEmotion.Datasets.Tables;
using Xunit;

namespace SpeechEmotion.Tests.Datasets;

public class NumberTextTests
{
    [Theory]
    [InlineData("0.5", 0.5)]
    [InlineData("-3", -3)]
    [InlineData("+1e-4", 1e-4)]
    [InlineData(".5", 0.5)]
    public void TryParse_Number_IsThatNumber(string text, double expected)
    {
        Assert.True(NumberText.TryParse(text, out double number));
        Assert.Equal(expected, number);
    }

    [Theory]
    [InlineData("")]
    [InlineData("0,5")]
    [InlineData("1,000")]
    [InlineData(" 1")]
    [InlineData("1 000")]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("1e999")]
    [InlineData("0x10")]
    [InlineData("(1)")]
    public void TryParse_AnythingElse_IsNone(string text)
    {
        Assert.False(NumberText.TryParse(text, out double _));
        Assert.False(NumberText.TryParse(text, out int _));
        Assert.False(NumberText.TryParse(text, out long _));
        Assert.False(NumberText.TryParse(text, out ulong _));
    }

    [Theory]
    [InlineData("0,5", "is '0,5'; a number has a point and no comma: write 0.5")]
    [InlineData("-2,25", "is '-2,25'; a number has a point and no comma: write -2.25")]
    [InlineData("0,005", "is '0,005'; a number has a point and no comma: write 0.005")]
    [InlineData("1,000", "is '1,000'; a number has a point and no comma: write 1.000 or 1000")]
    [InlineData("1.234,5", "is '1.234,5'; a number has a point and no comma: write 1234.5")]
    [InlineData("1,234.5", "is '1,234.5'; a number has a point and no comma: write 1234.5")]
    [InlineData("1,234,567", "is '1,234,567'; a number has a point and no comma: write 1234567")]
    [InlineData("wide", "is 'wide'; it must be a number")]
    [InlineData("a,b", "is 'a,b'; it must be a number")]
    public void Describe_NoNumber_ShowsTheRightForm(string text, string expected) => Assert.Equal(expected, NumberText.Describe(text, "a number"));
}
