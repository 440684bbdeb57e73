using System.Net;
using SpeechEmotion.Datasets.Download;
using Xunit;

namespace SpeechEmotion.Tests.Datasets.Download;

/// <summary>Servers that fail, stall, break off and lie about a file.</summary>
public sealed class LfsDownloadFaultTests
{
    [Fact]
    public async Task RunAsync_ServerErrorTwice_TriesAgainWithGrowingPauses()
    {
        await using LfsDownloadFixture fixture = new(files: 1);
        fixture.Server.Script(fixture.Server.Manifest[0], LfsDownloadServer.Status(500), LfsDownloadServer.Status(503));

        await fixture.RunAsync();

        fixture.AssertComplete();
        Assert.Equal(2, fixture.Clock.Pauses.Count);
        Assert.InRange(fixture.Clock.Pauses.First(), TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(1));
        Assert.InRange(fixture.Clock.Pauses.Last(), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2));
        Assert.Single(fixture.Server.Batches);
    }

    [Theory]
    [InlineData("7", 7)]
    [InlineData("Tue, 01 Jan 2030 00:00:42 GMT", 42)] // the test clock stands at 2030-01-01 00:00:00
    [InlineData("86400", 120)]                        // no longer than the longest pause
    public async Task RunAsync_TooManyRequests_WaitsAsLongAsAsked(string retryAfter, double seconds)
    {
        await using LfsDownloadFixture fixture = new(files: 1);
        fixture.Server.Script(fixture.Server.Manifest[0], LfsDownloadServer.Status(429, "Retry-After", retryAfter));

        await fixture.RunAsync();

        fixture.AssertComplete();
        Assert.Equal(TimeSpan.FromSeconds(seconds), Assert.Single(fixture.Clock.Pauses));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task RunAsync_Stall_IsBrokenOffAndContinued(bool afterHalf)
    {
        await using LfsDownloadFixture fixture = new(files: 1);
        LfsDownloadFile file = fixture.Server.Manifest[0];
        TaskCompletionSource stalled = new(TaskCreationOptions.RunContinuationsAsynchronously);
        fixture.OnReport = report => stalled.TrySetResult();
        fixture.Server.Script(file, async (context, content) =>
        {
            if (!afterHalf)
            {
                stalled.SetResult();
                await Task.Delay(Timeout.Infinite, fixture.Server.End);
            }

            await fixture.Server.SendHalfAsync(context, content, Task.Delay(Timeout.Infinite, fixture.Server.End), _ => { });
        });

        Task<LfsDownloadResult> run = fixture.RunAsync();
        await stalled.Task;
        fixture.Clock.Advance(LfsDownloadClock.StallTimeout);

        Assert.True((await run).IsComplete);
        fixture.AssertComplete();
        Assert.Equal(2, fixture.Server.Requests.Count);
        Assert.Equal(afterHalf, fixture.Server.Requests.Last().From > 0);
    }

    [Fact]
    public async Task RunAsync_SlowButNotStalled_IsLeftAlone()
    {
        await using LfsDownloadFixture fixture = new(files: 1);
        using SemaphoreSlim arrived = new(0);
        fixture.OnReport = _ =>
        {
            fixture.Clock.Advance(0.6 * LfsDownloadClock.StallTimeout);
            arrived.Release();
        };
        fixture.Server.Script(fixture.Server.Manifest[0], async (context, content) =>
        {
            context.Response.ContentLength64 = content.Length;
            foreach (byte[] piece in content.Chunk(500))
            {
                await fixture.Server.SendAsync(context, piece);
                await arrived.WaitAsync(fixture.Server.End);
            }
        });

        await fixture.RunAsync();

        fixture.AssertComplete();
        Assert.Single(fixture.Server.Requests);
    }

    [Fact]
    public async Task RunAsync_ConnectionDropped_ContinuesWhereItBroke()
    {
        await using LfsDownloadFixture fixture = new(files: 1);
        LfsDownloadFile file = fixture.Server.Manifest[0];
        TaskCompletionSource arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
        fixture.OnReport = report => _ = report.BytesReceived == file.Bytes / 2 && arrived.TrySetResult();
        fixture.Server.Script(file, (context, content) => fixture.Server.SendHalfAsync(context, content, arrived.Task, rest => rest.Response.Abort()));

        await fixture.RunAsync();

        fixture.AssertComplete();
        Assert.Equal([0, file.Bytes / 2], fixture.Server.Requests.Select(request => request.From));
        Assert.Equal(file.Bytes, fixture.Server.BytesSent);
        Assert.Single(fixture.Clock.Pauses);
    }

    [Fact]
    public async Task RunAsync_ShortBodyOfUnknownLength_IsContinued()
    {
        await using LfsDownloadFixture fixture = new(files: 1);
        LfsDownloadFile file = fixture.Server.Manifest[0];
        fixture.Server.Script(file, (context, content) =>
        {
            context.Response.SendChunked = true;
            return fixture.Server.SendAsync(context, content.AsMemory(0, 1000));
        });

        await fixture.RunAsync();

        fixture.AssertComplete();
        Assert.Equal([0, 1000], fixture.Server.Requests.Select(request => request.From));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    public async Task RunAsync_AnotherLengthAnnounced_IsNotRead(int longerBy)
    {
        await using LfsDownloadFixture fixture = new(files: 1);
        LfsDownloadFile file = fixture.Server.Manifest[0];
        fixture.Server.Script(file, (context, content) =>
        {
            context.Response.ContentLength64 = content.Length + longerBy;
            return context.Response.OutputStream.WriteAsync(new byte[content.Length + longerBy]).AsTask();
        });

        LfsDownloadResult result = await fixture.RunAsync();

        fixture.AssertComplete();
        Assert.Equal([0, 0], fixture.Server.Requests.Select(request => request.From));
        Assert.Equal(file.Bytes, result.BytesReceived);
    }

    [Fact]
    public async Task RunAsync_EndlessBody_IsCutOff()
    {
        await using LfsDownloadFixture fixture = new(files: 1);
        LfsDownloadFile file = fixture.Server.Manifest[0];
        long longest = 0;
        fixture.OnReport = _ => longest = Math.Max(longest, new FileInfo(fixture.PartOf(file)) is { Exists: true } part ? part.Length : 0);
        fixture.Server.Script(file, async (context, content) =>
        {
            context.Response.SendChunked = true;
            while (true)
            {
                await fixture.Server.SendAsync(context, new byte[1024]); // throws when the client hangs up
            }
        });

        LfsDownloadResult result = await fixture.RunAsync();

        fixture.AssertComplete();
        Assert.Equal([0, 0], fixture.Server.Requests.Select(request => request.From));
        Assert.InRange(longest, 0, file.Bytes);
        Assert.InRange(result.BytesReceived, file.Bytes, 2 * file.Bytes);
    }

    [Fact]
    public async Task RunAsync_WrongBytesOnce_AreFetchedAgain()
    {
        await using LfsDownloadFixture fixture = new(files: 1);
        fixture.Server.Script(fixture.Server.Manifest[0], (context, content) => fixture.Server.SendContentAsync(context, new byte[content.Length]));

        await fixture.RunAsync();

        fixture.AssertComplete();
        Assert.Equal([0, 0], fixture.Server.Requests.Select(request => request.From));
    }

    [Fact]
    public async Task RunAsync_WrongBytesAlways_FailsThatFileAndGoesOn()
    {
        await using LfsDownloadFixture fixture = new(files: 4);
        LfsDownloadFile bad = fixture.Server.Manifest[1];
        fixture.Server.Script(bad, [.. Enumerable.Repeat<Func<HttpListenerContext, byte[], Task>>(
            (context, content) => fixture.Server.SendContentAsync(context, new byte[content.Length]), fixture.Config.Tries)]);

        LfsDownloadResult result = await fixture.RunAsync();

        LfsDownloadFailure failure = Assert.Single(result.Failures);
        Assert.Equal((bad.Name, "the content has another SHA-256 than the corpus's file"), (failure.Name, failure.Reason));
        Assert.False(result.IsComplete);
        Assert.Equal((3, 3), (result.Downloaded, fixture.Reports.Last().FilesDone));
        Assert.Equal($"1 of 4 files failed; run the same command again to continue ({bad.Name}: {failure.Reason})", result.Summary);
        Assert.False(File.Exists(fixture.PathOf(bad)));
        Assert.Equal(fixture.Config.Tries, fixture.Server.Requests.Count(request => request.Name == bad.Name));

        Assert.True((await fixture.RunAsync()).IsComplete); // the server has mended
        fixture.AssertComplete();
    }

    [Fact]
    public async Task RunAsync_ManyFilesInARowFail_StopsEarly()
    {
        await using LfsDownloadFixture fixture = new(files: 40);
        fixture.Config = fixture.Config with { ConcurrentDownloads = 1, Tries = 1 };
        foreach (LfsDownloadFile file in fixture.Server.Manifest.Skip(1))
        {
            fixture.Server.Script(file, LfsDownloadServer.Status(503));
        }

        IOException error = await Assert.ThrowsAsync<IOException>(() => fixture.RunAsync());

        Assert.StartsWith("20 files in a row failed, the last one 1020_DFA_ANG_XX.wav: 127.0.0.1 answers 503", error.Message, StringComparison.Ordinal);
        Assert.EndsWith("run the same command again to continue", error.Message, StringComparison.Ordinal);
        Assert.Equal(21, fixture.Server.Requests.Count);
        Assert.Equal(19, (await fixture.RunAsync()).Failures.Count); // the rest of the script: too few to stop
        Assert.True((await fixture.RunAsync()).IsComplete);
    }

    [Fact]
    public async Task RunAsync_RedirectOfAFile_IsFollowedWithoutCredentialsToAnotherServer()
    {
        await using LfsDownloadFixture fixture = new(files: 1);
        await using LfsDownloadServer mirror = new LfsDownloadServer().WithFiles(1);
        LfsDownloadFile file = fixture.Server.Manifest[0];
        fixture.Server.Script(file, LfsDownloadServer.Status(302, "Location", new Uri(mirror.Address, $"storage/{file.Sha256}").ToString()));

        await fixture.RunAsync();

        fixture.AssertComplete();
        Assert.NotNull(Assert.Single(fixture.Server.Requests).Token);
        Assert.Null(Assert.Single(mirror.Requests).Token);
    }

    [Fact]
    public async Task RunAsync_RelativeRedirect_KeepsCredentials()
    {
        await using LfsDownloadFixture fixture = new(files: 1);
        LfsDownloadFile file = fixture.Server.Manifest[0];
        fixture.Server.Script(file, LfsDownloadServer.Status(307, "Location", $"/storage/{file.Sha256}"));

        await fixture.RunAsync();

        fixture.AssertComplete();
        Assert.Equal(2, fixture.Server.Requests.Count(request => request.Token is not null));
    }

    [Theory]
    [InlineData("file:///etc/passwd")]
    [InlineData("ftp://127.0.0.1/clip.wav")]
    public async Task RunAsync_RedirectToAnotherScheme_IsRefused(string target)
    {
        await using LfsDownloadFixture fixture = new(files: 1);
        fixture.Config = fixture.Config with { Tries = 1 };
        fixture.Server.Script(fixture.Server.Manifest[0], LfsDownloadServer.Status(302, "Location", target));

        LfsDownloadResult result = await fixture.RunAsync();

        Assert.Contains($"points to '{target}'", Assert.Single(result.Failures).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_RedirectsInACircle_GivesUp()
    {
        await using LfsDownloadFixture fixture = new(files: 1);
        fixture.Config = fixture.Config with { Tries = 1 };
        LfsDownloadFile file = fixture.Server.Manifest[0];
        fixture.Server.Script(file, [.. Enumerable.Repeat(LfsDownloadServer.Status(302, "Location", $"/storage/{file.Sha256}"), 10)]);

        LfsDownloadResult result = await fixture.RunAsync();

        Assert.Contains("redirects more than 5 times", Assert.Single(result.Failures).Reason, StringComparison.Ordinal);
        Assert.Equal(6, fixture.Server.Requests.Count);
    }
}
