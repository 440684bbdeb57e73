using System.Text.Json.Nodes;
using SpeechEmotion.Datasets.Download;
using Xunit;

namespace SpeechEmotion.Tests.Datasets.Download;

/// <summary>What the batch API answers, or does not.</summary>
public sealed class LfsDownloadLinksTests
{
    private const string Lfs = "application/vnd.git-lfs+json";

    [Theory]
    [InlineData(404, 1)]
    [InlineData(410, 1)]
    [InlineData(500, 3)] // may pass, so it is asked again
    public async Task RunAsync_ObjectError_FailsThatFileAlone(int code, int batches)
    {
        await using LfsDownloadFixture fixture = new(files: 3);
        fixture.Config = fixture.Config with { Tries = 3, ConcurrentDownloads = 1 };
        LfsDownloadFile missing = fixture.Server.Manifest[0];
        fixture.Server.EditObject = (item, file) =>
        {
            if (file == missing)
            {
                item.Remove("actions");
                item["error"] = new JsonObject { ["code"] = code, ["message"] = "Object does\u001b[31m not exist" };
            }
        };

        LfsDownloadResult result = await fixture.RunAsync();

        LfsDownloadFailure failure = Assert.Single(result.Failures);
        Assert.Equal((missing.Name, $"the server refuses the file: {code} Object does[31m not exist"), (failure.Name, failure.Reason));
        Assert.Equal(2, result.Downloaded);
        Assert.Equal(batches, fixture.Server.Batches.Count);
    }

    [Fact]
    public async Task RunAsync_EveryObjectMissing_TriesThemAll()
    {
        await using LfsDownloadFixture fixture = new(files: 30);
        fixture.Server.EditObject = (item, _) => item["error"] = new JsonObject { ["code"] = 404, ["message"] = "gone" };

        LfsDownloadResult result = await fixture.RunAsync();

        Assert.Equal(fixture.Server.Manifest.Select(file => file.Name), result.Failures.Select(failure => failure.Name));
        Assert.EndsWith("; and 25 more)", result.Summary, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("actions", "the server gives no address for the file")]
    [InlineData("oid", "the server's answer leaves the file out")]
    [InlineData("size", "the server has 1 bytes of the 3500")]
    public async Task RunAsync_ObjectIsWrong_FailsThatFileAlone(string property, string reason)
    {
        await using LfsDownloadFixture fixture = new(files: 3);
        fixture.Config = fixture.Config with { Tries = 2 };
        LfsDownloadFile bad = fixture.Server.Manifest[1];
        fixture.Server.EditObject = (item, file) =>
        {
            if (file == bad)
            {
                item[property] = property switch { "actions" => new JsonObject(), "oid" => new string('0', 64), _ => 1 };
            }
        };

        LfsDownloadResult result = await fixture.RunAsync();

        LfsDownloadFailure failure = Assert.Single(result.Failures);
        Assert.Equal((bad.Name, reason), (failure.Name, failure.Reason));
        Assert.Equal(2, result.Downloaded);
    }

    [Theory]
    [InlineData("file:///etc/passwd")]
    [InlineData("../../etc/passwd")]
    public async Task RunAsync_AddressIsNotOfTheWeb_IsRefused(string href)
    {
        await using LfsDownloadFixture fixture = new(files: 1);
        fixture.Config = fixture.Config with { Tries = 1 };
        fixture.Server.EditObject = (item, _) => item["actions"]!["download"]!["href"] = href;

        LfsDownloadResult result = await fixture.RunAsync();

        Assert.Single(result.Failures);
        Assert.Empty(fixture.Server.Requests);
    }

    [Theory]
    [InlineData("<html>Please log in</html>")]
    [InlineData("[]")]
    [InlineData("{\"objects\": 5}")]
    [InlineData("{\"objects\": [{}]}")]
    [InlineData("{\"objects\": [7]}")]
    [InlineData("{\"transfer\": \"multipart\", \"objects\": []}")]
    [InlineData("")]
    public async Task RunAsync_BatchAnswersGarbage_TriesAgainAndThenSaysSo(string garbage)
    {
        await using LfsDownloadFixture fixture = new(files: 2);
        for (int i = 0; i < fixture.Config.Tries; i++)
        {
            fixture.Server.BatchScript.Enqueue(LfsDownloadServer.Text(200, Lfs, garbage));
        }

        IOException error = await Assert.ThrowsAsync<IOException>(() => fixture.RunAsync());

        Assert.StartsWith($"{fixture.Server.Endpoint} cannot be used: the answer is not one of a Git LFS server", error.Message, StringComparison.Ordinal);
        Assert.Equal(fixture.Config.Tries, fixture.Server.Batches.Count);
        Assert.True((await fixture.RunAsync()).IsComplete); // the script has run out: now it is honest
    }

    [Fact]
    public async Task RunAsync_BatchAnswersGarbageOnce_GoesOn()
    {
        await using LfsDownloadFixture fixture = new(files: 2);
        fixture.Server.BatchScript.Enqueue(LfsDownloadServer.Text(200, Lfs, "{"));
        fixture.Server.BatchScript.Enqueue(LfsDownloadServer.Text(502, "text/html", "Bad gateway"));

        await fixture.RunAsync();

        fixture.AssertComplete();
        Assert.Equal(2, fixture.Clock.Pauses.Count);
    }

    [Fact]
    public async Task RunAsync_BatchRefused_StopsAtOnceWithTheServersWords()
    {
        await using LfsDownloadFixture fixture = new(files: 2);
        fixture.Server.BatchScript.Enqueue(LfsDownloadServer.Text(403, Lfs, "{\"message\": \"This repository exceeded its LFS budget\"}"));

        IOException error = await Assert.ThrowsAsync<IOException>(() => fixture.RunAsync());

        Assert.Equal(
            $"{fixture.Server.Endpoint} cannot be used: 127.0.0.1 answers 403 This repository exceeded its LFS budget; run the same command again to continue",
            error.Message);
        Assert.Empty(fixture.Clock.Pauses);
    }

    [Fact]
    public async Task RunAsync_BatchStalls_IsTriedAgain()
    {
        await using LfsDownloadFixture fixture = new(files: 1);
        TaskCompletionSource stalled = new(TaskCreationOptions.RunContinuationsAsynchronously);
        fixture.Server.BatchScript.Enqueue(context =>
        {
            stalled.SetResult();
            return Task.Delay(Timeout.Infinite, fixture.Server.End);
        });

        Task<LfsDownloadResult> run = fixture.RunAsync();
        await stalled.Task;
        fixture.Clock.Advance(LfsDownloadClock.StallTimeout);

        Assert.True((await run).IsComplete);
        Assert.Equal(2, fixture.Server.Batches.Count);
    }

    [Fact]
    public async Task RunAsync_BatchMoved_IsPostedToTheNewAddress()
    {
        await using LfsDownloadFixture fixture = new(files: 2);
        fixture.Server.BatchScript.Enqueue(context => LfsDownloadServer.Status(301, "Location", "/elsewhere")(context, []));

        await fixture.RunAsync();

        fixture.AssertComplete();
        Assert.Equal(2, fixture.Server.Batches.Count); // with its body both times
    }

    [Fact]
    public async Task RunAsync_ServerNotReachable_SaysSo()
    {
        await using LfsDownloadFixture fixture = new(files: 2);
        fixture.Config = fixture.Config with { Endpoint = new Uri($"http://127.0.0.1:{LfsDownloadServer.FreePort()}/objects/batch") };

        IOException error = await Assert.ThrowsAsync<IOException>(() => fixture.RunAsync());

        Assert.Contains($"{fixture.Config.Endpoint} cannot be used: Connection refused", error.Message, StringComparison.Ordinal);
        Assert.EndsWith("run the same command again to continue", error.Message, StringComparison.Ordinal);
        Assert.Equal(fixture.Config.Tries - 1, fixture.Clock.Pauses.Count);
        Assert.Equal(["CREMA-D.txt"], fixture.Names());
    }

    [Theory]
    [InlineData("expires_in", "20", 3)]                       // too short to rely on: asked for every file
    [InlineData("expires_in", "3600", 1)]
    [InlineData("expires_in", "0", 1)]                        // 0 is what some servers write for "never"
    [InlineData("expires_at", "2030-01-01T00:00:20Z", 3)]     // the test clock stands at 2030-01-01 00:00:00
    [InlineData("expires_at", "2030-01-01T01:00:00Z", 1)]
    [InlineData("expires_at", "0001-01-01T00:00:00Z", 1)]
    public async Task RunAsync_AddressExpires_AsksForANewOne(string property, string value, int batches)
    {
        await using LfsDownloadFixture fixture = new(files: 3);
        fixture.Config = fixture.Config with { ConcurrentDownloads = 1 };
        fixture.Server.EditObject = (item, _) =>
        {
            JsonNode download = item["actions"]!["download"]!;
            download.AsObject().Remove("expires_in");
            download[property] = property == "expires_in" ? int.Parse(value) : value;
        };

        await fixture.RunAsync();

        fixture.AssertComplete();
        Assert.Equal(batches, fixture.Server.Batches.Count);
    }

    [Fact]
    public async Task RunAsync_AddressRefused_AsksForANewOne()
    {
        await using LfsDownloadFixture fixture = new(files: 1);
        fixture.Server.Script(fixture.Server.Manifest[0], LfsDownloadServer.Status(403));

        await fixture.RunAsync();

        fixture.AssertComplete();
        Assert.Equal(2, fixture.Server.Batches.Count);
    }
}
