using SpeechEmotion.Datasets.Tables;
using Xunit;

namespace SpeechEmotion.Tests.Datasets;

public sealed class TextFileTests : IDisposable
{
    private readonly string _path = Path.GetTempFileName();

    [Fact]
    public void Read_File_IsItsTextWithoutTheMark()
    {
        File.WriteAllText(_path, "größer", new System.Text.UTF8Encoding(encoderShouldEmitUTF8Identifier: true));
        Assert.Equal("größer", TextFile.Read(_path, 100));
    }

    [Fact]
    public void Read_LongerThanAllowed_SaysSo()
    {
        File.WriteAllBytes(_path, new byte[(1 << 20) + 1]);
        Assert.Equal($"{_path}: is longer than 1 MB; name a file of the right kind", Assert.Throws<InvalidDataException>(() => TextFile.Read(_path, 1 << 20)).Message);
    }

    [Fact]
    public void Read_DeviceWithoutEnd_Ends()
    {
        Assert.SkipUnless(File.Exists("/dev/zero"), "there is no /dev/zero");
        Assert.Throws<InvalidDataException>(() => TextFile.Read("/dev/zero", 1 << 20));
    }

    [Fact]
    public void Fault_QuotedText_StaysOnOneLine() =>
        Assert.Equal("a.csv: 'b\\u000D\\u000A\\u001B[31m' is wrong", TextFile.Fault("a.csv: 'b\r\n\u001b[31m' is wrong").Message);

    public void Dispose() => File.Delete(_path);
}
