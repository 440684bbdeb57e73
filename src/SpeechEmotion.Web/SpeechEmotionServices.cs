using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using SpeechEmotion.Recognition;
using SpeechEmotion.Web.Health;
using SpeechEmotion.Web.Hosting;
using SpeechEmotion.Web.Problems;
using SpeechEmotion.Web.Recognitions;
using SpeechEmotion.Web.Sessions;
using SpeechEmotion.Web.Streaming;

namespace SpeechEmotion.Web;

/// <summary>Emotion recognition among the services of an ASP.NET Core application.</summary>
public static class SpeechEmotionServices
{
    /// <summary>Name of the OpenAPI document.</summary>
    internal const string Document = "speech-emotion";

    /// <summary>Adds what <see cref="SpeechEmotionEndpoints.MapSpeechEmotion"/> needs. The model is loaded on first use.</summary>
    /// <param name="services">The services.</param>
    /// <param name="config">The model and the limits; null takes the defaults.</param>
    /// <exception cref="ArgumentException">The configuration has faults.</exception>
    public static IServiceCollection AddSpeechEmotion(this IServiceCollection services, ServerConfig? config = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        config ??= new ServerConfig();
        string[] faults = [.. config.Validate()];
        if (faults.Length > 0)
        {
            throw new ArgumentException(string.Join("; ", faults), nameof(config));
        }

        services.AddSingleton(config);
        services.TryAddSingleton(TimeProvider.System);
        RecognitionServices.AddSpeechEmotion(services, config.Model);
        services.AddSingleton(new MemoryBudget(config.Limits.MaximumBufferedBytes));
        services.AddSingleton<Shutdown>();
        services.AddSingleton<UploadReader>();
        services.AddSingleton<RecognitionEngine>();
        services.AddSingleton<RecognitionStore>();
        services.AddSingleton<SessionStore>();
        services.AddSingleton<StreamEndpoint>();
        services.AddSingleton<ReadyProbe>();
        services.AddSingleton<RequestGuard>();
        services.AddOpenApi(Document, options =>
        {
            options.ShouldInclude = endpoint => endpoint.GroupName == Document;
            options.AddDocumentTransformer((document, _, _) =>
            {
                document.Info.Title = "SpeechEmotion";
                document.Info.Version = "v1";
                document.Info.Description = "Recognises emotions in speech: a recording in, a probability for each emotion out.";
                return Task.CompletedTask;
            });
        });
        return services;
    }
}
