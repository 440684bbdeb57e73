using Spectre.Console;
using SpeechEmotion.Datasets.Download;

namespace SpeechEmotion.Cli.Output;

/// <summary>A bar on standard error with files, bytes, rate and time left of a download; nothing if that is no terminal.</summary>
internal static class DownloadBar
{
    /// <summary>Runs a download that reports how far it is.</summary>
    public static Task<T> RunAsync<T>(CommandContext context, Func<IProgress<LfsDownloadProgress>, Task<T>> work) =>
        !context.ShowsProgress
            ? work(new Reporter<LfsDownloadProgress>(_ => { }))
            : context.Progress.Progress()
                .AutoClear(true)
                .Columns(new ProgressBarColumn { Width = 30 }, new TaskDescriptionColumn { Alignment = Justify.Left })
                .StartAsync(bars =>
                {
                    ProgressTask task = bars.AddTask("looking at what is there");
                    return work(new Reporter<LfsDownloadProgress>(at =>
                    {
                        (task.MaxValue, task.Value) = (Math.Max(1, at.BytesTotal), at.BytesDone);
                        task.Description = Describe(at);
                    }));
                });

    /// <summary>The figures on one line.</summary>
    internal static string Describe(LfsDownloadProgress at)
    {
        string files = $"{at.FilesDone:N0}/{at.FilesTotal:N0} files  {at.BytesDone / 1e6:N0}/{at.BytesTotal / 1e6:N0} MB";
        return at.TimeLeft is { } left ? $"{files}  {at.BytesPerSecond / 1e6:0.0} MB/s  {(int)left.TotalMinutes}:{left.Seconds:00} left" : files;
    }
}
