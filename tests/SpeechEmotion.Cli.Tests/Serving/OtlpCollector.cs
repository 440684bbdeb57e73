using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;
using Xunit;

namespace SpeechEmotion.Cli.Tests.Serving;

/// <summary>A collector of OpenTelemetry that keeps what it is sent, as text in which the names of a protobuf message can be found.</summary>
internal sealed class OtlpCollector : IAsyncDisposable
{
    private readonly WebApplication _app;

    private OtlpCollector(bool isGrpc)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = isGrpc ? HttpProtocols.Http2 : HttpProtocols.Http1));
        _app = builder.Build();
        _app.Run(context => TakeAsync(context, isGrpc));
    }

    /// <summary>Where it listens.</summary>
    public string Address => _app.Urls.Single();

    /// <summary>All that has come, by the path that it was sent to.</summary>
    public ConcurrentDictionary<string, string> Received { get; } = new();

    public static async Task<OtlpCollector> StartAsync(bool isGrpc)
    {
        OtlpCollector collector = new(isGrpc);
        await collector._app.StartAsync(TestContext.Current.CancellationToken);
        return collector;
    }

    /// <summary>Waits until all names have come to a path.</summary>
    public async Task WaitAsync(string path, params string[] names)
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromMinutes(1));
        while (!names.All(name => Received.GetValueOrDefault(path, "").Contains(name, StringComparison.Ordinal)))
        {
            await Task.Delay(100, limit.Token);
        }
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task TakeAsync(HttpContext context, bool isGrpc)
    {
        using MemoryStream body = new();
        await context.Request.Body.CopyToAsync(body);
        string text = Encoding.Latin1.GetString(body.ToArray());
        Received.AddOrUpdate(context.Request.Path, text, (_, before) => before + text);
        if (isGrpc)
        {
            context.Response.ContentType = "application/grpc";
            await context.Response.Body.WriteAsync(new byte[5]); // an empty message
            context.Response.AppendTrailer("grpc-status", "0");
        }
    }
}
