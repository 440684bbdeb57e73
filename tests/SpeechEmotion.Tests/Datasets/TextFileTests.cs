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
    public void Read_WhatIsNoFile_SaysSo()
    {
        string folder = Path.GetTempPath();
        Assert.Equal($"{folder}: is a folder; name a file", Assert.Throws<IOException>(() => TextFile.Read(folder, 100)).Message);
        Assert.Equal("nothing.json: no such file", Assert.Throws<FileNotFoundException>(() => TextFile.Lines("nothing.json").Count()).Message);
    }

    [Fact]
    public void Read_DeviceWithoutEnd_Ends()
    {
        Assert.SkipUnless(File.Exists("/dev/zero"), "there is no /dev/zero");
        Assert.Throws<InvalidDataException>(() => TextFile.Read("/dev/zero", 1 << 20));
    }

    [Theory]
    [InlineData(new byte[] { (byte)'a', (byte)'\n', (byte)'J', 0xFC, (byte)'r' }, 2)] // Jür in Latin-1
    [InlineData(new byte[] { 0xEF, 0xBB, 0xBF, (byte)'a', (byte)'\n', (byte)'b', (byte)'\n', 0xE9 }, 3)]
    [InlineData(new byte[] { 0xC3 }, 1)]
    public void Read_NoUtf8_SaysWhere(byte[] bytes, int line)
    {
        File.WriteAllBytes(_path, bytes);
        string expected = $"{_path}: line {line} is not UTF-8 text; save the file as UTF-8";
        Assert.Equal(expected, Assert.Throws<InvalidDataException>(() => TextFile.Read(_path, 100)).Message);
        Assert.Equal(expected, Assert.Throws<InvalidDataException>(() => TextFile.Lines(_path).Count()).Message);
    }

    [Fact]
    public void Lines_TenThousandAndOneOdd_SaysWhich()
    {
        File.WriteAllBytes(_path, [.. Enumerable.Range(1, 10_000).SelectMany(i => i == 7_777 ? [0xFF, (byte)'\n'] : System.Text.Encoding.UTF8.GetBytes($"größer {i}\n"))]);
        Assert.Equal($"{_path}: line 7777 is not UTF-8 text; save the file as UTF-8", Assert.Throws<InvalidDataException>(() => TextFile.Lines(_path).Count()).Message);
    }

    [Fact]
    public void Lines_OfAnyUnicode_AreTheLines()
    {
        foreach (System.Text.Encoding encoding in new[] { System.Text.Encoding.UTF8, new System.Text.UTF8Encoding(false), System.Text.Encoding.Unicode })
        {
            File.WriteAllText(_path, "größer\n\uFFFD\n", encoding);
            Assert.Equal(encoding.Preamble.Length == 3 ? ["größer"] : ["größer", "\uFFFD"], encoding.Preamble.Length == 3 ? TextFile.Lines(_path).Take(1) : TextFile.Lines(_path));
        }
    }

    [Fact]
    public void Fault_Long_KeepsWhereAndWhatToDo()
    {
        string message = TextFile.Fault($"a.csv: the header '{new string('\e', 10_000)}' lacks path; name it").Message;
        Assert.InRange(message.Length, 100, 2000);
        Assert.StartsWith("a.csv: the header '\\u001B", message, StringComparison.Ordinal);
        Assert.EndsWith("' lacks path; name it", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fault_QuotedText_StaysOnOneLine() =>
        Assert.Equal("a.csv: 'b\\u000D\\u000A\\u001B[31m' is wrong", TextFile.Fault("a.csv: 'b\r\n\u001b[31m' is wrong").Message);

    public void Dispose() => File.Delete(_path);
}
