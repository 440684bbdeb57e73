using SpeechEmotion.Audio;
using SpeechEmotion.Cli.Cluster;
using SpeechEmotion.Cli.Commands;
using SpeechEmotion.Cli.Output;
using SpeechEmotion.Datasets;
using SpeechEmotion.Runs;

namespace SpeechEmotion.Cli.Train;

/// <summary>Does the runs of a plan. Several processes, on one machine or many, may do the same plan: each takes what no other has.</summary>
/// <param name="context">Where messages go.</param>
/// <param name="plan">The plan.</param>
/// <param name="open">Opens the corpus with the emotions that a function chooses.</param>
internal sealed class SweepRun(CommandContext context, SweepPlan plan, Func<Func<Corpus, IReadOnlyList<string>>, Task<Corpus>> open)
{
    /// <summary>Does one run and compares nothing.</summary>
    /// <param name="number">Its number, from 1.</param>
    /// <param name="cancellation">Ends the training; what was reached is kept.</param>
    /// <returns>The exit code.</returns>
    public async Task<int> OneAsync(int number, CancellationToken cancellation)
    {
        if (number < 1 || number > plan.Runs.Count)
        {
            throw new ArgumentException($"--task is {number}; the plan has {(plan.Runs.Count == 1 ? "run 1 alone" : $"the runs 1 to {plan.Runs.Count}")} (--plan lists them)");
        }

        return await DoAsync(number, await open(plan.Labels), cancellation) ? Cli.Success : Cli.Failure;
    }

    /// <summary>Does all runs that no other process has, and compares them if all are done.</summary>
    /// <param name="cancellation">Ends the training; what was reached is kept.</param>
    /// <returns>The exit code.</returns>
    public async Task<int> AllAsync(CancellationToken cancellation)
    {
        Corpus corpus = await open(plan.Labels);
        for (int number = 1; number <= plan.Runs.Count; number++)
        {
            await DoAsync(number, corpus, cancellation);
        }

        if (plan.Remaining is { Count: > 0 } others)
        {
            context.Error.WriteLine($"ser: {others.Count} of {Counted.Of(plan.Runs.Count, "run")} {(others.Count == 1 ? "is" : "are")} with other processes; when they have ended, the same command compares them");
            return Cli.Failure;
        }

        RunSummary[] done = [.. Enumerable.Range(1, plan.Runs.Count).Select(number => RunSummary.Read(plan.FolderOf(number).Folder))];
        context.Console.Write(RunTable.Create(done, context.Console.Profile.Width));
        string page = Path.Combine(plan.Folder, "comparison.html");
        HtmlReport.Save(page, done);
        context.Output.WriteLine(page);
        return Cli.Success;
    }

    private async Task<bool> DoAsync(int number, Corpus corpus, CancellationToken cancellation)
    {
        RunFolder run = plan.FolderOf(number);
        using RunClaim? claim = RunClaim.Take(run.Folder, out string holder);
        if (claim is null)
        {
            context.Error.WriteLine($"{run.Folder}: {holder} is at it; left to that process");
            return false;
        }

        bool wasDone = run.IsComplete;
        if (!wasDone)
        {
            context.Error.WriteLine(run.Folder);
        }

        await TrainCommand.RunAsync(context, corpus, plan.Runs[number - 1], run, "the same command goes on", cancellation);
        if (wasDone)
        {
            context.Error.WriteLine($"{run.Folder}: done already"); // Only now is it known to be of this experiment.
        }

        return true;
    }
}
