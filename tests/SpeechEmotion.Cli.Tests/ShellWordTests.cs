using SpeechEmotion.Cli.Terminal;
using Xunit;

namespace SpeechEmotion.Cli.Tests;

public class ShellWordTests
{
    [Theory]
    [InlineData("runs/emonet-speaker-1", "runs/emonet-speaker-1")]
    [InlineData("größer.csv", "größer.csv")]
    [InlineData("my data", "'my data'")]
    [InlineData("a$(rm)b", "'a$(rm)b'")]
    [InlineData("it's", "'it'\\''s'")]
    [InlineData("", "''")]
    public void Of_Word_IsSafeToType(string word, string expected)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "shells of Windows quote in another way");
        Assert.Equal(expected, ShellWord.Of(word));
    }
}
