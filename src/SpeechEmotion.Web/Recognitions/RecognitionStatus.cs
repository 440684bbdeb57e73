namespace SpeechEmotion.Web.Recognitions;

/// <summary>How far a recognition in the background is, as clients see it.</summary>
/// <param name="Id">Its name, which nobody else knows.</param>
/// <param name="State">queued, running, succeeded, failed or cancelled.</param>
/// <param name="Created">When it was asked for.</param>
/// <param name="Seconds">Seconds of the recording that have been heard.</param>
/// <param name="Segments">Segments that are final.</param>
/// <param name="Result">Where the result is, or will be.</param>
/// <param name="Events">Where segments can be had as they come.</param>
internal sealed record RecognitionStatus(string Id, string State, DateTimeOffset Created, double Seconds, int Segments, string Result, string Events)
{
    /// <summary>Of a recognition that is kept below an address.</summary>
    public static RecognitionStatus Of(RecognitionJob job, string address) => new(
        job.Id, Code(job.State), job.Created, Math.Round(job.Seconds, 3), job.SegmentsFrom(0).Count, $"{address}/result", $"{address}/events");

    private static string Code(RecognitionState state)
    {
        string name = $"{state}";
        return char.ToLowerInvariant(name[0]) + name[1..];
    }
}
