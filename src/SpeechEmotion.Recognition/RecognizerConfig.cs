using Microsoft.Extensions.Logging;
using Microsoft.ML.OnnxRuntime;
using SpeechEmotion.Audio;

namespace SpeechEmotion.Recognition;

/// <summary>How a model is loaded and used. The defaults suit most programs.</summary>
public sealed record RecognizerConfig
{
    /// <summary>Threads that work on one clip, 1 or more. Where many clips are recognised at once, 1 each is fastest.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>Changes ONNX Runtime's options before the model is loaded, such as the execution providers; null leaves them as they are.</summary>
    public Action<SessionOptions>? Session { get; init; }

    /// <summary>How files and streams are read that the recognizer opens.</summary>
    public AudioConfig Audio { get; init; } = AudioConfig.Default;

    /// <summary>Told what is decided without a word elsewhere: that a recording was odd or answered in parts, or too short. No names of files at levels above Debug, never what is said. Null tells nobody.</summary>
    public ILogger? Log { get; init; }

    /// <summary>Lists every fault of the configuration, each with its path; empty if there is none.</summary>
    public IEnumerable<string> Validate(string path = "recognizer")
    {
        if (Threads < 1)
        {
            yield return $"{path}.threads is {Threads}; it must be 1 or more";
        }
    }
}
