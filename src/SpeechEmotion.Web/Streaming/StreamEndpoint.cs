using System.Net.WebSockets;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using SpeechEmotion.Recognition;
using SpeechEmotion.Web.Hosting;
using SpeechEmotion.Web.Problems;
using SpeechEmotion.Web.Recognitions;
using SpeechEmotion.Web.Sessions;

namespace SpeechEmotion.Web.Streaming;

/// <summary><c>WS /v1/stream</c>: samples in as one talks, emotions out.</summary>
internal sealed class StreamEndpoint : IDisposable
{
    /// <summary>The subprotocol of clients that name any.</summary>
    public const string Protocol = "speech-emotion";

    private const int LowestRate = 4000, HighestRate = 192_000;
    private static readonly string[] s_parameters = ["rate", "window", "step", "session"];

    private readonly ServerConfig _config;
    private readonly RecognitionEngine _engine;
    private readonly SessionStore _sessions;
    private readonly MemoryBudget _budget;
    private readonly Shutdown _shutdown;
    private readonly ConcurrencyLimiter _places;

    public StreamEndpoint(ServerConfig config, RecognitionEngine engine, SessionStore sessions, MemoryBudget budget, Shutdown shutdown)
    {
        _config = config;
        _engine = engine;
        _sessions = sessions;
        _budget = budget;
        _shutdown = shutdown;
        _places = new ConcurrencyLimiter(new ConcurrencyLimiterOptions { PermitLimit = Math.Max(1, config.Limits.ConcurrentStreams), QueueLimit = 0 });
    }

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/stream", (HttpContext http, StreamEndpoint endpoint) => endpoint.RunAsync(http)).ExcludeFromDescription();

    public void Dispose() => _places.Dispose();

    private async Task<IResult> RunAsync(HttpContext http)
    {
        if (!http.WebSockets.IsWebSocketRequest)
        {
            throw new ProblemException(ProblemKind.BadRequest, "This address is a WebSocket: connect to it with ws: and send 16-bit samples.");
        }

        RecognitionQuery.RequireKnown(http.Request.Query, s_parameters);
        EmotionSession? voice = SessionEndpoints.Find(http.Request, RecognitionQuery.One(http.Request.Query, "session"), _sessions, _engine.Recognizer);
        double rate = RecognitionQuery.Number(http.Request.Query, "rate") ?? 0;
        if (rate is not (>= LowestRate and <= HighestRate) || rate != Math.Floor(rate))
        {
            throw new ProblemException(ProblemKind.BadRequest, $"The parameter 'rate' must be the sample rate, a whole number from {LowestRate} to {HighestRate} Hz.");
        }

        TimelineConfig timeline = RecognitionQuery.Config(RecognitionQuery.Number(http.Request.Query, "window"), RecognitionQuery.Number(http.Request.Query, "step"));
        using RateLimitLease place = _places.AttemptAcquire();
        if (!place.IsAcquired || _config.Limits.ConcurrentStreams == 0)
        {
            throw new ProblemException(ProblemKind.Busy, $"The server allows {_config.Limits.ConcurrentStreams} live streams.", TimeSpan.FromSeconds(10));
        }

        long bytes = StreamSession.Bytes(timeline, (int)rate);
        _budget.Take(bytes, bytes);
        try
        {
            return await RunAsync(http, voice, timeline, (int)rate);
        }
        finally
        {
            _budget.Release(bytes);
        }
    }

    private async Task<IResult> RunAsync(HttpContext http, EmotionSession? voice, TimelineConfig timeline, int rate)
    {
        using WebSocket socket = await http.WebSockets.AcceptWebSocketAsync(new WebSocketAcceptContext
        {
            SubProtocol = http.WebSockets.WebSocketRequestedProtocols.Contains(Protocol) ? Protocol : null,
        });
        using StreamSession session = new(socket, _engine, voice, _config.Limits, timeline, rate);
        await session.RunAsync(Problem.TraceId(http), _shutdown.Begun, http.RequestAborted);
        return Results.Empty;
    }
}
