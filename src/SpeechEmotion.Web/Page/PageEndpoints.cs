using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;

namespace SpeechEmotion.Web.Page;

/// <summary>The page, at the root: its own files and nobody else's.</summary>
internal static class PageEndpoints
{
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; connect-src 'self'; media-src 'self' blob:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static readonly string[] s_reading = [HttpMethods.Get, HttpMethods.Head];

    public static void Map(IEndpointRouteBuilder routes)
    {
        PageAssets assets = new();
        foreach (string name in assets.Names)
        {
            PageAsset asset = assets.Find(name)!;
            routes.MapMethods($"/{name}", s_reading, (HttpContext http) => Serve(http, asset)).ExcludeFromDescription();
            if (name == "index.html")
            {
                routes.MapMethods("/", s_reading, (HttpContext http) => Serve(http, asset)).ExcludeFromDescription();
            }
        }
    }

    private static IResult Serve(HttpContext http, PageAsset asset)
    {
        IHeaderDictionary headers = http.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Permissions-Policy"] = "microphone=(self), camera=(), geolocation=()";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers.CacheControl = "no-cache";
        return Results.Bytes(asset.Bytes, asset.Type, entityTag: new EntityTagHeaderValue(asset.Tag));
    }
}
