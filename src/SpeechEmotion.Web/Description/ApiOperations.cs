using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.OpenApi;
using SpeechEmotion.Web.Recognitions;
using SpeechEmotion.Web.Sessions;

namespace SpeechEmotion.Web.Description;

/// <summary>What the OpenAPI document says of each endpoint.</summary>
internal static class ApiOperations
{
    private const string Json = "application/json", Problem = "application/problem+json", Events = "text/event-stream";

    private static readonly string[] s_results = [Json, "text/csv", "text/vtt", "text/plain"];

    private static readonly OpenApiParameter s_format = Parameter(
        "format", JsonSchemaType.String, "The format of the answer; without it, the header Accept decides. webvtt, audacity and events need timeline.", "json", "csv", "webvtt", "audacity", "events");

    public static readonly ApiOperation Recognize = new(
        "Recognise the emotion of a recording",
        "Send the recording as the body, or as a file of a form; its content decides how it is read, not its name. A short recording is answered at once, a long one with 202 and an address to ask; "
        + "with the header 'Prefer: respond-async' every recording is. With 'Accept: text/event-stream', segments come as soon as they are final; closing the connection ends the recognition.",
        [
            Parameter("timeline", JsonSchemaType.Boolean, "Emotion over time: segments instead of one answer."),
            Parameter("window", JsonSchemaType.Number, "With timeline: seconds that the model hears at a time, 0.5 to 60. Default: 3."),
            Parameter("step", JsonSchemaType.Number, "With timeline: seconds from one window to the next, 0.05 to window. Default: 0.5."),
            s_format,
            Parameter("name", JsonSchemaType.String, "What the answer calls the recording."),
            Parameter("channels", JsonSchemaType.String, "mix (the default): hear all channels together; split: answer each, such as the two sides of a call; or the number of one, counted from 0."),
            Parameter("adapt", JsonSchemaType.Boolean, "Adapt the answer to the voice of the recording, without labels, as 'ser predict --adapt file' does. It takes the whole recording, so events stay plain."),
            Parameter("session", JsonSchemaType.String, "Adapt to the voice of this session, and teach it the recording."),
            Parameter("enrol", JsonSchemaType.String, "Teach the session how the voice sounds in this emotion; without a value, neutral. Not with timeline."),
            new OpenApiParameter
            {
                Name = SessionHeader.Name,
                In = ParameterLocation.Header,
                Description = "Instead of the parameter session: the session itself, on one line. The response has the header, too, with what has been learned.",
                Schema = new OpenApiSchema { Type = JsonSchemaType.String },
            },
        ],
        [
            (200, "The document that 'ser predict' prints.", [.. s_results, Events]), (202, "It goes on in the background; see the header Location.", [Json]),
            .. Problems(400, 401, 403, 406, 408, 413, 415, 422, 429, 503),
        ],
        ["audio/*", "application/octet-stream", "multipart/form-data"]);

    public static readonly ApiOperation Status = new(
        "How far a recognition is", "State (queued, running, succeeded, failed, cancelled), seconds heard, and where the result and the events are.", [], [(200, "The status.", [Json]), .. Problems(401, 404, 429)], []);

    public static readonly ApiOperation Result = new(
        "The result of a recognition", "In every format, as often as wanted, until it is deleted or forgotten.", [s_format, Parameter("channels", JsonSchemaType.String, "The number of a channel, counted from 0, of a recording that was split."), Parameter("adapt", JsonSchemaType.Boolean, "false: leave out what the answer was adapted to.")], [(200, "The document that 'ser predict' prints.", s_results), .. Problems(401, 404, 406, 409, 422, 429)], []);

    public static readonly ApiOperation EventsOf = new(
        "Segments as they come",
        "Server-sent events: 'segment' (an element of 'segments'), 'progress' (state, seconds heard), and at the end 'done' (seconds) or 'error' (a problem). With Last-Event-ID they go on after that segment.",
        [],
        [(200, "The events.", [Events]), .. Problems(401, 404, 429)],
        []);

    public static readonly ApiOperation Delete = new(
        "Cancel and forget a recognition", "Ends it if it still runs.", [], [(204, "It is gone.", []), .. Problems(401, 404, 429)], []);

    public static readonly ApiOperation Explain = new(
        "Where the model listened",
        "Takes one part of the sound after the other away, in time and frequency, and tells by how much the emotion becomes less probable. Send the recording as for a recognition.",
        [
            Parameter("start", JsonSchemaType.Number, "Where the part that is explained begins, in seconds. Default: 0."),
            Parameter("end", JsonSchemaType.Number, $"Where it ends, at most {SaliencyEndpoint.LongestSeconds} s later."),
            Parameter("emotion", JsonSchemaType.String, "The emotion to explain. Default: the most probable one."),
            Parameter("channels", JsonSchemaType.String, "mix (the default), or the number of a channel, counted from 0."),
        ],
        [(200, "answer of the part (where it is noSpeech, the rest means nothing), emotion, probability, edges of times (s) and frequencies (Hz), and drops [bands][times] of the probability.", [Json]), .. Problems(400, 401, 408, 413, 415, 422, 429, 503)],
        ["audio/*", "application/octet-stream", "multipart/form-data"]);

    public static readonly ApiOperation CreateSession = new(
        "Begin a session of a voice",
        "Recordings that name it adapt to the voice and teach it. The body may be a session that was kept, as 'ser predict --session' saves it. Only who knows the id can use it.",
        [],
        [(201, "The id; see the header Location.", [Json]), .. Problems(401, 413, 422, 429, 503)],
        []);

    public static readonly ApiOperation GetSession = new(
        "A session, to keep", "The file that 'ser predict --session' reads: seconds and clips heard, and sums of log-probabilities, no sound.", [], [(200, "The session.", [Json]), .. Problems(401, 404, 429)], []);

    public static readonly ApiOperation DeleteSession = new("Forget a session", "It is forgotten by itself when it has not been used for a while.", [], [(204, "It is gone.", []), .. Problems(401, 404, 429)], []);

    public static readonly ApiOperation Models = new(
        "The models", "What each says of itself: labels, features, corpus, metrics, licence.", [], [(200, "The models; the first one answers.", [Json]), .. Problems(401, 429)], []);

    /// <summary>Gives an endpoint its description.</summary>
    public static RouteHandlerBuilder Describe(this RouteHandlerBuilder endpoint, ApiOperation operation) => endpoint.AddOpenApiOperationTransformer((document, _, _) =>
    {
        operation.Apply(document);
        return Task.CompletedTask;
    });

    private static OpenApiParameter Parameter(string name, JsonSchemaType type, string description, params string[] values) => new()
    {
        Name = name,
        In = ParameterLocation.Query,
        Description = description,
        Schema = new OpenApiSchema { Type = type, Enum = values.Length == 0 ? null : [.. values.Select(value => (JsonNode)value)] },
    };

    private static IEnumerable<(int Status, string Description, string[] Formats)> Problems(params int[] statuses) =>
        statuses.Select(status => (status, "A problem; its type says which.", (string[])[Problem]));
}
