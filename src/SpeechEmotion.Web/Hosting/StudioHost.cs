using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SpeechEmotion.Datasets;
using SpeechEmotion.Recognition;
using SpeechEmotion.Web.Page;
using SpeechEmotion.Web.Problems;

namespace SpeechEmotion.Web.Hosting;

/// <summary>The server that <c>ser serve</c> starts: the page and the API in a process of their own, with limits on connections and headers, too.</summary>
public static class StudioHost
{
    private const double SlowestBodyBytesPerSecond = 1024;

    private static readonly TimeSpan s_slowStart = TimeSpan.FromSeconds(10), s_lastSeconds = TimeSpan.FromSeconds(8);
    private static readonly string[] s_loopbackNames = ["localhost", "127.0.0.1", "[::1]"];

    /// <summary>Makes a server, which is yet to be started.</summary>
    /// <param name="config">The model and the limits.</param>
    /// <param name="urls">Where it listens, such as <c>http://127.0.0.1:5000</c>; port 0 takes a free one.</param>
    /// <param name="allowAnonymous">Whether other machines may use it without a key.</param>
    /// <param name="configure">Adds what belongs to the process, such as what watches it; null adds nothing.</param>
    /// <exception cref="ArgumentException">The configuration or an address has faults, or other machines could use the server without a key.</exception>
    /// <exception cref="InvalidDataException">The model cannot be loaded.</exception>
    public static WebApplication Create(ServerConfig config, IReadOnlyList<string> urls, bool allowAnonymous = false, Action<WebApplicationBuilder>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(urls);
        if (urls.Count == 0)
        {
            throw new ArgumentException("there is no address to listen at; name one such as http://127.0.0.1:5000", nameof(urls));
        }

        BindingAddress[] addresses = [.. urls.Select(Parse)];
        bool isLocal = addresses.All(IsLoopback);
        if (!isLocal && config.ApiKey is null && !allowAnonymous)
        {
            string open = $"{addresses.First(address => !IsLoopback(address))}";
            throw new ArgumentException($"{open} can be reached from other machines: set an API key, or allow everybody with --allow-anonymous", nameof(urls));
        }

        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "ser" });
        builder.Logging.AddSimpleConsole(console => console.SingleLine = true).SetMinimumLevel(LogLevel.Warning).AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None); // whoever starts the host is told by an exception
        builder.Logging.Services.Configure<Microsoft.Extensions.Logging.Console.ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.WebHost.UseKestrelCore().UseUrls([.. urls]).ConfigureKestrel(kestrel => Configure(kestrel, config.Limits));
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = s_lastSeconds); // then connections are cut
        builder.Services.AddRouting();
        builder.Services.AddSpeechEmotion(config);
        configure?.Invoke(builder);
        if (isLocal)
        {
            // A page that has its own name point here does not get in.
            builder.Services.AddHostFiltering(filter => (filter.AllowedHosts, filter.IncludeFailureMessage) = (s_loopbackNames, false));
        }

        WebApplication app = builder.Build();
        app.UseForwardedHeaders(Forwarded(config));
        app.UseStatusCodePages(pages => Explain(pages.HttpContext));
        if (isLocal)
        {
            app.UseHostFiltering();
        }

        app.UseWebSockets(new WebSocketOptions { KeepAliveInterval = TimeSpan.FromSeconds(15), KeepAliveTimeout = TimeSpan.FromSeconds(config.Limits.StreamIdleSeconds) });
        app.MapSpeechEmotion();
        PageEndpoints.Map(app);
        app.Services.GetRequiredService<EmotionRecognizer>(); // a model that cannot be loaded is told now
        return app;
    }

    private static BindingAddress Parse(string url)
    {
        BindingAddress address;
        try
        {
            address = BindingAddress.Parse(url);
        }
        catch (FormatException)
        {
            throw new ArgumentException($"{PlainName.Quote(url)} is no address to listen at; name one such as http://127.0.0.1:5000", nameof(url));
        }

        if (address.Port > IPEndPoint.MaxPort)
        {
            throw new ArgumentException($"{PlainName.Quote(url)} has the port {address.Port}; it must be 0 to {IPEndPoint.MaxPort}", nameof(url));
        }

        if (address is { Scheme: "http", Port: 0 } && address.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase))
        {
            throw new ArgumentException($"{PlainName.Quote(url)} is two addresses, which cannot share a free port; write http://127.0.0.1:0", nameof(url));
        }

        bool isPlain = address is { Scheme: "http", PathBase: "", IsUnixPipe: false, Port: >= 0 } && (!address.Host.Contains(':', StringComparison.Ordinal) || address.Host is ['[', .., ']']);
        return isPlain
            ? address
            : throw new ArgumentException($"{PlainName.Quote(url)} must be http://ADDRESS:PORT; for https, put a proxy before the server (docs/server.md)", nameof(url));
    }

    private static bool IsLoopback(BindingAddress address) =>
        address.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(address.Host.Trim('[', ']'), out IPAddress? ip) && IPAddress.IsLoopback(ip));

    private static void Configure(KestrelServerOptions kestrel, LimitsConfig limits)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = limits.CutBytes;
        kestrel.Limits.MaxConcurrentConnections = limits.Connections;
        kestrel.Limits.MaxConcurrentUpgradedConnections = limits.ConcurrentStreams + 1; // one more, to be told that there are too many
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(limits.HeaderSeconds);
        kestrel.Limits.KeepAliveTimeout = TimeSpan.FromSeconds(limits.IdleSeconds);
        kestrel.Limits.MinRequestBodyDataRate = new MinDataRate(SlowestBodyBytesPerSecond, s_slowStart);
    }

    private static ForwardedHeadersOptions Forwarded(ServerConfig config)
    {
        ForwardedHeadersOptions options = new() { ForwardedHeaders = config.TrustedProxies.Count > 0 ? ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto : ForwardedHeaders.None };
        options.KnownProxies.Clear();
        foreach (string proxy in config.TrustedProxies)
        {
            options.KnownProxies.Add(IPAddress.Parse(proxy));
        }

        return options;
    }

    /// <summary>Gives an error that has no body one.</summary>
    private static Task Explain(HttpContext context)
    {
        HttpRequest request = context.Request;
        string unknown = $"{request.Method} {request.Path} is not part of the API; see /openapi/speech-emotion.json.";
        ProblemException problem = context.Response.StatusCode switch
        {
            StatusCodes.Status400BadRequest => new ProblemException(ProblemKind.BadRequest, $"The server answers to {string.Join(", ", s_loopbackNames)} and to no other name."),
            StatusCodes.Status404NotFound => new ProblemException(ProblemKind.UnknownAddress, unknown),
            StatusCodes.Status405MethodNotAllowed => new ProblemException(new ProblemKind("method-not-allowed", StatusCodes.Status405MethodNotAllowed, "The address has no such method"), unknown),
            int status => new ProblemException(new ProblemKind($"status-{status}", status, "The request failed"), unknown),
        };
        return Problem.Result(context, problem).ExecuteAsync(context);
    }
}
