using System.Diagnostics;
using System.Text.Json;
using SpeechEmotion.Tests;
using SpeechEmotion.Web;
using Xunit;

namespace SpeechEmotion.Cli.Tests.Serving;

/// <summary>The memory of <c>ser serve</c> while large bodies come and go.</summary>
public sealed class ServeMemoryTests(TestModel model)
{
    private const int LargeBody = 30_000_000;

    [Theory]
    [InlineData(160_000_000, 16, 352_000_000)]
    [InlineData(64_000_000, 0, 192_000_000)]
    public void Needed_Limits_HaveRoomForAllThatTheyAllow(long buffered, int streams, long expected) =>
        Assert.Equal(expected, ServerMemory.Needed(new LimitsConfig { MaximumBufferedBytes = buffered, ConcurrentStreams = streams }));

    [Fact]
    public async Task Serve_LargeBodiesOneAfterTheOther_LeaveNoGarbage()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The most memory of a process is read from /proc.");
        string config = Path.GetTempFileName();
        await File.WriteAllTextAsync(config, """{ "limits": { "maximumBufferedBytes": 64000000, "concurrentStreams": 0 } }""", TestContext.Current.CancellationToken);
        using Process server = Process.Start(new ProcessStartInfo(
            "dotnet", [Path.Combine(AppContext.BaseDirectory, "ser.dll"), "serve", "--urls", "http://127.0.0.1:0", "--model", model.File, "--config", config])
        { RedirectStandardOutput = true })!;
        try
        {
            string page = (await server.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken))!.Split(' ').First(word => word.StartsWith("http", StringComparison.Ordinal)).TrimEnd(';');
            using HttpClient client = new() { BaseAddress = new Uri(page) };
            byte[] sound = await File.ReadAllBytesAsync(Repository.PathOf("samples/audio/announcement.wav"), TestContext.Current.CancellationToken);
            await AnswerAsync(client, sound, 200);
            double before = await PeakAsync(server);
            for (int i = 0; i < 20; i++)
            {
                await AnswerAsync(client, new byte[LargeBody], 422);
            }

            await AnswerAsync(client, sound, 200);
            Assert.InRange(await PeakAsync(server) - before, 0, 4.0 * LargeBody); // of 20 bodies, each held once
        }
        finally
        {
            server.Kill();
            File.Delete(config);
        }
    }

    private static async Task AnswerAsync(HttpClient client, byte[] body, int status)
    {
        using HttpResponseMessage response = await client.PostAsync("/v1/recognitions", new ByteArrayContent(body));
        Assert.Equal(status, (int)response.StatusCode);
        JsonDocument.Parse(await response.Content.ReadAsStringAsync()).Dispose();
    }

    /// <summary>The most memory that a process has ever held, in bytes.</summary>
    private static async Task<double> PeakAsync(Process process)
    {
        string line = (await File.ReadAllLinesAsync($"/proc/{process.Id}/status")).First(line => line.StartsWith("VmHWM", StringComparison.Ordinal));
        return 1024 * double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]);
    }
}
