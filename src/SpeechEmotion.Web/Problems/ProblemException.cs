namespace SpeechEmotion.Web.Problems;

/// <summary>Ends a request with a problem that the client is told.</summary>
/// <param name="kind">The kind.</param>
/// <param name="detail">What is wrong and what to do, in one sentence.</param>
/// <param name="retryAfter">When trying again may help; null if it will not.</param>
internal sealed class ProblemException(ProblemKind kind, string detail, TimeSpan? retryAfter = null) : Exception(detail)
{
    public ProblemKind Kind { get; } = kind;

    public TimeSpan? RetryAfter { get; } = retryAfter;
}
