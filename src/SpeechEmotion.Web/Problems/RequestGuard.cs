using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace SpeechEmotion.Web.Problems;

/// <summary>
/// Stands before every endpoint of the API, wherever it is mounted: refuses pages of other sites, wrong keys and clients that ask too often, and answers every error with a problem document.
/// </summary>
internal sealed partial class RequestGuard : IEndpointFilter, IDisposable
{
    private const string Scheme = "Bearer ";

    private readonly ServerConfig _config;
    private readonly ILogger<RequestGuard> _log;
    private readonly byte[]? _key;
    private readonly PartitionedRateLimiter<HttpContext> _rate;

    public RequestGuard(ServerConfig config, ILogger<RequestGuard> log)
    {
        _config = config;
        _log = log;
        _key = config.ApiKey is { } key ? SHA256.HashData(Encoding.UTF8.GetBytes(key)) : null;
        double perSecond = config.Limits.RequestsPerMinute / 60.0;
        TokenBucketRateLimiterOptions bucket = new()
        {
            TokenLimit = Math.Max(1, config.Limits.RequestsPerMinute / 4),
            TokensPerPeriod = Math.Max(1, (int)perSecond),
            ReplenishmentPeriod = TimeSpan.FromSeconds(Math.Max(1, (int)perSecond) / perSecond),
            QueueLimit = 0,
        };
        _rate = PartitionedRateLimiter.Create<HttpContext, string>(context => RateLimitPartition.GetTokenBucketLimiter(Client(context.Connection.RemoteIpAddress), _ => bucket));
    }

    /// <inheritdoc/>
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        HttpContext http = context.HttpContext;
        http.Response.Headers.CacheControl = "no-store";
        try
        {
            await AdmitAsync(http);
            return await next(context);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            return Results.StatusCode(StatusCodes.Status499ClientClosedRequest); // nobody is there to read it
        }
        catch (Exception e) when (!http.Response.HasStarted)
        {
            ProblemException problem = Problem.Of(e, CancellationToken.None);
            if (problem.Kind == ProblemKind.Internal)
            {
                LogFailure(e, Problem.TraceId(http));
            }

            return Problem.Result(http, problem);
        }
    }

    public void Dispose() => _rate.Dispose();

    /// <summary>Clients are told apart by address; of IPv6, by the network that one subscriber has.</summary>
    internal static string Client(IPAddress? address)
    {
        if (address is null)
        {
            return "";
        }

        address = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return address.AddressFamily == AddressFamily.InterNetworkV6 && !IPAddress.IsLoopback(address)
            ? Convert.ToHexString(address.GetAddressBytes().AsSpan(0, 8))
            : address.ToString();
    }

    private async ValueTask AdmitAsync(HttpContext http)
    {
        if (http.Request.Headers.Origin.FirstOrDefault(origin => !string.IsNullOrEmpty(origin) && !IsOwn(origin, http.Request.Host)) is { } foreign)
        {
            throw new ProblemException(ProblemKind.ForeignOrigin, $"The request comes from a page of {foreign}.");
        }

        if (_key is not null && !CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(Key(http.Request))), _key))
        {
            throw new ProblemException(ProblemKind.Unauthorized, "Send the key in the header 'Authorization: Bearer KEY'.");
        }

        using RateLimitLease lease = await _rate.AcquireAsync(http);
        if (!lease.IsAcquired)
        {
            throw new ProblemException(
                ProblemKind.TooManyRequests,
                $"The server allows {_config.Limits.RequestsPerMinute} requests a minute.",
                lease.TryGetMetadata(MetadataName.RetryAfter, out TimeSpan wait) ? wait : TimeSpan.FromSeconds(1));
        }

        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = _config.Limits.CutBytes;
        }
    }

    /// <summary>Whether a page is one of this server, by the name that the request calls it.</summary>
    private static bool IsOwn(string origin, HostString host) =>
        Uri.TryCreate(origin, UriKind.Absolute, out Uri? site) && host.HasValue && Uri.TryCreate($"{site.Scheme}://{host.Value}", UriKind.Absolute, out Uri? own)
        && string.Equals(site.Authority, own.Authority, StringComparison.OrdinalIgnoreCase);

    /// <summary>The key that the client sends: in a header, or for a WebSocket from a page, which cannot set one, as the subprotocol <c>key.KEY</c>.</summary>
    private static string Key(HttpRequest request)
    {
        if (request.Headers.Authorization is [{ } header] && header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            return header[Scheme.Length..].Trim();
        }

        return request.HttpContext.WebSockets.WebSocketRequestedProtocols.FirstOrDefault(protocol => protocol.StartsWith("key.", StringComparison.Ordinal))?[4..] ?? "";
    }

    [LoggerMessage(LogLevel.Error, "Request {TraceId} failed.")]
    private partial void LogFailure(Exception error, string traceId);
}
