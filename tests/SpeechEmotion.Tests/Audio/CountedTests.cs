using SpeechEmotion.Audio;
using Xunit;

namespace SpeechEmotion.Tests.Audio;

public class CountedTests
{
    [Theory]
    [InlineData(0, null, "0 clips")]
    [InlineData(1, null, "1 clip")]
    [InlineData(2, "N0", "2 clips")]
    [InlineData(7442, "N0", "7,442 clips")]
    [InlineData(7442, null, "7442 clips")]
    public void Of_Number_HasThePluralUnlessItIsOne(int number, string? format, string expected) => Assert.Equal(expected, Counted.Of(number, "clip", format));
}
