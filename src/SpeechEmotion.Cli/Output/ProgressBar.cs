using Spectre.Console;

namespace SpeechEmotion.Cli.Output;

/// <summary>A bar on standard error with count and time left, while something is worked through; nothing if that is no terminal.</summary>
internal static class ProgressBar
{
    /// <summary>Runs work that reports how many of how many are done.</summary>
    /// <param name="context">Where the bar goes.</param>
    /// <param name="what">What is being done, such as "reading".</param>
    /// <param name="work">The work; reports may come from any thread.</param>
    public static Task<T> RunAsync<T>(CommandContext context, string what, Func<IProgress<(int Done, int Total)>, Task<T>> work) =>
        !context.ShowsProgress
            ? work(new Reporter<(int Done, int Total)>(_ => { }))
            : context.Progress.Progress()
                .AutoClear(true)
                .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new CountColumn(), new RemainingTimeColumn())
                .StartAsync(bars =>
                {
                    ProgressTask task = bars.AddTask(Markup.Escape(what)).IsIndeterminate();
                    return work(new Reporter<(int Done, int Total)>(at => (task.MaxValue, task.Value, task.IsIndeterminate) = (Math.Max(1, at.Total), at.Done, false)));
                });
}
