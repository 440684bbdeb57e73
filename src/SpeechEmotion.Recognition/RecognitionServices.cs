using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace SpeechEmotion.Recognition;

/// <summary>Emotion recognition among the services of an application.</summary>
public static class RecognitionServices
{
    /// <summary>
    /// Adds an <see cref="EmotionRecognizer"/> that the whole application shares, unless there is one. The model is loaded on first use, logs to the application's log, and is freed with it.
    /// </summary>
    /// <typeparam name="TServices">The collection of services. (Where SpeechEmotion.Web is in use, its method of the same name, which adds more, comes first.)</typeparam>
    /// <param name="services">The services.</param>
    /// <param name="model">The model file; null takes the model that ships with the library.</param>
    /// <param name="config">How it is loaded and used; null takes the defaults.</param>
    /// <exception cref="ArgumentException">The configuration has faults.</exception>
    public static TServices AddSpeechEmotion<TServices>(this TServices services, string? model = null, RecognizerConfig? config = null)
        where TServices : IServiceCollection
    {
        ArgumentNullException.ThrowIfNull(services);
        RecognizerConfig given = EmotionRecognizer.Checked(config);
        services.TryAddSingleton(provider =>
        {
            RecognizerConfig how = given.Log is null ? given with { Log = provider.GetService<ILoggerFactory>()?.CreateLogger<EmotionRecognizer>() } : given;
            return model is null ? EmotionRecognizer.Load(how) : EmotionRecognizer.Load(model, how);
        });
        return services;
    }
}
