using Microsoft.Extensions.Logging;

namespace SpeechEmotion.Recognition;

/// <summary>What a recognizer logs.</summary>
internal static partial class RecognizerLog
{
    [LoggerMessage(1, LogLevel.Information, "Loaded the model '{Model}' ({Digest}): {Emotions} emotions, {Rate} Hz, {Gate}.")]
    public static partial void Loaded(ILogger log, string model, string digest, int emotions, int rate, string gate);

    [LoggerMessage(2, LogLevel.Debug, "Answered noSpeech: {Seconds:0.###} s of sound are too little to be judged.")]
    public static partial void TooShort(ILogger log, double seconds);

    [LoggerMessage(3, LogLevel.Debug, "The recording is longer than {Seconds} s and is answered in parts.")]
    public static partial void InParts(ILogger log, int seconds);

    [LoggerMessage(4, LogLevel.Debug, "{Channels} channels at {Rate} Hz are heard {How} at {ModelRate} Hz.")]
    public static partial void Opened(ILogger log, int channels, int rate, string how, int modelRate);

    [LoggerMessage(5, LogLevel.Debug, "{Warning}")]
    public static partial void Odd(ILogger log, string warning);

    [LoggerMessage(6, LogLevel.Warning, "A recording was not quite as its header says, and was read as far as it goes.")]
    public static partial void OddRecording(ILogger log);
}
