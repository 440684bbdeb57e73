using System.Text.Json;
using SpeechEmotion.Audio;
using SpeechEmotion.Models;
using SpeechEmotion.Recognition;
using SpeechEmotion.Recognition.Formats;

namespace SpeechEmotion.Web.Recognitions;

/// <summary>Results in the formats of the program, written by the same code.</summary>
internal static class ResultWriter
{
    /// <summary>The whole result of a recognition that succeeded.</summary>
    /// <param name="job">The recognition.</param>
    /// <param name="results">What is wanted of its results.</param>
    /// <param name="format">The format.</param>
    /// <param name="card">The model.</param>
    /// <param name="isPlain">Whether to leave out what it was adapted to.</param>
    public static string Write(RecognitionJob job, IReadOnlyList<RecognizedChannel> results, ResultFormat format, ModelCard card, bool isPlain)
    {
        bool isAdapted = job.Voice is not null && !isPlain, isSplit = results.Any(result => result.Channel is not null);
        using StringWriter text = new() { NewLine = "\n" };
        if (job.Query.Timeline is not null)
        {
            using ITimelineWriter writer = CreateTimeline(text, format, card, isAdapted, isSplit);
            foreach (RecognizedChannel result in results)
            {
                writer.Begin(new AudioInput(job.Name, job.Name, result.Channel));
                foreach (EmotionSegment segment in isPlain ? result.Segments : result.Adapted ?? result.Segments)
                {
                    writer.Write(segment);
                }

                writer.End(result.Seconds, null);
            }
        }
        else
        {
            using IPredictionWriter writer = format.Name == "csv" ? new PredictionCsv(text, card.Labels, isAdapted, isSplit) : new PredictionJson(text, card);
            foreach (RecognizedChannel result in results)
            {
                EmotionScores scores = isPlain ? result.Scores!.Adaptation?.Plain ?? result.Scores : result.Scores!;
                writer.Write(new PredictedFile(new AudioInput(job.Name, job.Name, result.Channel), result.Seconds, scores, null));
            }
        }

        return text.ToString();
    }

    /// <summary>A segment as an element of <c>segments</c>, on one line; with its channel if they are heard one by one.</summary>
    public static string Segment(EmotionSegment segment, ModelCard card, int? channel = null)
    {
        using StringWriter text = new();
        using (TimelineJson writer = new(text, card))
        {
            writer.Begin(new AudioInput("", ""));
            writer.Write(segment);
            writer.End(0, null);
        }

        using JsonDocument document = JsonDocument.Parse(text.ToString());
        JsonElement element = document.RootElement.GetProperty("results")[0].GetProperty("segments")[0];
        return channel is null ? JsonSerializer.Serialize(element) : $$"""{"channel":{{channel}},{{JsonSerializer.Serialize(element)[1..]}}""";
    }

    /// <summary>Scores of a window as an object, on one line: as an element of <c>results</c>, without the file.</summary>
    public static string Window(EmotionScores scores, double seconds, ModelCard card)
    {
        using StringWriter text = new();
        using (PredictionJson writer = new(text, card))
        {
            writer.Write(new PredictedFile(new AudioInput("", ""), seconds, scores, null));
        }

        using JsonDocument document = JsonDocument.Parse(text.ToString());
        return JsonSerializer.Serialize(document.RootElement.GetProperty("results")[0].EnumerateObject().Where(property => property.Name != "file").ToDictionary(property => property.Name, property => property.Value));
    }

    private static ITimelineWriter CreateTimeline(StringWriter text, ResultFormat format, ModelCard card, bool isAdapted, bool isSplit) => format.Name switch
    {
        "csv" => new TimelineCsv(text, card.Labels, isAdapted, isSplit),
        "webvtt" => new TimelineWebVtt(text),
        "audacity" => new TimelineAudacity(text),
        _ => new TimelineJson(text, card),
    };
}
