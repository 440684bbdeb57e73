using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace SpeechEmotion.Recognition;

/// <summary>
/// What the library tells about its work to whoever listens, such as OpenTelemetry: how many recognitions, of how many seconds of sound, in what time, with which answers. Nothing of the content
/// and no name of a file. Nobody listens by default, and then it costs nothing.
/// </summary>
public static class RecognitionTelemetry
{
    /// <summary>The name of the meter and of the activity source.</summary>
    public const string SourceName = "SpeechEmotion.Recognition";

    /// <summary>One answer for a clip.</summary>
    internal const string Clip = "clip";

    /// <summary>One answer for a recording longer than a clip.</summary>
    internal const string Recording = "recording";

    /// <summary>Emotion over time.</summary>
    internal const string Timeline = "timeline";

    private static readonly ActivitySource s_activities = new(SourceName);
    private static readonly Meter s_meter = new(SourceName);
    private static readonly Counter<long> s_recognitions = s_meter.CreateCounter<long>("speech_emotion.recognitions", "{recognition}", "Recognitions that ended with an answer, by kind.");
    private static readonly Counter<double> s_audio = s_meter.CreateCounter<double>("speech_emotion.audio", "s", "Seconds of sound that were recognised, by kind.");
    private static readonly Counter<long> s_answers = s_meter.CreateCounter<long>("speech_emotion.answers", "{answer}", "Answers, by answer: an emotion, unsure or noSpeech; over time, one per segment.");

    private static readonly Histogram<double> s_duration = s_meter.CreateHistogram<double>(
        "speech_emotion.recognition.duration", "s", "From the first sample to the answer, by kind; for live sound it includes the waiting.");

    /// <summary>Tells of a recognition that has ended.</summary>
    /// <param name="kind">Its kind.</param>
    /// <param name="started">When it began, by <see cref="Stopwatch.GetTimestamp"/>.</param>
    /// <param name="seconds">Seconds of sound.</param>
    /// <param name="scores">The answer; null if its segments have been counted.</param>
    internal static void Tell(string kind, long started, double seconds, EmotionScores? scores)
    {
        TimeSpan elapsed = Stopwatch.GetElapsedTime(started);
        KeyValuePair<string, object?> tag = new("kind", kind);
        s_recognitions.Add(1, tag);
        s_audio.Add(seconds, tag);
        s_duration.Record(elapsed.TotalSeconds, tag);
        using Activity? activity = s_activities.StartActivity(ActivityKind.Internal, startTime: DateTimeOffset.UtcNow - elapsed, name: $"recognize {kind}");
        activity?.SetTag("speech_emotion.kind", kind).SetTag("speech_emotion.seconds", Math.Round(seconds, 3));
        if (scores is not null)
        {
            activity?.SetTag("speech_emotion.answer", scores.Answer);
            Count(scores);
        }
    }

    /// <summary>Counts an answer.</summary>
    internal static void Count(EmotionScores scores) => s_answers.Add(1, new KeyValuePair<string, object?>("answer", scores.Answer));
}
