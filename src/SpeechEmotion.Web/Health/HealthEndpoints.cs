using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace SpeechEmotion.Web.Health;

/// <summary><c>/healthz/live</c>: the process answers; <c>/healthz/ready</c>: the model does, too. Neither needs a key.</summary>
internal static class HealthEndpoints
{
    private static readonly string[] s_reading = [HttpMethods.Get, HttpMethods.Head];

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/healthz/live", s_reading, () => Results.Text("live")).ExcludeFromDescription();
        routes.MapMethods("/healthz/ready", s_reading, (ReadyProbe probe) => probe.Check() is { } fault
            ? Results.Text($"not ready: {fault}", statusCode: StatusCodes.Status503ServiceUnavailable)
            : Results.Text("ready")).ExcludeFromDescription();
    }
}
