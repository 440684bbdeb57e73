using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using SpeechEmotion.Recognition;
using SpeechEmotion.Web.Description;
using SpeechEmotion.Web.Health;
using SpeechEmotion.Web.Problems;
using SpeechEmotion.Web.Recognitions;
using SpeechEmotion.Web.Sessions;
using SpeechEmotion.Web.Streaming;

namespace SpeechEmotion.Web;

/// <summary>The API in an ASP.NET Core application.</summary>
public static class SpeechEmotionEndpoints
{
    /// <summary>
    /// Maps <c>/v1/recognitions</c>, <c>/v1/sessions</c>, <c>/v1/saliency</c>, <c>/v1/models</c>, <c>/healthz/live</c>, <c>/healthz/ready</c> and <c>/openapi/speech-emotion.json</c>, which need
    /// <see cref="SpeechEmotionServices.AddSpeechEmotion"/> and no middleware.
    /// </summary>
    /// <param name="routes">The application.</param>
    /// <returns>The endpoints below <c>/v1</c>, to add conventions to, such as authorisation.</returns>
    public static IEndpointConventionBuilder MapSpeechEmotion(this IEndpointRouteBuilder routes)
    {
        ArgumentNullException.ThrowIfNull(routes);
        RequestGuard guard = routes.ServiceProvider.GetRequiredService<RequestGuard>();
        RouteGroupBuilder api = routes.MapGroup("/v1");
        api.AddEndpointFilter(guard).WithGroupName(SpeechEmotionServices.Document);
        RecognitionEndpoints.Map(api);
        SaliencyEndpoint.Map(api);
        SessionEndpoints.Map(api);
        StreamEndpoint.Map(api);
        api.MapRead("/models", GetModels).WithName("getModels").Describe(ApiOperations.Models);
        HealthEndpoints.Map(routes);
        routes.MapOpenApi();
        return api;
    }

    private static IResult GetModels(EmotionRecognizer recognizer)
    {
        using JsonDocument card = JsonDocument.Parse(recognizer.Card.ToJson());
        return Results.Json(new Dictionary<string, JsonElement[]> { ["models"] = [card.RootElement.Clone()] });
    }
}
