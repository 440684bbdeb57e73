using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using SpeechEmotion.Audio;
using SpeechEmotion.Recognition;
using SpeechEmotion.Web.Description;
using SpeechEmotion.Web.Hosting;
using SpeechEmotion.Web.Problems;

namespace SpeechEmotion.Web.Recognitions;

/// <summary><c>/v1/saliency</c>: where the model listened in a few seconds of a recording.</summary>
internal static class SaliencyEndpoint
{
    /// <summary>The longest part of a recording that is explained.</summary>
    public const double LongestSeconds = 15;

    private const double ShortestSeconds = 0.1;

    /// <summary>The parameters in its address.</summary>
    public static readonly string[] Parameters = ["start", "end", "emotion", "channels"];

    public static void Map(IEndpointRouteBuilder api) => api.MapPost("/saliency", PostAsync).WithName("explain").Describe(ApiOperations.Explain);

    private static async Task<IResult> PostAsync(HttpContext http, RecognitionEngine engine, UploadReader uploads, ServerConfig config, Shutdown shutdown)
    {
        IQueryCollection query = http.Request.Query;
        RecognitionQuery.RequireKnown(query, Parameters);
        double start = RecognitionQuery.Number(query, "start") ?? 0, end = RecognitionQuery.Number(query, "end") ?? (start + LongestSeconds);
        if (start < 0 || end - start is not (>= ShortestSeconds and <= LongestSeconds + 1e-6))
        {
            throw new ProblemException(ProblemKind.BadRequest, $"The part from {start} to {end} s cannot be explained; it must be {ShortestSeconds} to {LongestSeconds} s long.");
        }

        string? emotion = RecognitionQuery.One(query, "emotion");
        RecognitionQuery.RequireEmotion("emotion", emotion, engine.Recognizer.Card.Labels);
        ChannelChoice channel = ChannelChoice.Read(RecognitionQuery.One(query, "channels"));
        if (channel.IsSplit)
        {
            throw new ProblemException(ProblemKind.BadRequest, "One channel is explained at a time; choose it, such as with 'channels=0'.");
        }

        engine.RequirePlace();
        await using Upload upload = await uploads.ReadInTimeAsync(http, null);
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, shutdown.Over);
        limit.CancelAfter(TimeSpan.FromSeconds(config.Limits.RecognitionSeconds));
        using (await engine.EnterAsync(limit.Token))
        {
            AudioConfig audio = new() { MaximumSeconds = config.Limits.MaximumSeconds, Channel = channel.Number };
            AudioClip clip = await Task.Run(() => Cut(upload, audio, start, end, limit.Token), limit.Token);
            SaliencyMap map = await Task.Run(() => engine.Recognizer.Explain(clip, emotion, limit.Token), limit.Token);
            return Results.Json(new
            {
                engine.Recognizer.Recognize(clip, limit.Token).Answer,
                map.Emotion,
                Probability = Math.Round((decimal)map.Probability, 6),
                Times = map.Times.Select(time => Math.Round(start + time, 3)),
                Frequencies = map.Frequencies.Select(frequency => Math.Round(frequency, 1)),
                Drops = map.Drops.Select(band => band.Select(drop => Math.Round((decimal)drop, 6))),
            });
        }
    }

    /// <summary>A part of a recording.</summary>
    private static AudioClip Cut(Upload upload, AudioConfig config, double start, double end, CancellationToken cancellation)
    {
        using AudioReader audio = AudioReader.Open(upload, upload.Name, config, cancellation);
        long first = (long)Math.Round(start * audio.SampleRate), before = 0;
        float[] skipped = new float[audio.SampleRate];
        for (int got = 1; before < first && got > 0; before += got)
        {
            cancellation.ThrowIfCancellationRequested();
            got = audio.Read(skipped.AsSpan(0, (int)Math.Min(skipped.Length, first - before)));
        }

        float[] samples = new float[(long)Math.Round(end * audio.SampleRate) - first];
        int read = before == first ? audio.Read(samples) : 0;
        return read > 0 ? new AudioClip(samples[..read], audio.SampleRate)
            : throw new ProblemException(ProblemKind.BadRequest, $"The recording ends at {audio.SecondsRead:0.###} s, before the part that is asked for.");
    }
}
