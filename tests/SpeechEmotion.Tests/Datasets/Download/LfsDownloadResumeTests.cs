using SpeechEmotion.Datasets.Download;
using Xunit;

namespace SpeechEmotion.Tests.Datasets.Download;

/// <summary>Interrupted, and continued with what is there.</summary>
public sealed class LfsDownloadResumeTests
{
    [Fact]
    public async Task RunAsync_CancelledInTheMiddle_ContinuesWithoutFetchingAByteTwice()
    {
        await using LfsDownloadFixture fixture = new(files: 6);
        fixture.Config = fixture.Config with { ConcurrentDownloads = 1 };
        LfsDownloadFile halved = fixture.Server.Manifest[3];
        long before = fixture.Server.Manifest.Take(3).Sum(file => file.Bytes);
        fixture.Server.Script(halved, (context, content) => fixture.Server.SendHalfAsync(context, content, Task.Delay(Timeout.Infinite, fixture.Server.End), _ => { }));
        using CancellationTokenSource interrupt = new();
        fixture.OnReport = report =>
        {
            if (report.BytesReceived == before + (halved.Bytes / 2))
            {
                interrupt.Cancel();
            }
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => fixture.RunAsync(interrupt.Token));

        Assert.Equal(
            fixture.Server.Manifest.Take(3).Select(file => file.Name).Append(halved.Name + ".part").Append("CREMA-D.txt").Order(StringComparer.Ordinal),
            fixture.Names());
        fixture.OnReport = _ => { };

        LfsDownloadResult result = await fixture.RunAsync();

        fixture.AssertComplete();
        Assert.Equal((3, 3), (result.Kept, result.Downloaded));
        Assert.Equal(fixture.Server.Manifest.Sum(file => file.Bytes), fixture.Server.BytesSent);
        Assert.Equal([(halved.Name, 0), (halved.Name, halved.Bytes / 2)], fixture.Server.Requests.Where(request => request.Name == halved.Name).Select(request => (request.Name, request.From)));
        Assert.Equal(fixture.Config.Manifest.Sum(file => file.Bytes), fixture.Reports.Last().BytesDone);
    }

    [Fact]
    public async Task RunAsync_CancelledBefore_TouchesNoClip()
    {
        await using LfsDownloadFixture fixture = new(files: 2);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => fixture.RunAsync(new CancellationToken(canceled: true)));

        Assert.Empty(fixture.Server.Requests);
        Assert.DoesNotContain(fixture.Names(), name => name.EndsWith(".wav", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task RunAsync_FileThereIsCorrupt_IsReplaced(bool sameLength)
    {
        await using LfsDownloadFixture fixture = new(files: 3);
        await fixture.RunAsync();
        LfsDownloadFile corrupt = fixture.Server.Manifest[1];
        byte[] wrong = sameLength ? [.. fixture.Server.Content(corrupt).Reverse()] : "version https://git-lfs.github.com/spec/v1\n"u8.ToArray();
        await File.WriteAllBytesAsync(fixture.PathOf(corrupt), wrong, TestContext.Current.CancellationToken);
        fixture.Server.Requests.Clear();

        LfsDownloadResult result = await fixture.RunAsync();

        fixture.AssertComplete();
        Assert.Equal((2, 1), (result.Kept, result.Downloaded));
        Assert.Equal(corrupt.Name, Assert.Single(fixture.Server.Requests).Name);
    }

    [Fact]
    public async Task RunAsync_PartIsWhole_IsVerifiedWithoutTheServer()
    {
        await using LfsDownloadFixture fixture = new(files: 1);
        LfsDownloadFile file = fixture.Server.Manifest[0];
        await File.WriteAllBytesAsync(fixture.PartOf(file), fixture.Server.Content(file), TestContext.Current.CancellationToken);

        await fixture.RunAsync();

        fixture.AssertComplete();
        Assert.Equal(0, fixture.Server.BytesSent);
    }

    [Theory]
    [InlineData(-1000, new[] { 2000L, 0L })]  // continued, found wrong, fetched again
    [InlineData(0, new[] { 0L })]             // found wrong at once
    [InlineData(5, new[] { 0L })]             // too long to be of use
    public async Task RunAsync_PartIsCorrupt_IsFetchedAgain(int longerBy, long[] from)
    {
        await using LfsDownloadFixture fixture = new(files: 1);
        LfsDownloadFile file = fixture.Server.Manifest[0];
        await File.WriteAllBytesAsync(fixture.PartOf(file), new byte[file.Bytes + longerBy], TestContext.Current.CancellationToken);

        await fixture.RunAsync();

        fixture.AssertComplete();
        Assert.Equal(from, fixture.Server.Requests.Select(request => request.From));
        Assert.Equal(file.Bytes, fixture.Reports.Last().BytesDone);
    }

    [Fact]
    public async Task RunAsync_ServerIgnoresRanges_StartsAgainInTheSameTry()
    {
        await using LfsDownloadFixture fixture = new(files: 1);
        LfsDownloadFile file = fixture.Server.Manifest[0];
        await File.WriteAllBytesAsync(fixture.PartOf(file), fixture.Server.Content(file)[..1000], TestContext.Current.CancellationToken);
        fixture.Server.Script(file, (context, content) => fixture.Server.SendHalfAsync(context, content, Task.CompletedTask, rest =>
            rest.Response.OutputStream.Write(content, content.Length / 2, content.Length - (content.Length / 2))));

        await fixture.RunAsync();

        fixture.AssertComplete();
        Assert.Equal(1000, Assert.Single(fixture.Server.Requests).From);
        Assert.Equal(file.Bytes, fixture.Reports.Last().BytesDone);
    }

    [Theory]
    [InlineData(206, "bytes 0-2999/3000")]
    [InlineData(206, "bytes 1000-2999/9999")]
    [InlineData(206, "")]
    [InlineData(204, "")]
    public async Task RunAsync_ServerSendsAnotherRange_StartsAgain(int status, string range)
    {
        await using LfsDownloadFixture fixture = new(files: 1);
        LfsDownloadFile file = fixture.Server.Manifest[0];
        await File.WriteAllBytesAsync(fixture.PartOf(file), fixture.Server.Content(file)[..1000], TestContext.Current.CancellationToken);
        fixture.Server.Script(file, range.Length == 0 ? LfsDownloadServer.Status(status) : LfsDownloadServer.Status(status, "Content-Range", range));

        await fixture.RunAsync();

        fixture.AssertComplete();
        Assert.Equal([1000, 0], fixture.Server.Requests.Select(request => request.From));
    }

    [Fact]
    public async Task RunAsync_RangeNotSatisfiable_StartsAgain()
    {
        await using LfsDownloadFixture fixture = new(files: 1);
        LfsDownloadFile file = fixture.Server.Manifest[0];
        await File.WriteAllBytesAsync(fixture.PartOf(file), fixture.Server.Content(file)[..1000], TestContext.Current.CancellationToken);
        fixture.Server.Script(file, LfsDownloadServer.Status(416));

        await fixture.RunAsync();

        fixture.AssertComplete();
        Assert.Equal([1000, 0], fixture.Server.Requests.Select(request => request.From));
    }
}
