using Xunit;

namespace SpeechEmotion.Cli.Tests;

public sealed class OutputFileTests : IDisposable
{
    private readonly TestFolder _folder = new();

    [Fact]
    public void Dispose_NothingWritten_RemovesTheFoldersItMade()
    {
        using (OutputFile.Prepare(_folder["a/b/c.npy"]))
        {
            Assert.True(Directory.Exists(_folder["a/b"]));
        }

        Assert.False(Directory.Exists(_folder["a"]));
    }

    [Fact]
    public void Dispose_SomethingWritten_KeepsThem()
    {
        using (OutputFile.Prepare(_folder["a/b/c.npy"]))
        {
            _folder.AddText("a/other.txt", "x");
        }

        Assert.Equal(["a/other.txt"], _folder.Names());
        Assert.False(Directory.Exists(_folder["a/b"]));
        using (OutputFile.Prepare(_folder["a/b/c.npy"]))
        {
            _folder.AddText("a/b/c.npy", "x");
        }

        Assert.Equal(["a/b/c.npy", "a/other.txt"], _folder.Names());
    }

    [Fact]
    public void Prepare_BelowAFile_SaysWhichIsNoFolder()
    {
        string file = _folder.AddText("a", "x");
        Assert.Equal($"{file}/b: {file} is a file and not a folder; name another folder", Assert.Throws<IOException>(() => OutputFile.Prepare($"{file}/b/c.npy")).Message);
        Assert.Equal($"{file}: is a file and not a folder; name another folder", Assert.Throws<IOException>(() => OutputFile.Prepare($"{file}/c.npy")).Message);
        Assert.Equal($"{file}: is a file and not a folder; name another folder", Assert.Throws<IOException>(() => OutputFolder.RefuseRecordings(file, [])).Message);
    }

    public void Dispose() => _folder.Dispose();
}
