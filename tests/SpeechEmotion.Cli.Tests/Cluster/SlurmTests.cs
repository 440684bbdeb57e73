using System.Diagnostics;
using SpeechEmotion.Cli.Tests.Commands;
using Xunit;

namespace SpeechEmotion.Cli.Tests.Cluster;

/// <summary>Job arrays on a real Slurm: whatever happens to their tasks, the end is what one process makes.</summary>
public sealed class SlurmTests(SlurmCluster slurm, TestModel model) : IClassFixture<SlurmCluster>
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(4); // on a machine that others keep busy
    private static readonly string s_program = Path.Combine(AppContext.BaseDirectory, "ser.dll");

    [Fact]
    public async Task Sweep_TasksKilledStoppedAndCancelled_EndsWithTheBytesOfOneProcess()
    {
        slurm.SkipIfMissing();
        using TrainingFiles files = new();
        string[] sweep = ["sweep", files.Experiment, "--data", files.Corpus, "--seeds", "1,2,3,4,5,6", "--epochs", "12"];
        (string array, string end) = Jobs(await slurm.RunAsync("dotnet", [s_program, .. sweep, "--out", files["slurm"], "--slurm"]));

        string[] runs = [.. Enumerable.Range(1, 6).Select(seed => $"probe-speaker-{seed}")];
        async Task HitAsync(int run, string signal, string job)
        {
            await BegunAsync(files[$"slurm/{runs[run]}"], end);
            await slurm.RunAsync("scancel", $"--signal={signal}", job);
            Assert.False(File.Exists(files[$"slurm/{runs[run]}/report.json"]), $"{runs[run]} had ended before it was hit");
        }

        await Task.WhenAll(
            HitAsync(0, "KILL", $"{array}_1.0"), // kill -9: the task is queued again
            HitAsync(1, "TERM", $"{array}_2.0"), // what preemption does: it stops in order and is queued again
            HitAsync(2, "KILL", $"{array}_3")); // never to return: the job at the end does it

        using Terminal terminal = new();
        Assert.Equal(Cli.Success, await terminal.RunAsync([.. sweep, "--out", files["alone"]]));
        await EndAsync(end, files["slurm/comparison.html"], files["slurm/slurm"]);
        foreach (string run in runs)
        {
            Assert.Equal(File.ReadAllBytes(files[$"alone/{run}/weights.safetensors"]), File.ReadAllBytes(files[$"slurm/{run}/weights.safetensors"]));
            Assert.Equal(File.ReadAllText(files[$"alone/{run}/predictions.csv"]), File.ReadAllText(files[$"slurm/{run}/predictions.csv"]));
        }

        Assert.Empty(Directory.GetFiles(files["slurm"], "*.claim*"));
        foreach (int task in new[] { 1, 2 })
        {
            Assert.Contains("Restarts=1", await slurm.RunAsync("scontrol", "show", "job", $"{array}_{task}"), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Predict_ArrayOfFourShards_IsOneProcess()
    {
        slurm.SkipIfMissing();
        using TestFolder folder = new();
        for (int i = 0; i < 4; i++)
        {
            folder.AddClip($"clip {i}.wav", (ulong)i + 1);
        }

        string list = folder.AddText("list.txt", string.Concat(Enumerable.Range(0, 18).Select(i => $"clip {i % 4}.wav\n")));
        string output = folder["answers of all.csv"];
        (_, string end) = Jobs(await slurm.RunAsync("dotnet", s_program, "predict", list, "--model", model.File, "--out", output, "--slurm"));
        using Terminal terminal = new();
        await terminal.SucceedAsync("predict", list, "--model", model.File, "--out", folder["alone.csv"]);
        await EndAsync(end, output, output + ".slurm");
        Assert.Equal(File.ReadAllText(folder["alone.csv"]), File.ReadAllText(output));
    }

    private static (string Array, string End) Jobs(string output)
    {
        string[] words = output.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries);
        return (words[Array.IndexOf(words, "job") + 1], words[Array.LastIndexOf(words, "job") + 1].TrimEnd(';'));
    }

    /// <summary>Waits until a run has ended an epoch.</summary>
    private async Task BegunAsync(string run, string end) => await WaitAsync(
        () => File.Exists(Path.Combine(run, "metrics.csv")) && File.ReadAllLines(Path.Combine(run, "metrics.csv")).Length > 1, end, Path.Combine(run, "..", "slurm"));

    /// <summary>Waits until the last job has ended, and looks whether it has written its file.</summary>
    private async Task EndAsync(string end, string file, string logs)
    {
        await WaitAsync(() => File.Exists(file), end, logs);
        Stopwatch watch = Stopwatch.StartNew();
        while ((await slurm.TryAsync("squeue", "--noheader", "--job", end)).Contains(end, StringComparison.Ordinal) && watch.Elapsed < s_patience)
        {
            await Task.Delay(200, TestContext.Current.CancellationToken);
        }
    }

    private async Task WaitAsync(Func<bool> isDone, string end, string logs)
    {
        Stopwatch watch = Stopwatch.StartNew();
        while (!isDone())
        {
            if (watch.Elapsed > s_patience)
            {
                string told = Directory.Exists(logs) ? string.Concat(Directory.GetFiles(logs, "*.log").Order().Select(log => $"== {log}\n{File.ReadAllText(log)}\n")) : "no logs";
                Assert.Fail($"{await slurm.TryAsync("scontrol", "show", "job", end)}\n{told}");
            }

            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }
}
