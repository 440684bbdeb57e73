using SpeechEmotion.Cli.Terminal;
using Xunit;

namespace SpeechEmotion.Cli.Tests;

public class ErrorLineTests
{
    [Fact]
    public void Of_ArgumentError_LeavesOutTheProgramsOwnNames()
    {
        Assert.Equal("The rate must be 1 or more.", ErrorLine.Of(new ArgumentException("The rate must be 1 or more.", "rate")));
        Assert.Equal("The rate must be 1 or more. It is -3.", ErrorLine.Of(new ArgumentOutOfRangeException("rate", -3, "The rate must be 1 or more.")));
    }

    [Fact]
    public void Of_MissingLibrary_IsItsOwnMessage() =>
        Assert.Equal("libtorch is missing", ErrorLine.Of(new TypeInitializationException("Network", new DllNotFoundException("libtorch is missing"))));

    [Fact]
    public void Of_SeveralLines_IsOne() => Assert.Equal("a b c", ErrorLine.Of(new IOException("a\r\n  b\n\nc\n")));

    [Fact]
    public void Of_TemporaryFile_NamesTheFileThatWasAskedFor() => // the sentences of .NET
        Assert.Equal("No space left on device : '/full/a.csv'", ErrorLine.Of(new IOException("No space left on device : '/full/a.csv.zy0igowv.r1o.tmp'")));

    [Fact]
    public void Of_FullDevice_NamesThePlace() => Assert.Equal("standard output: no space left on device", ErrorLine.Of(new IOException("No space left on device")));

    [Fact]
    public void Of_DeniedPath_BeginsWithThePath() => Assert.Equal("/proc/1/it's: permission denied", ErrorLine.Of(new UnauthorizedAccessException("Access to the path '/proc/1/it's' is denied.")));

    [Fact]
    public void Of_File_NamesItOnce()
    {
        Assert.Equal("x/a.wav: is empty", ErrorLine.Of("x/a.wav", new InvalidDataException("x/a.wav: is empty")));
        Assert.Equal("x/a.wav: is empty", ErrorLine.Of("x/a.wav", new InvalidDataException("is empty")));
    }

    [Fact]
    public void IsExpected_Bugs_AreNot()
    {
        Assert.True(ErrorLine.IsExpected(new InvalidDataException()));
        Assert.True(ErrorLine.IsExpected(new FileNotFoundException()));
        Assert.True(ErrorLine.IsExpected(new InsufficientMemoryException()));
        Assert.True(ErrorLine.IsExpected(new UnauthorizedAccessException()));
        Assert.True(ErrorLine.IsExpected(new AggregateException(new InvalidDataException())));
        Assert.True(ErrorLine.IsExpected(new TypeInitializationException("Network", new DllNotFoundException("libtorch"))));
        Assert.False(ErrorLine.IsExpected(new TypeInitializationException("Network", new InvalidOperationException())));
        Assert.False(ErrorLine.IsExpected(new AggregateException(new InvalidDataException(), new InvalidOperationException())));
        Assert.False(ErrorLine.IsExpected(new ArgumentNullException("clip")));
        Assert.False(ErrorLine.IsExpected(new InvalidOperationException()));
    }
}
