using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using SpeechEmotion.Tests;
using Xunit;

namespace SpeechEmotion.Cli.Tests.Serving;

/// <summary>What <c>ser serve</c> sends to a collector that the environment names.</summary>
public sealed class ServeTelemetryTests(TestModel model)
{
    private const string Key = "secret-key-of-this-server";

    [Theory]
    [InlineData("http/protobuf", "/v1/metrics", "/v1/traces")]
    [InlineData("grpc", "/opentelemetry.proto.collector.metrics.v1.MetricsService/Export", "/opentelemetry.proto.collector.trace.v1.TraceService/Export")]
    public async Task Serve_CollectorNamed_SendsMetricsAndTracesWithoutContent(string protocol, string metrics, string traces)
    {
        await using OtlpCollector collector = await OtlpCollector.StartAsync(isGrpc: protocol == "grpc");
        using Process server = Start(collector.Address, protocol, model.File);
        try
        {
            string[] secrets = [.. await AskAsync(server), Key];
            await collector.WaitAsync(metrics, "speech_emotion.recognitions", "speech_emotion.audio", "speech_emotion.recognition.duration", "speech_emotion.answers", "http.server.request.duration");
            await collector.WaitAsync(traces, "recognize", "Microsoft.AspNetCore");
            Assert.Equal([metrics, traces], collector.Received.Keys.Order(StringComparer.Ordinal));
            foreach (string text in collector.Received.Values)
            {
                Assert.All(secrets, secret => Assert.DoesNotContain(secret, text, StringComparison.Ordinal));
            }
        }
        finally
        {
            server.Kill();
        }
    }

    [Fact]
    public async Task Serve_CollectorIsNotThere_AnswersNevertheless()
    {
        using Process server = Start("http://127.0.0.1:9", "http/protobuf", model.File);
        try
        {
            await AskAsync(server);
        }
        finally
        {
            server.Kill();
        }
    }

    /// <summary>Has a recording recognised and heard by a session.</summary>
    /// <returns>What belongs to the client: names, ids, and the beginning of the sound.</returns>
    private static async Task<string[]> AskAsync(Process server)
    {
        string line = (await server.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken))!;
        string page = line.Split(' ').First(word => word.StartsWith("http", StringComparison.Ordinal)).TrimEnd(';');
        // Whether other tests here trace their requests must not decide whether the server traces this one.
        using SocketsHttpHandler handler = new() { ActivityHeadersPropagator = null };
        using HttpClient client = new(handler) { BaseAddress = new Uri(page), DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", Key) } };
        using HttpResponseMessage created = await client.PostAsync("/v1/sessions", null, TestContext.Current.CancellationToken);
        string session = (await created.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken)).GetProperty("id").GetString()!;
        byte[] sound = await File.ReadAllBytesAsync(Repository.PathOf("samples/audio/announcement.wav"), TestContext.Current.CancellationToken);
        using MultipartFormDataContent form = new() { { new ByteArrayContent(sound), "file", "secretfile.wav" } };
        using HttpResponseMessage response = await client.PostAsync($"/v1/recognitions?name=secretname.wav&session={session}", form, TestContext.Current.CancellationToken);
        Assert.True(response.IsSuccessStatusCode);
        using HttpResponseMessage kept = await client.GetAsync($"/v1/sessions/{session}", TestContext.Current.CancellationToken);
        Assert.True(kept.IsSuccessStatusCode);
        return ["secretname", "secretfile", session, Encoding.Latin1.GetString(sound, 10_000, 64)];
    }

    private static Process Start(string collector, string protocol, string model)
    {
        ProcessStartInfo start = new("dotnet", [Path.Combine(AppContext.BaseDirectory, "ser.dll"), "serve", "--urls", "http://127.0.0.1:0", "--model", model]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["SER_API_KEY"] = Key;
        start.Environment[Telemetry.EndpointVariable] = collector;
        start.Environment["OTEL_EXPORTER_OTLP_PROTOCOL"] = protocol;
        start.Environment["OTEL_METRIC_EXPORT_INTERVAL"] = "500";
        start.Environment["OTEL_BSP_SCHEDULE_DELAY"] = "500";
        return Process.Start(start)!;
    }
}
