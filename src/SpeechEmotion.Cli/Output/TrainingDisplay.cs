using Spectre.Console;
using SpeechEmotion.Training;

namespace SpeechEmotion.Cli.Output;

/// <summary>Shows a training: on a terminal a bar an epoch with figures and time left, elsewhere a line an epoch.</summary>
internal static class TrainingDisplay
{
    /// <summary>Runs work that trains.</summary>
    public static Task<T> RunAsync<T>(CommandContext context, Func<IProgress<TrainingProgress>, IProgress<(int Done, int Total)>, T> work, CancellationToken cancellation) =>
        !context.ShowsProgress
            ? Task.Run(() => work(new Reporter<TrainingProgress>(at => WriteFinished(context, at)), new Reporter<(int, int)>(_ => { })), cancellation)
            : context.Progress.Progress()
                .AutoClear(true)
                .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new CountColumn())
                .StartAsync(bars =>
                {
                    ProgressTask bar = bars.AddTask("preparing", maxValue: 1);
                    return Task.Run(
                        () => work(new Reporter<TrainingProgress>(at =>
                        {
                            bar.MaxValue = at.Steps;
                            bar.Value = at.Step;
                            bar.Description = Markup.Escape(
                                $"{at.Experiment} epoch {at.Epoch}/{at.Epochs}  loss {at.Loss:F3}{Tasks(at)}  accuracy {at.Accuracy:F3}  UAR {at.Uar:F3}  {at.ClipsPerSecond:F0} clips/s  {Format(at.Remaining)} left");
                            WriteFinished(context, at);
                        }), new Reporter<(int Done, int Total)>(at => (bar.Description, bar.MaxValue, bar.Value) = ("features", at.Total, at.Done))),
                        cancellation);
                });

    /// <summary>A span of time as people say it: 42 s, 12 min, 3 h 05 min.</summary>
    public static string Format(TimeSpan time) => time.TotalMinutes < 1
        ? $"{time.TotalSeconds:F0} s"
        : time.TotalHours < 1 ? $"{time.TotalMinutes:F0} min" : $"{(int)time.TotalHours} h {time.Minutes:00} min";

    private static void WriteFinished(CommandContext context, TrainingProgress at)
    {
        if (at.Finished is { } epoch)
        {
            string validation = double.IsNaN(epoch.ValidationUar)
                ? ""
                : $"   validation loss {epoch.ValidationLoss:F3}  accuracy {epoch.ValidationAccuracy:F3}  UAR {epoch.ValidationUar:F3}";
            context.Progress.WriteLine($"{at.Experiment} epoch {epoch.Epoch}/{at.Epochs}  loss {epoch.TrainLoss:F3}{Tasks(at)}  accuracy {epoch.TrainAccuracy:F3}{validation}   {Format(TimeSpan.FromSeconds(epoch.Seconds))}");
        }
    }

    /// <summary>The losses of further tasks, each with its name; the loss before them is that of the emotions.</summary>
    private static string Tasks(TrainingProgress at) => at.TaskLosses.Count == 0 ? "" : $" ({string.Join(", ", at.TaskLosses.Select(task => $"{task.Task} loss {task.Loss:F3}"))})";
}
