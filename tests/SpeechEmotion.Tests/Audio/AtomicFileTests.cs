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
    public void New_StreamThatGoesIntoAFile_IsRefused()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "streams have names in /proc");
        using FileStream log = new(_folder.File("log.txt"), FileMode.Create, FileAccess.ReadWrite); // as of a program whose output was sent there
        string stream = $"/proc/self/fd/{log.SafeFileHandle.DangerousGetHandle()}", link = _folder.File("stdout");
        File.CreateSymbolicLink(link, stream);
        foreach (string path in new[] { stream, link })
        {
            Assert.Equal($"{path}: is a stream that goes into a file, which would be replaced; name the file itself, or leave the option out", Assert.Throws<IOException>(() => new AtomicFile(path)).Message);
        }

        Assert.Equal(["log.txt", "stdout"], Directory.GetFileSystemEntries(_folder.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Complete_LinkByABareName_ReplacesItsTargetBesideIt()
    {
        // .NET takes the target of such a link to lie in the root folder.
        string folder = $"atomic-{Guid.NewGuid():N}", link = $"{folder}.lnk";
        Directory.CreateDirectory(folder);
        try
        {
            File.WriteAllText(Path.Combine(folder, "a.txt"), "old");
            File.CreateSymbolicLink(link, Path.Combine(folder, "a.txt"));
            AtomicFile.Write(link, "new");
            Assert.Equal("new", File.ReadAllText(Path.Combine(folder, "a.txt")));
            Assert.Equal(Path.GetFullPath(Path.Combine(folder, "a.txt")), PathStatus.Followed(link));
            Assert.True(PathStatus.IsLink(link));
            Assert.False(Directory.Exists($"/{folder}"));
        }
        finally
        {
            File.Delete(link);
            Directory.Delete(folder, recursive: true);
        }
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
    public void Write_IntoNoFolder_NamesTheFileAndNotItsTemporaryName()
    {
        string path = Path.Combine(_folder.File("missing"), "file.txt");
        string message = Assert.Throws<DirectoryNotFoundException>(() => AtomicFile.Write(path, "text")).Message;
        Assert.Contains($"'{path}'", message, StringComparison.Ordinal);
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

    [Fact]
    public async Task Write_NamedPipe_IsWrittenToAndStaysOne()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There are no named pipes in folders.");
        string pipe = _folder.AddPipe("pipe");
        Task<string> reading = Task.Run(() => File.ReadAllText(pipe), TestContext.Current.CancellationToken);
        AtomicFile.Write(pipe, "content");
        Assert.Equal("content", await reading);
        Assert.Equal(PathKind.Pipe, PathStatus.Of(pipe).Kind);
        Assert.Equal([pipe], Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void Write_Link_ReplacesItsTarget()
    {
        string target = _folder.File("target"), link = _folder.File("link");
        AtomicFile.Write(target, "old");
        File.CreateSymbolicLink(link, target);
        AtomicFile.Write(link, "new");
        Assert.Equal("new", File.ReadAllText(target));
        Assert.True(PathStatus.IsLink(link));
    }

    [Fact]
    public void Write_LeftoverOfAKilledWriter_IsRemovedAndThatOfALiveOneIsNot()
    {
        string path = _folder.File("a.txt"), other = _folder.File("b.txt.abcdefgh.xyz.tmp");
        File.WriteAllText(other, "of another file");
        using AtomicFile live = new(path);
        live.Stream.Write("live"u8);
        live.Stream.Flush();
        File.WriteAllText($"{path}.abcdefgh.xyz.tmp", "half");
        foreach (string file in Directory.GetFiles(_folder.Path, "*.tmp").Where(OperatingSystem.IsWindows() ? file => file.Contains("abcdefgh", StringComparison.Ordinal) : _ => true))
        {
            File.SetLastWriteTimeUtc(file, DateTime.UtcNow.AddHours(-1));
        }

        AtomicFile.Write(path, "new");
        Assert.Equal(3, Directory.GetFiles(_folder.Path).Length); // a.txt, the live one's, that of b.txt
        live.Complete();
        Assert.Equal([path, other], Directory.GetFiles(_folder.Path).Order(StringComparer.Ordinal));
        Assert.Equal("live", File.ReadAllText(path));
    }
}
