using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;
using SpeechEmotion.Datasets;
using SpeechEmotion.Datasets.Tables;
using SpeechEmotion.Recognition;
using SpeechEmotion.Web.Problems;
using SpeechEmotion.Web.Sessions;

namespace SpeechEmotion.Web.Recognitions;

/// <summary>What a client wants to know of a recording.</summary>
/// <param name="Timeline">How the recording is cut; null for one answer to the whole.</param>
/// <param name="Format">The format of the answer.</param>
/// <param name="Name">What the answer calls the recording; null takes the name of the uploaded file.</param>
/// <param name="Adapt">Whether the answer is adapted to the voice of the recording.</param>
/// <param name="Session">The id of the session that it goes on; null if the server keeps none.</param>
/// <param name="Enrol">The emotion in which the voice is known to speak; null if it is not known.</param>
/// <param name="Channels">Which channels are heard.</param>
internal sealed record RecognitionQuery(TimelineConfig? Timeline, ResultFormat Format, string? Name, bool Adapt, string? Session, string? Enrol, ChannelChoice Channels)
{
    private static readonly string[] s_parameters = ["timeline", "window", "step", "format", "name", "adapt", "session", "enrol", "channels"];

    /// <summary>Reads the parameters of a request.</summary>
    /// <exception cref="ProblemException">One is unknown or not as it must be.</exception>
    public static RecognitionQuery Read(HttpRequest request)
    {
        RequireKnown(request.Query, s_parameters);
        TimelineConfig? timeline = ReadTimeline(request.Query);
        ResultFormat format = FormatOf(request, timeline is not null);
        string? session = One(request.Query, "session"), enrol = One(request.Query, "enrol") is { } emotion ? emotion.Length > 0 ? emotion : "neutral" : null;
        bool hasSession = session is not null || enrol is not null || request.Headers.ContainsKey(SessionHeader.Name);
        bool adapt = Flag(request.Query, "adapt") is { } wanted ? wanted || !hasSession ? wanted : throw Bad("A session adapts the answer; leave out 'adapt=false', or the session.") : hasSession;
        ChannelChoice channels = ChannelChoice.Read(One(request.Query, "channels"));
        RequireOneChannel(format, channels.IsSplit);
        return channels.IsSplit && hasSession ? throw Bad("A session is of one voice; choose its channel, such as with 'channels=0'.")
            : adapt && format == ResultFormat.Events ? throw Bad("An adapted answer takes the whole recording, so there are no events of it; take the format 'json', or the header 'Prefer: respond-async'.")
            : enrol is not null && timeline is not null ? throw Bad("The parameter 'enrol' takes the recording as a whole; leave out 'timeline'.")
            : new RecognitionQuery(timeline, format, One(request.Query, "name"), adapt, session, enrol, channels);
    }

    /// <summary>The format that a client asks for: with the parameter <c>format</c>, else the header <c>Accept</c>, else JSON.</summary>
    /// <exception cref="ProblemException">There is no such format.</exception>
    public static ResultFormat FormatOf(HttpRequest request, bool isTimeline)
    {
        if (One(request.Query, "format") is { } name)
        {
            ResultFormat format = ResultFormat.All.FirstOrDefault(format => format.Name == name)
                ?? throw Bad($"The parameter 'format' is {PlainName.Quote(name)}; it must be one of {string.Join(", ", ResultFormat.All.Select(format => format.Name))}.");
            return isTimeline || !format.NeedsTimeline ? format : throw Bad($"The format '{name}' needs the parameter 'timeline'.");
        }

        if (!MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out IList<MediaTypeHeaderValue>? accepted) || accepted.Count == 0)
        {
            return ResultFormat.Json;
        }

        // Of the ranges that hold a format, the narrowest tells its quality, and 0 refuses it (RFC 9110).
        return ResultFormat.All.Where(format => isTimeline || !format.NeedsTimeline)
            .Select(format => (Format: format, Range: accepted
                .Where(range => new MediaTypeHeaderValue(format.MediaType).IsSubsetOf(new MediaTypeHeaderValue(range.MediaType)))
                .MinBy(range => range.MatchesAllTypes ? 2 : range.MatchesAllSubTypes ? 1 : 0)))
            .Where(candidate => candidate.Range is { } range && range.Quality != 0)
            .OrderByDescending(candidate => candidate.Range!.Quality ?? 1)
            .ThenBy(candidate => accepted.IndexOf(candidate.Range!))
            .Select(candidate => candidate.Format)
            .FirstOrDefault()
            ?? throw new ProblemException(
                ProblemKind.NotAcceptable,
                $"There is {string.Join(", ", ResultFormat.All.Where(format => isTimeline || !format.NeedsTimeline).Select(format => format.MediaType))}.");
    }

    /// <summary>Whether a request has a parameter of this name in its address.</summary>
    internal static bool IsParameter(string name) => s_parameters.Contains(name) || SaliencyEndpoint.Parameters.Contains(name);

    /// <summary>Refuses parameters that there are not, such as misspelt ones.</summary>
    internal static void RequireKnown(IQueryCollection query, string[] parameters)
    {
        if (query.Keys.FirstOrDefault(key => !parameters.Contains(key)) is { } unknown)
        {
            throw Bad($"The parameter {PlainName.Quote(unknown)} is unknown; there {(parameters.Length == 0 ? "is none" : $"are {string.Join(", ", parameters)}")}.");
        }
    }

    /// <summary>Refuses an emotion that the model does not know; null is none.</summary>
    internal static void RequireEmotion(string parameter, string? emotion, IReadOnlyList<string> labels)
    {
        if (emotion is not null && !labels.Contains(emotion))
        {
            throw Bad($"The parameter '{parameter}' is {PlainName.Quote(emotion)}; the model knows {string.Join(", ", labels)}.");
        }
    }

    /// <summary>Refuses formats that hold one channel only if there may be more.</summary>
    internal static void RequireOneChannel(ResultFormat format, bool isSplit)
    {
        if (isSplit && format.IsOfOneChannel)
        {
            throw Bad($"The format '{format.Name}' holds one channel; choose it, such as with 'channels=0'.");
        }
    }

    /// <summary>The value of a parameter that is given once; null if it is not given.</summary>
    internal static string? One(IQueryCollection query, string name) =>
        !query.TryGetValue(name, out StringValues values) ? null
        : values.Count == 1 ? values[0]
        : throw Bad($"The parameter '{name}' is given {values.Count} times; once is enough.");

    /// <summary>A number; null if it is not given.</summary>
    internal static double? Number(IQueryCollection query, string name) =>
        One(query, name) is not { } text ? null
        : NumberText.TryParse(text, out double value) ? value
        : throw Bad($"The parameter '{name}' {NumberText.Describe(text, "a number")}.");

    /// <summary>How a recording is cut, with the defaults of the program.</summary>
    internal static TimelineConfig Config(double? window, double? step)
    {
        TimelineConfig defaults = new();
        double seconds = window ?? defaults.WindowSeconds;
        TimelineConfig config = defaults with { WindowSeconds = seconds, StepSeconds = step ?? Math.Min(defaults.StepSeconds, seconds) };
        return config.Validate("").FirstOrDefault() is not { } fault ? config
            : throw Bad($"{fault.TrimStart('.').Replace("windowSeconds", "window", StringComparison.Ordinal).Replace("stepSeconds", "step", StringComparison.Ordinal)}.");
    }

    /// <summary>A parameter that is true or false, true if it has no value; null if it is not given.</summary>
    internal static bool? Flag(IQueryCollection query, string name) => One(query, name) switch
    {
        null => null,
        "false" => false,
        "" or "true" => true,
        var other => throw Bad($"The parameter '{name}' is {PlainName.Quote(other)}; it must be true or false."),
    };

    private static TimelineConfig? ReadTimeline(IQueryCollection query)
    {
        bool wanted = Flag(query, "timeline") ?? false;
        double? window = Number(query, "window"), step = Number(query, "step");
        return wanted ? Config(window, step)
            : window is null && step is null ? null
            : throw Bad($"The parameter '{(window is null ? "step" : "window")}' needs the parameter 'timeline'.");
    }

    private static ProblemException Bad(string detail) => new(ProblemKind.BadRequest, detail);
}
