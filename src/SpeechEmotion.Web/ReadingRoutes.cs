using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace SpeechEmotion.Web;

/// <summary>Addresses that only tell something.</summary>
internal static class ReadingRoutes
{
    private static readonly string[] s_head = [HttpMethods.Head];

    /// <summary>Maps an address to read: <c>HEAD</c> gives the headers of <c>GET</c> alone, and is not described by itself.</summary>
    public static RouteHandlerBuilder MapRead(this IEndpointRouteBuilder routes, string pattern, Delegate handler)
    {
        routes.MapMethods(pattern, s_head, handler).ExcludeFromDescription();
        return routes.MapGet(pattern, handler);
    }
}
