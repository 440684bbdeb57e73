using SpeechEmotion.Audio;
using Xunit;

namespace SpeechEmotion.Tests.Audio;

public sealed class AtomicFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Complete_FileThereOrNot_IsTheOnlyOneAndNew(bool toDisk)
    {
        string path = _folder.File("a.txt");
        File.WriteAllText(path, "old and longer");
        using (AtomicFile file = new(path))
        {
            file.Stream.Write("new"u8);
            Assert.Equal("old and longer", File.ReadAllText(path));
            file.Complete(toDisk);
        }

        Assert.Equal("new", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void Dispose_WritingFailed_LeavesTheOldFileAndNothingElse()
    {
        string path = _folder.File("a.txt");
        AtomicFile.Write(path, "old");
        using (AtomicFile file = new(path))
        {
            file.Stream.Write("half of"u8);
        }

        Assert.Equal("old", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void Write_NameOfAFolder_FailsAndLeavesNothing()
    {
        string path = Directory.CreateDirectory(_folder.File("folder")).FullName;
        Exception error = Assert.ThrowsAny<SystemException>(() => AtomicFile.Write(path, "text"));
        Assert.True(error is IOException or UnauthorizedAccessException, $"{error}");
        Assert.Empty(Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void Write_ManyAtOnce_OneIsWhole()
    {
        string path = _folder.File("a.txt");
        string[] texts = [.. Enumerable.Range(0, 20).Select(i => new string((char)('a' + i), 100_000))];
        Parallel.ForEach(texts, text => AtomicFile.Write(path, text));
        Assert.Contains(File.ReadAllText(path), texts);
        Assert.Equal([path], Directory.GetFiles(_folder.Path));
    }
}
