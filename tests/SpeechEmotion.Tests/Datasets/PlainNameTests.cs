using SpeechEmotion.Datasets;
using Xunit;

namespace SpeechEmotion.Tests.Datasets;

public class PlainNameTests
{
    [Theory]
    [InlineData("emonet")]
    [InlineData("emonet 1 of 2")]
    [InlineData("größer.v2")]
    public void Fault_PlainName_IsNone(string name) => Assert.Null(PlainName.Fault(name));

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("../../x")]
    [InlineData("a/b")]
    [InlineData("a\\b")]
    [InlineData("C:x")]
    [InlineData("nul")]
    [InlineData("com1.json")]
    [InlineData("a\u001b[31m")]
    [InlineData("a\u202eb")]
    [InlineData("a\n")]
    public void Fault_AnythingElse_SaysTheRule(string name) => Assert.Contains("it must be the plain name of a file or folder", PlainName.Fault(name), StringComparison.Ordinal);

    [Fact]
    public void Quote_LongText_IsItsBeginning()
    {
        Assert.Equal("'größer'", PlainName.Quote("größer"));
        Assert.Equal($"'{new string('x', 80)}'", PlainName.Quote(new string('x', 80)));
        Assert.Equal($"'{new string('x', 79)}…'", PlainName.Quote(new string('x', 10_000)));
        Assert.Equal($"'{new string('x', 78)}…'", PlainName.Quote(new string('x', 78) + "😀😀")); // no half of a character
    }

    [Theory]
    [InlineData("größer.wav", "größer.wav")]
    [InlineData("\u001b]0;x\u0007a.wav", "\\u001B]0;x\\u0007a.wav")]
    [InlineData("a\u202eb\u009bc", "a\\u202Eb\\u009Bc")]
    [InlineData("a\nb", "a\\u000Ab")]
    public void Visible_ControlCharacters_AreWrittenOut(string text, string expected)
    {
        Assert.Equal(expected, PlainName.Visible(text));
        Assert.Equal("a\nb", PlainName.Visible("a\nb", "\n"));
    }

    [Fact]
    public void Fault_LongName_SaysTheRule() => Assert.NotNull(PlainName.Fault(new string('a', 101)));
}
