namespace SpeechEmotion.Web.Recognitions;

/// <summary>A format of results.</summary>
/// <param name="Name">What the parameter <c>format</c> calls it.</param>
/// <param name="MediaType">What the header <c>Accept</c> calls it.</param>
/// <param name="NeedsTimeline">Whether it holds emotion over time only.</param>
/// <param name="IsOfOneChannel">Whether it cannot tell channels apart.</param>
internal sealed record ResultFormat(string Name, string MediaType, bool NeedsTimeline, bool IsOfOneChannel = false)
{
    /// <summary>The document that <c>ser predict --json</c> prints.</summary>
    public static readonly ResultFormat Json = new("json", "application/json", NeedsTimeline: false);

    /// <summary>Segments as they come.</summary>
    public static readonly ResultFormat Events = new("events", "text/event-stream", NeedsTimeline: true);

    /// <summary>All formats.</summary>
    public static readonly IReadOnlyList<ResultFormat> All =
    [
        Json, new("csv", "text/csv", NeedsTimeline: false), new("webvtt", "text/vtt", NeedsTimeline: true, IsOfOneChannel: true), new("audacity", "text/plain", NeedsTimeline: true, IsOfOneChannel: true), Events,
    ];
}
