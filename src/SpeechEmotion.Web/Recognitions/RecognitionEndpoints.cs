using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using SpeechEmotion.Recognition;
using SpeechEmotion.Web.Description;
using SpeechEmotion.Web.Hosting;
using SpeechEmotion.Web.Problems;
using SpeechEmotion.Web.Sessions;

namespace SpeechEmotion.Web.Recognitions;

/// <summary><c>/v1/recognitions</c>: a recording in, its emotions out, at once or in the background.</summary>
internal static class RecognitionEndpoints
{
    private static readonly string[] s_resultParameters = ["format", "channels", "adapt"];

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/recognitions", PostAsync).WithName("recognize").Describe(ApiOperations.Recognize);
        api.MapRead("/recognitions/{id}", GetStatus).WithName("getRecognition").Describe(ApiOperations.Status);
        api.MapRead("/recognitions/{id}/result", GetResult).WithName("getResult").Describe(ApiOperations.Result);
        api.MapGet("/recognitions/{id}/events", GetEvents).WithName("getEvents").Describe(ApiOperations.EventsOf);
        api.MapDelete("/recognitions/{id}", Delete).WithName("deleteRecognition").Describe(ApiOperations.Delete);
    }

    private static async Task<IResult> PostAsync(HttpContext http, RecognitionEngine engine, RecognitionStore store, SessionStore sessions, UploadReader uploads, ServerConfig config, Shutdown shutdown, TimeProvider time)
    {
        RecognitionQuery query = RecognitionQuery.Read(http.Request);
        EmotionSession? voice = Voice(http.Request, query, sessions, engine.Recognizer);
        engine.RequirePlace();
        Upload upload = await uploads.ReadInTimeAsync(http, query.Name);
        RecognitionJob job = new(query, upload.Name, time.GetUtcNow(), voice);
        job.CancelAfter(TimeSpan.FromSeconds(config.Limits.RecognitionSeconds));
        if (query.Format == ResultFormat.Events)
        {
            return TypedResults.ServerSentEvents(RunAsync(engine, job, upload, Problem.TraceId(http), shutdown, http.RequestAborted));
        }

        if (Prefers(http.Request, "respond-async"))
        {
            Keep(store, job, upload);
            _ = engine.RunAsync(job, upload);
        }
        else
        {
            _ = engine.RunAsync(job, upload);
            if (await EndsInTimeAsync(job, TimeSpan.FromSeconds(config.Limits.AnswerAtOnceSeconds), shutdown, http.RequestAborted))
            {
                return Result(http, job, query.Format, null, isPlain: false, engine);
            }

            Keep(store, job, null);
        }

        string address = $"{http.Request.PathBase}{http.Request.Path}/{job.Id}";
        return Results.Accepted(address, RecognitionStatus.Of(job, address));
    }

    private static IResult GetStatus(HttpContext http, string id, RecognitionStore store)
    {
        RecognitionQuery.RequireKnown(http.Request.Query, []);
        return Results.Ok(RecognitionStatus.Of(store.Get(id), $"{http.Request.PathBase}{http.Request.Path}"));
    }

    private static IResult GetResult(HttpContext http, string id, RecognitionStore store, RecognitionEngine engine)
    {
        RecognitionJob job = store.Get(id);
        RecognitionQuery.RequireKnown(http.Request.Query, s_resultParameters);
        ResultFormat format = RecognitionQuery.FormatOf(http.Request, job.Query.Timeline is not null);
        if (format == ResultFormat.Events)
        {
            throw new ProblemException(ProblemKind.BadRequest, $"Events are at {http.Request.Path.Value![..^"result".Length]}events.");
        }

        string? channels = RecognitionQuery.One(http.Request.Query, "channels");
        ChannelChoice channel = ChannelChoice.Read(channels);
        if (channels is not null && channel.Number is null && channel.IsSplit != job.Query.Channels.IsSplit)
        {
            throw new ProblemException(ProblemKind.BadRequest, $"The recording was heard with 'channels={(job.Query.Channels.IsSplit ? "split" : $"{job.Query.Channels.Number?.ToString() ?? "mix"}")}'; its result has no other.");
        }

        bool? adapt = RecognitionQuery.Flag(http.Request.Query, "adapt");
        if (adapt == true && job.Voice is null)
        {
            throw new ProblemException(ProblemKind.BadRequest, "The answer is plain, because the recording was sent without 'adapt'.");
        }

        return Result(http, job, format, channel.Number, adapt == false, engine);
    }

    private static ServerSentEventsResult<string> GetEvents(HttpContext http, string id, RecognitionStore store, RecognitionEngine engine, Shutdown shutdown)
    {
        RecognitionQuery.RequireKnown(http.Request.Query, []);
        int next = int.TryParse(http.Request.Headers["Last-Event-ID"], out int last) ? Math.Max(0, last + 1) : 0;
        return TypedResults.ServerSentEvents(RecognitionEvents.WatchAsync(store.Get(id), engine.Recognizer.Card, next, Problem.TraceId(http), shutdown, http.RequestAborted));
    }

    private static IResult Delete(HttpContext http, string id, RecognitionStore store)
    {
        RecognitionQuery.RequireKnown(http.Request.Query, []);
        store.Remove(store.Get(id));
        return Results.NoContent();
    }

    /// <summary>Waits for a recognition, which ends with the client that waits for it.</summary>
    private static async Task<bool> EndsInTimeAsync(RecognitionJob job, TimeSpan time, Shutdown shutdown, CancellationToken clientGone)
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(clientGone, shutdown.Over);
        limit.CancelAfter(time);
        try
        {
            await job.WaitAsync(limit.Token);
            return true;
        }
        catch (OperationCanceledException) when (!clientGone.IsCancellationRequested && !shutdown.Over.IsCancellationRequested)
        {
            return job.IsFinal;
        }
        catch (OperationCanceledException)
        {
            job.Cancel();
            shutdown.Require();
            throw;
        }
    }

    /// <summary>Runs a recognition for the one client that listens to it.</summary>
    private static async IAsyncEnumerable<SseItem<string>> RunAsync(RecognitionEngine engine, RecognitionJob job, Upload upload, string trace, Shutdown shutdown, [EnumeratorCancellation] CancellationToken cancellation)
    {
        Task run = engine.RunAsync(job, upload);
        try
        {
            await foreach (SseItem<string> item in RecognitionEvents.WatchAsync(job, engine.Recognizer.Card, 0, trace, shutdown, cancellation))
            {
                yield return item;
            }
        }
        finally
        {
            job.Cancel();
            await run;
        }
    }

    private static void Keep(RecognitionStore store, RecognitionJob job, Upload? upload)
    {
        try
        {
            store.Add(job);
        }
        catch
        {
            job.Cancel();
            upload?.Dispose();
            throw;
        }
    }

    /// <summary>What the answer adapts to: the session that the server keeps, the one that the request carries, or a new one; null if it is plain.</summary>
    private static EmotionSession? Voice(HttpRequest request, RecognitionQuery query, SessionStore sessions, EmotionRecognizer recognizer)
    {
        RecognitionQuery.RequireEmotion("enrol", query.Enrol, recognizer.Card.Labels);
        EmotionSession? voice = SessionEndpoints.Find(request, query.Session, sessions, recognizer);
        return query.Adapt ? voice ?? new EmotionSession(recognizer) : null;
    }

    private static IResult Result(HttpContext http, RecognitionJob job, ResultFormat format, int? channel, bool isPlain, RecognitionEngine engine)
    {
        if (job.State is RecognitionState.Failed or RecognitionState.Cancelled)
        {
            throw job.Problem!;
        }

        if (job.State != RecognitionState.Succeeded)
        {
            throw new ProblemException(ProblemKind.NotFinished, "Ask for the status, or listen to the events, until it has succeeded.", TimeSpan.FromSeconds(1));
        }

        RecognizedChannel[] results = [.. job.Results.Where(result => channel is null || result.Channel == channel)];
        if (results.Length == 0)
        {
            throw new ProblemException(ProblemKind.BadRequest, $"The result has no channel {channel}; it has {string.Join(", ", job.Results.Select(result => $"{result.Channel?.ToString() ?? "all in one"}"))}.");
        }

        RecognitionQuery.RequireOneChannel(format, results.Length > 1);
        if (job.Voice is { } voice && job.Query is { Session: null, Channels.IsSplit: false })
        {
            SessionHeader.Write(http.Response, voice);
        }

        return Results.Text(ResultWriter.Write(job, results, format, engine.Recognizer.Card, isPlain), format.MediaType, Encoding.UTF8);
    }

    private static bool Prefers(HttpRequest request, string preference) =>
        request.Headers["Prefer"].SelectMany(line => (line ?? "").Split(',', ';', StringSplitOptions.TrimEntries)).Contains(preference, StringComparer.OrdinalIgnoreCase);
}
