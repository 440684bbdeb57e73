namespace SpeechEmotion.Web.Problems;

/// <summary>A kind of problem that clients can tell by its code, which never changes.</summary>
/// <param name="Code">The last part of the problem's <c>type</c>, <c>urn:speech-emotion:CODE</c>.</param>
/// <param name="Status">The status of the response.</param>
/// <param name="Title">What the kind is called.</param>
internal sealed record ProblemKind(string Code, int Status, string Title)
{
    /// <summary>A parameter or header is not as it must be.</summary>
    public static readonly ProblemKind BadRequest = new("bad-request", 400, "The request is not as it must be");

    /// <summary>The key is missing or wrong.</summary>
    public static readonly ProblemKind Unauthorized = new("unauthorized", 401, "The API key is missing or wrong");

    /// <summary>A page of another site asks.</summary>
    public static readonly ProblemKind ForeignOrigin = new("foreign-origin", 403, "Pages of other sites may not use this server");

    /// <summary>There is no such recognition, or no longer.</summary>
    public static readonly ProblemKind UnknownRecognition = new("unknown-recognition", 404, "There is no such recognition, or no longer");

    /// <summary>There is no such session, or no longer.</summary>
    public static readonly ProblemKind UnknownSession = new("unknown-session", 404, "There is no such session, or no longer");

    /// <summary>There is nothing at this address.</summary>
    public static readonly ProblemKind UnknownAddress = new("unknown-address", 404, "There is nothing at this address");

    /// <summary>The formats that the client accepts are none that the answer has.</summary>
    public static readonly ProblemKind NotAcceptable = new("not-acceptable", 406, "The answer has none of the formats that the client accepts");

    /// <summary>The body came too slowly.</summary>
    public static readonly ProblemKind SlowRequest = new("slow-request", 408, "The request body came too slowly");

    /// <summary>A result is asked for before it is there.</summary>
    public static readonly ProblemKind NotFinished = new("not-finished", 409, "The recognition is not finished");

    /// <summary>The recognition was cancelled.</summary>
    public static readonly ProblemKind Cancelled = new("cancelled", 409, "The recognition was cancelled");

    /// <summary>The body is longer than allowed.</summary>
    public static readonly ProblemKind BodyTooLarge = new("body-too-large", 413, "The request body is too large");

    /// <summary>The body is compressed for the way, as with gzip.</summary>
    public static readonly ProblemKind EncodedBody = new("encoded-body", 415, "The request body has a content encoding");

    /// <summary>The body holds no recording that can be read, or too long a one.</summary>
    public static readonly ProblemKind UnreadableAudio = new("unreadable-audio", 422, "The recording cannot be read");

    /// <summary>What is sent as a session is none of this model.</summary>
    public static readonly ProblemKind UnreadableSession = new("unreadable-session", 422, "The session cannot be read");

    /// <summary>The client asks too often.</summary>
    public static readonly ProblemKind TooManyRequests = new("too-many-requests", 429, "Too many requests");

    /// <summary>A bug.</summary>
    public static readonly ProblemKind Internal = new("internal", 500, "The server failed");

    /// <summary>All places are taken.</summary>
    public static readonly ProblemKind Busy = new("busy", 503, "The server is busy");

    /// <summary>The recognition took too long.</summary>
    public static readonly ProblemKind TimedOut = new("timed-out", 504, "The recognition took too long");
}
