using SpeechEmotion.Audio;


namespace SpeechEmotion.Cli.Bulk;

/// <summary>Says on standard error, once a minute, how far the work is and how long it will take; for logs, where no bar can be drawn.</summary>
/// <param name="context">Has the clock and standard error.</param>
/// <param name="begun">Recordings that were answered before.</param>
internal sealed class BulkProgress(CommandContext context, long begun) : IProgress<(int Done, int Total)>
{
    private static readonly TimeSpan s_every = TimeSpan.FromMinutes(1);

    private readonly long _started = context.Time.GetTimestamp();
    private TimeSpan _next = s_every;

    /// <inheritdoc/>
    public void Report((int Done, int Total) value)
    {
        TimeSpan elapsed = context.Time.GetElapsedTime(_started);
        if (elapsed < _next || value.Done <= begun)
        {
            return;
        }

        _next = elapsed + s_every;
        double rate = (value.Done - begun) / elapsed.TotalSeconds;
        context.Error.WriteLine($"ser: {value.Done:N0} of {Counted.Of(value.Total, "recording", "N0")}, {rate:N1} a second, {Describe(TimeSpan.FromSeconds((value.Total - value.Done) / rate))} left");
    }

    /// <summary>A time as people say it: the two largest units.</summary>
    public static string Describe(TimeSpan time) =>
        time.TotalDays >= 1 ? $"{(int)time.TotalDays} d {time.Hours} h"
        : time.TotalHours >= 1 ? $"{time.Hours} h {time.Minutes} min"
        : time.TotalMinutes >= 1 ? $"{time.Minutes} min {time.Seconds} s"
        : $"{time.Seconds} s";
}
