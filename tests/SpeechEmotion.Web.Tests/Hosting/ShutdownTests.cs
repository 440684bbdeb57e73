using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;
using SpeechEmotion.Web.Hosting;
using Xunit;

namespace SpeechEmotion.Web.Tests.Hosting;

/// <summary>The end of a server whose clients are still there.</summary>
public sealed class ShutdownTests
{
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(20); // without an end of their own, streams and events would hold it for half a minute

    [Fact]
    public async Task Stop_ClientsOfEveryKind_AreToldAndNothingIsLogged()
    {
        using ErrorLog log = new();
        WebApplication app = StudioHost.Create(new ServerConfig(), ["http://127.0.0.1:0"], configure: builder => builder.Logging.AddProvider(log));
        await app.StartAsync(TestContext.Current.CancellationToken);
        Uri address = new(app.Urls.Single());
        using HttpClient client = new() { BaseAddress = address };
        byte[] recording = TestServer.LongClip(600);

        using ClientWebSocket stream = new();
        await stream.ConnectAsync(new Uri($"ws://{address.Authority}/v1/stream?rate=16000"), TestContext.Current.CancellationToken);
        await stream.SendAsync(new byte[64000], WebSocketMessageType.Binary, endOfMessage: true, TestContext.Current.CancellationToken);
        using HttpResponseMessage events = await client.SendAsync(Request("/v1/recognitions?timeline&step=0.05&format=events", recording), HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        using HttpRequestMessage asynchronous = Request("/v1/recognitions?timeline&step=0.05", recording);
        asynchronous.Headers.Add("Prefer", "respond-async");
        using HttpResponseMessage accepted = await client.SendAsync(asynchronous, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Accepted, accepted.StatusCode);
        Task<HttpResponseMessage> waiting = client.SendAsync(Request("/v1/recognitions?timeline&step=0.05", recording), TestContext.Current.CancellationToken);
        using TcpClient slow = new();
        await slow.ConnectAsync(address.Host, address.Port, TestContext.Current.CancellationToken);
        await slow.GetStream().WriteAsync(Encoding.ASCII.GetBytes($"POST /v1/recognitions HTTP/1.1\r\nHost: {address.Authority}\r\nContent-Length: 100000\r\n\r\nabc"), TestContext.Current.CancellationToken);
        await Task.Delay(1000, TestContext.Current.CancellationToken); // all of them are at work

        long started = Stopwatch.GetTimestamp();
        Task stopped = app.StopAsync(TestContext.Current.CancellationToken);
        Assert.Equal(WebSocketCloseStatus.EndpointUnavailable, await LastAsync(stream));
        string told = await events.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Contains("The server is being stopped.", told[told.LastIndexOf("event: error", StringComparison.Ordinal)..], StringComparison.Ordinal);
        using HttpResponseMessage answer = await waiting;
        Assert.Equal("The server is being stopped.", await TestServer.ProblemAsync(answer, 503, "busy"));
        await stopped; // which cuts the slow body off
        await app.DisposeAsync();
        Assert.True(Stopwatch.GetElapsedTime(started) < s_longest, $"It took {Stopwatch.GetElapsedTime(started)}.");
        Assert.Empty(log.Errors);
    }

    [Fact]
    public async Task Dispose_WithoutStopping_EndsWhatRunsFirst()
    {
        using ErrorLog log = new();
        WebApplication app = StudioHost.Create(new ServerConfig(), ["http://127.0.0.1:0"], configure: builder => builder.Logging.AddProvider(log));
        await app.StartAsync(TestContext.Current.CancellationToken);
        using HttpClient client = new() { BaseAddress = new Uri(app.Urls.Single()) };
        byte[] recording = TestServer.LongClip(600);
        for (int i = 0; i < 6; i++) // more than there are places
        {
            using HttpRequestMessage request = Request("/v1/recognitions?timeline&step=0.05", recording);
            request.Headers.Add("Prefer", "respond-async");
            using HttpResponseMessage accepted = await client.SendAsync(request, TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.Accepted, accepted.StatusCode);
        }

        await app.DisposeAsync();
        Assert.Empty(log.Errors);
    }

    private static HttpRequestMessage Request(string address, byte[] recording) =>
        new(HttpMethod.Post, address) { Content = new ByteArrayContent(recording) { Headers = { ContentType = new MediaTypeHeaderValue("audio/wav") } } };

    /// <summary>Reads to the end of a stream, whose last message must be that the server is being stopped.</summary>
    private static async Task<WebSocketCloseStatus?> LastAsync(ClientWebSocket stream)
    {
        StringBuilder text = new();
        byte[] bytes = new byte[4096];
        WebSocketReceiveResult got;
        while ((got = await stream.ReceiveAsync(bytes, TestContext.Current.CancellationToken)).MessageType != WebSocketMessageType.Close)
        {
            text.Append(Encoding.UTF8.GetString(bytes, 0, got.Count));
        }

        await stream.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, TestContext.Current.CancellationToken);
        Assert.Contains("The server is being stopped.", $"{text}", StringComparison.Ordinal);
        return stream.CloseStatus;
    }
}
