using System.Diagnostics;
using System.Net;
using System.Text;
using SpeechEmotion.Tests;
using Xunit;

namespace SpeechEmotion.Cli.Tests.Commands;

/// <summary>What <c>ser serve</c> sends to a collector that the environment names.</summary>
public sealed class ServeTelemetryTests(TestModel model)
{
    [Fact]
    public async Task Serve_CollectorNamed_SendsMetricsAndTracesWithoutContent()
    {
        using HttpListener collector = Listen(out string address);
        using Process server = Start(address, model.File);
        try
        {
            await RequireAsync(server, collector);
        }
        finally
        {
            server.Kill();
        }
    }

    private static async Task RequireAsync(Process server, HttpListener collector)
    {
        string line = (await server.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken))!;
        string page = line.Split(' ').First(word => word.StartsWith("http", StringComparison.Ordinal)).TrimEnd(';');
        using HttpClient client = new();
        using HttpResponseMessage response = await client.PostAsync($"{page}/v1/recognitions?name=secretname.wav", new ByteArrayContent(await File.ReadAllBytesAsync(Repository.PathOf("samples/audio/announcement.wav"))));
        Assert.True(response.IsSuccessStatusCode);

        Dictionary<string, string> sent = [];
        while (!(sent.GetValueOrDefault("/v1/metrics", "").Contains("speech_emotion.recognitions", StringComparison.Ordinal) && sent.GetValueOrDefault("/v1/traces", "").Contains("recognize", StringComparison.Ordinal)))
        {
            HttpListenerContext request = await collector.GetContextAsync().WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
            using MemoryStream body = new();
            await request.Request.InputStream.CopyToAsync(body, TestContext.Current.CancellationToken);
            string path = request.Request.Url!.AbsolutePath;
            sent[path] = sent.GetValueOrDefault(path, "") + Encoding.Latin1.GetString(body.ToArray());
            request.Response.Close();
        }

        Assert.All(sent.Values, text => Assert.DoesNotContain("secretname", text, StringComparison.Ordinal));
    }

    private static Process Start(string collector, string model)
    {
        ProcessStartInfo start = new("dotnet", [Path.Combine(AppContext.BaseDirectory, "ser.dll"), "serve", "--urls", "http://127.0.0.1:0", "--model", model]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment[Telemetry.EndpointVariable] = collector;
        start.Environment["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf";
        start.Environment["OTEL_METRIC_EXPORT_INTERVAL"] = "500";
        start.Environment["OTEL_BSP_SCHEDULE_DELAY"] = "500";
        return Process.Start(start)!;
    }

    private static HttpListener Listen(out string address)
    {
        while (true)
        {
            HttpListener listener = new();
            address = $"http://127.0.0.1:{Random.Shared.Next(20_000, 60_000)}";
            listener.Prefixes.Add($"{address}/");
            try
            {
                listener.Start();
                return listener;
            }
            catch (HttpListenerException)
            {
                listener.Close(); // the port is taken
            }
        }
    }
}
