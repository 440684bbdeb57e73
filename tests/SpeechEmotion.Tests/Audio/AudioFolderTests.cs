using SpeechEmotion.Audio;
using Xunit;

namespace SpeechEmotion.Tests.Audio;

public sealed class AudioFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Search_FoldersInFolders_FindsRecordingsInOrder()
    {
        Add("b.wav", "a/z.MP3", "a/b/c.flac", "notes.txt", ".hidden.wav", "B.wav");
        AudioFolder found = AudioFolder.Search(_folder.Path);
        Assert.Equal(["B.wav", "a/b/c.flac", "a/z.MP3", "b.wav"], found.Files.Select(file => file.Name));
        Assert.All(found.Files, file => Assert.True(File.Exists(file.Path)));
        Assert.Empty(found.Notices());
    }

    [Fact]
    public void Search_LinksInCircles_FindsEachFileOnce()
    {
        Add("a.wav", "sub/b.wav");
        foreach ((string link, string target) in new[] { ("x", "."), ("y", "."), ("sub/up", ".."), ("first", "sub"), ("self", "self") })
        {
            Directory.CreateSymbolicLink(_folder.File(link), target);
        }

        Assert.Equal(["a.wav", "sub/b.wav"], AudioFolder.Search(_folder.Path).Files.Select(file => file.Name));
    }

    [Fact]
    public void Search_LinkToAFolderElsewhere_FollowsIt()
    {
        Add("corpus/a.wav");
        using TemporaryFolder other = new();
        File.WriteAllText(other.File("b.wav"), "");
        Directory.CreateSymbolicLink(_folder.File("corpus/other"), other.Path);
        File.CreateSymbolicLink(_folder.File("corpus/c.wav"), other.File("b.wav"));
        Assert.Equal(["a.wav", "c.wav", "other/b.wav"], AudioFolder.Search(_folder.File("corpus")).Files.Select(file => file.Name));
    }

    [Fact]
    public void Search_WhatIsNoFile_IsSkippedAndSaid()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There are no named pipes in folders.");
        Add("a.wav");
        _folder.AddPipe("b.wav");
        File.CreateSymbolicLink(_folder.File("c.wav"), "nowhere.wav");
        File.CreateSymbolicLink(_folder.File("d.wav"), "/dev/null");
        AudioFolder found = AudioFolder.Search(_folder.Path);
        Assert.Equal(["a.wav"], found.Files.Select(file => file.Name));
        Assert.Equal([("b.wav", "a named pipe"), ("c.wav", "a link to a file that does not exist"), ("d.wav", "a device")], found.Skipped);
        Assert.Equal($"{_folder.File("b.wav")}: is a named pipe; skipped", found.Notices().First());
    }

    [Fact]
    public void Search_Films_AreCounted()
    {
        Add("a.wav", "b.mp4", "c.MP4", "d.mkv");
        AudioFolder found = AudioFolder.Search(_folder.Path);
        Assert.Equal([$"{_folder.Path}: 3 media files skipped (1 .mkv, 2 .mp4); name them to read their sound"], found.Notices());
    }

    [Fact]
    public void Search_NoSuchFolder_Throws() => Assert.Throws<DirectoryNotFoundException>(() => AudioFolder.Search(_folder.File("nowhere")));

    private void Add(params string[] names)
    {
        foreach (string name in names)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_folder.File(name))!);
            File.WriteAllText(_folder.File(name), "");
        }
    }
}
