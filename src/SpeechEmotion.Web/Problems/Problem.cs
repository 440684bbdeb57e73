using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using SpeechEmotion.Datasets;

namespace SpeechEmotion.Web.Problems;

/// <summary>Problems as clients get them: <c>application/problem+json</c> [RFC9457] with a stable type and the trace id that the server's log has, too.</summary>
internal static class Problem
{
    /// <summary>What exceptions mean to a client.</summary>
    public static ProblemException Of(Exception error, CancellationToken timeLimit) => error switch
    {
        ProblemException problem => problem,
        BadHttpRequestException { StatusCode: 413 } => new ProblemException(ProblemKind.BodyTooLarge, "The request body is larger than the server allows."),
        BadHttpRequestException { StatusCode: 408 } => new ProblemException(ProblemKind.SlowRequest, "The request body came too slowly."),
        BadHttpRequestException e => new ProblemException(ProblemKind.BadRequest, e.Message),
        InvalidDataException or ArgumentException => new ProblemException(ProblemKind.UnreadableAudio, OneLine(error)),
        OutOfMemoryException => new ProblemException(ProblemKind.Busy, "The server has no memory for this now.", TimeSpan.FromSeconds(5)),
        OperationCanceledException when timeLimit.IsCancellationRequested => new ProblemException(ProblemKind.TimedOut, "The request took longer than the server allows."),
        OperationCanceledException => new ProblemException(ProblemKind.Cancelled, "The recognition was cancelled."),
        _ => new ProblemException(ProblemKind.Internal, "This is a bug; the server's log has the trace id."),
    };

    /// <summary>The document.</summary>
    public static ProblemDetails Details(ProblemException problem, string? trace)
    {
        ProblemDetails details = new()
        {
            Type = $"urn:speech-emotion:{problem.Kind.Code}",
            Title = problem.Kind.Title,
            Status = problem.Kind.Status,
            Detail = PlainName.Cut(PlainName.Visible(problem.Message)), // It may quote what the client sent.
        };
        if (trace is not null)
        {
            details.Extensions["traceId"] = trace;
        }

        return details;
    }

    /// <summary>The response.</summary>
    public static IResult Result(HttpContext context, ProblemException problem)
    {
        if (problem.RetryAfter is { } wait)
        {
            context.Response.Headers.RetryAfter = Math.Max(1, Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        }

        if (problem.Kind == ProblemKind.Unauthorized)
        {
            context.Response.Headers.WWWAuthenticate = "Bearer";
        }

        return Results.Problem(Details(problem, TraceId(context)));
    }

    /// <summary>What the server's log calls the request.</summary>
    public static string TraceId(HttpContext context) => Activity.Current?.Id ?? context.TraceIdentifier;

    /// <summary>The message without what names a parameter of the code.</summary>
    private static string OneLine(Exception error) => string.Join(' ', (error is ArgumentException { ParamName: { } name } ? error.Message.Replace($" (Parameter '{name}')", "", StringComparison.Ordinal) : error.Message).Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
}
