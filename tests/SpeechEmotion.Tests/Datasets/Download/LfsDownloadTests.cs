using System.Text.Json.Nodes;
using SpeechEmotion.Datasets.Download;
using Xunit;

namespace SpeechEmotion.Tests.Datasets.Download;

/// <summary>The download where all goes well, and its contracts.</summary>
public sealed class LfsDownloadTests
{
    [Fact]
    public async Task RunAsync_EmptyFolder_DownloadsEveryFile()
    {
        await using LfsDownloadFixture fixture = new(files: 12);
        fixture.Config = fixture.Config with { BatchSize = 5 };

        LfsDownloadResult result = await fixture.RunAsync();

        fixture.AssertComplete();
        Assert.True(result.IsComplete);
        Assert.Equal((12, 0, 12), (result.Files, result.Kept, result.Downloaded));
        Assert.Equal(fixture.Server.Manifest.Sum(file => file.Bytes), result.BytesReceived);
        Assert.Equal("all 12 files are complete and verified (12 downloaded, 0 were there)", result.Summary);
        Assert.Equal(12, fixture.Server.Requests.Count);
        Assert.Equal(12, fixture.Server.Batches.Sum(batch => batch["objects"]!.AsArray().Count));
        Assert.Equal(3, fixture.Server.Batches.Count);
        Assert.Empty(fixture.Clock.Pauses);
    }

    [Fact]
    public async Task RunAsync_CompleteFolder_AsksTheServerNothing()
    {
        await using LfsDownloadFixture fixture = new(files: 4);
        await fixture.RunAsync();
        fixture.Server.Batches.Clear();
        fixture.Server.Requests.Clear();

        LfsDownloadResult result = await fixture.RunAsync();

        Assert.Equal((4, 4, 0, 0L), (result.Files, result.Kept, result.Downloaded, result.BytesReceived));
        Assert.Empty(fixture.Server.Batches);
        Assert.Empty(fixture.Server.Requests);
        fixture.AssertComplete();
    }

    [Fact]
    public async Task RunAsync_Batch_SpeaksGitLfs()
    {
        await using LfsDownloadFixture fixture = new(files: 2);
        string? accept = null;
        string? kind = null;
        string? method = null;
        fixture.Server.BatchScript.Enqueue(context =>
        {
            (accept, kind, method) = (context.Request.Headers["Accept"], context.Request.ContentType, context.Request.HttpMethod);
            return fixture.Server.SendBatchAsync(context, fixture.Server.Batches.Last());
        });

        await fixture.RunAsync();

        Assert.Equal(("application/vnd.git-lfs+json", "application/vnd.git-lfs+json", "POST"), (accept, kind, method));
        JsonNode question = Assert.Single(fixture.Server.Batches);
        Assert.Equal("download", (string)question["operation"]!);
        Assert.Equal("basic", (string)Assert.Single(question["transfers"]!.AsArray())!);
        Assert.Equal(
            fixture.Server.Manifest.Select(file => (file.Sha256, file.Bytes)),
            question["objects"]!.AsArray().Select(item => ((string)item!["oid"]!, (long)item["size"]!)));
    }

    [Fact]
    public async Task RunAsync_ActionHeaders_AreSent()
    {
        await using LfsDownloadFixture fixture = new(files: 2);

        await fixture.RunAsync();

        Assert.All(fixture.Server.Requests, request =>
            Assert.Equal($"token {fixture.Server.Manifest.First(file => file.Name == request.Name).Sha256[..8]}", request.Token));
    }

    [Fact]
    public async Task RunAsync_IdenticalContents_AreAskedForOnceAndWrittenTwice()
    {
        await using LfsDownloadFixture fixture = new(files: 1);
        fixture.Server.Add("twin.wav", fixture.Server.Content(fixture.Server.Manifest[0]));

        await fixture.RunAsync();

        fixture.AssertComplete();
        Assert.Single(Assert.Single(fixture.Server.Batches)["objects"]!.AsArray());
    }

    [Fact]
    public async Task RunAsync_ManyFiles_RunsAsManyAtOnceAsAllowed()
    {
        const int Limit = 3;
        await using LfsDownloadFixture fixture = new(files: 9);
        fixture.Config = fixture.Config with { ConcurrentDownloads = Limit };
        TaskCompletionSource full = new(TaskCreationOptions.RunContinuationsAsynchronously);
        int atWork = 0;
        int most = 0;
        foreach (LfsDownloadFile file in fixture.Server.Manifest)
        {
            fixture.Server.Script(file, async (context, content) =>
            {
                int now = Interlocked.Increment(ref atWork);
                InterlockedMax(ref most, now);
                if (now == Limit)
                {
                    await Task.Delay(50, fixture.Server.End); // time for one too many to show itself
                    full.TrySetResult();
                }

                await full.Task.WaitAsync(fixture.Server.End);
                Interlocked.Decrement(ref atWork);
                await fixture.Server.SendContentAsync(context, content);
            });
        }

        await fixture.RunAsync();

        Assert.Equal(Limit, most);
        fixture.AssertComplete();
    }

    [Fact]
    public async Task RunAsync_Progress_GrowsToTheTotals()
    {
        await using LfsDownloadFixture fixture = new(files: 5);
        long bytes = fixture.Server.Manifest.Sum(file => file.Bytes);

        await fixture.RunAsync();

        LfsDownloadProgress[] reports = [.. fixture.Reports];
        Assert.Equal((5, 5, bytes, bytes, bytes), (reports[^1].FilesDone, reports[^1].FilesTotal, reports[^1].BytesDone, reports[^1].BytesTotal, reports[^1].BytesReceived));
        Assert.Equal(reports.Select(report => report.BytesDone).Order(), reports.Select(report => report.BytesDone));
        Assert.Equal(reports.Select(report => report.FilesDone).Order(), reports.Select(report => report.FilesDone));
        Assert.InRange(reports[^1].BytesPerSecond, 1, bytes);
        Assert.Equal(TimeSpan.Zero, reports[^1].TimeLeft);
        Assert.Null(reports[0].TimeLeft);
    }

    [Fact]
    public async Task RunAsync_Notice_NamesSourceLicenceAndCitation()
    {
        await using LfsDownloadFixture fixture = new(files: 1);

        await fixture.RunAsync();

        string notice = await File.ReadAllTextAsync(Path.Combine(fixture.Folder, "CREMA-D.txt"), TestContext.Current.CancellationToken);
        Assert.Contains("https://github.com/CheyneyComputerScience/CREMA-D", notice, StringComparison.Ordinal);
        Assert.Contains("Open Database License (ODbL) 1.0", notice, StringComparison.Ordinal);
        Assert.Contains("doi:10.1109/TAFFC.2014.2336244", notice, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_TwoAtOnceInAFolder_RefusesTheSecond()
    {
        await using LfsDownloadFixture fixture = new(files: 1);
        TaskCompletionSource arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource go = new(TaskCreationOptions.RunContinuationsAsynchronously);
        fixture.Server.Script(fixture.Server.Manifest[0], async (context, content) =>
        {
            arrived.SetResult();
            await go.Task.WaitAsync(fixture.Server.End);
            await fixture.Server.SendContentAsync(context, content);
        });
        Task<LfsDownloadResult> first = fixture.RunAsync();
        await arrived.Task;

        IOException refusal = await Assert.ThrowsAsync<IOException>(() => fixture.RunAsync());
        go.SetResult();

        Assert.Contains("CREMA-D.txt", refusal.Message, StringComparison.Ordinal);
        Assert.True((await first).IsComplete);
        fixture.AssertComplete();
    }

    [Fact]
    public async Task RunAsync_FolderIsAFile_SaysSo()
    {
        await using LfsDownloadFixture fixture = new(files: 1);
        string path = Path.Combine(fixture.Folder, "a-file");
        await File.WriteAllTextAsync(path, "", TestContext.Current.CancellationToken);
        using HttpClient client = LfsDownload.CreateClient();

        IOException error = await Assert.ThrowsAsync<IOException>(() => new LfsDownload(client, fixture.Config).RunAsync(path, null, TestContext.Current.CancellationToken));

        Assert.Contains($"'{path}' cannot be used", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_PartCannotBeOpened_SaysWhich()
    {
        await using LfsDownloadFixture fixture = new(files: 1);
        Directory.CreateDirectory(fixture.PartOf(fixture.Server.Manifest[0]));

        IOException error = await Assert.ThrowsAsync<IOException>(() => fixture.RunAsync());

        Assert.Contains(fixture.PartOf(fixture.Server.Manifest[0]), error.Message, StringComparison.Ordinal);
        Assert.Contains("run the same command again", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_DiskFull_SaysSo()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "needs /dev/full, a disk that is always full");
        await using LfsDownloadFixture fixture = new(files: 1);
        File.CreateSymbolicLink(fixture.PartOf(fixture.Server.Manifest[0]), "/dev/full");

        IOException error = await Assert.ThrowsAsync<IOException>(() => fixture.RunAsync());

        Assert.Contains("No space left on device", error.Message, StringComparison.Ordinal);
        Assert.Contains("run the same command again", error.Message, StringComparison.Ordinal);
        Assert.Single(fixture.Server.Requests);
    }

    [Fact]
    public async Task RunAsync_EmptyFolderName_Throws()
    {
        await using LfsDownloadFixture fixture = new(files: 1);
        using HttpClient client = LfsDownload.CreateClient();

        await Assert.ThrowsAsync<ArgumentException>(() => new LfsDownload(client, fixture.Config).RunAsync(" ", null, TestContext.Current.CancellationToken));
    }

    private static void InterlockedMax(ref int most, int value)
    {
        int seen;
        while (value > (seen = Volatile.Read(ref most)) && Interlocked.CompareExchange(ref most, value, seen) != seen)
        {
        }
    }
}
