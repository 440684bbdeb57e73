using SpeechEmotion.Cli.Cluster;
using Xunit;

namespace SpeechEmotion.Cli.Tests.Commands;

/// <summary><c>ser sweep</c>: its plan, single tasks, and the scripts for Slurm.</summary>
public sealed class SweepCommandTests : IDisposable
{
    private readonly TrainingFiles _files = new();
    private readonly Terminal _terminal = new();

    private string[] Words => ["sweep", _files.Experiment, "--data", _files.Corpus, "--seeds", "1,2", "--epochs", "1", "--out", _files["runs"]];

    [Fact]
    public async Task Run_TasksOneByOne_IsTheSweep()
    {
        await _terminal.SucceedAsync([.. Words, "--plan"]);
        Assert.Equal($"1\t{Run(1)}\tto do\n2\t{Run(2)}\tto do\n", _terminal.Output.ReplaceLineEndings("\n"));
        Assert.False(Directory.Exists(_files["runs"]));

        using Terminal first = new(), planned = new(), again = new(), all = new(), changed = new(), refused = new(), other = new();
        Assert.Equal(Cli.Success, await first.RunAsync([.. Words, "--task", "2"]));
        Assert.False(File.Exists(_files["runs/comparison.html"]));
        await planned.SucceedAsync([.. Words, "--plan"]);
        Assert.Equal($"1\t{Run(1)}\tto do\n2\t{Run(2)}\tdone\n", planned.Output.ReplaceLineEndings("\n"));
        Assert.Equal(Cli.Success, await again.RunAsync([.. Words, "--task", "2"]));
        Assert.Equal($"corpus: 36 clips, 6 speakers\n{Run(2)}: done already\n", again.Error.ReplaceLineEndings("\n"));
        await changed.SucceedAsync([.. Words[..^4], "--out", _files["runs"], "--plan"]);
        Assert.Equal($"1\t{Run(1)}\tto do\n2\t{Run(2)}\tanother experiment: training.epochs is 1 there and 6 here\n", changed.Output.ReplaceLineEndings("\n"));
        Assert.Equal(Cli.UsageError, await refused.RunAsync([.. Words[..^4], "--out", _files["runs"], "--task", "2"]));
        Assert.Contains($"{Run(2)}: holds another experiment: training.epochs is 1 there and 6 here. Choose another folder, or delete this one.", refused.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("done already", refused.Error, StringComparison.Ordinal);
        File.Copy(_files.Corpus, _files["other.csv"]);
        await other.SucceedAsync([.. Words.Select(word => word == _files.Corpus ? _files["other.csv"] : word), "--plan"]);
        Assert.Equal($"1\t{Run(1)}\tto do\n2\t{Run(2)}\tanother corpus: corpus there and other here\n", other.Output.ReplaceLineEndings("\n"));
        Assert.Equal(Cli.Success, await all.RunAsync(Words));
        Assert.True(File.Exists(_files["runs/comparison.html"]));
    }

    [Fact]
    public async Task Run_OfWhatAnotherProcessHas_LeavesItAndExitsWith1()
    {
        using RunClaim? claim = RunClaim.Take(Run(1), out string me);
        Assert.Equal(Cli.Failure, await _terminal.RunAsync(Words));
        Assert.Contains($"{Run(1)}: {me} is at it; left to that process", _terminal.Error, StringComparison.Ordinal);
        Assert.Contains("ser: 1 of 2 runs is with other processes; when they have ended, the same command compares them", _terminal.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(_files["runs/comparison.html"]));
        Assert.True(File.Exists(Path.Combine(Run(2), "report.json")));
    }

    [Theory]
    [InlineData("--task is 3; the plan has the runs 1 to 2 (--plan lists them)", "--task", "3")]
    [InlineData("--plan, --task and --slurm exclude each other; choose one; see 'ser sweep --help'", "--task", "1", "--plan")]
    [InlineData("--set 'seed=5' says what --seeds says, too; leave out --set", "--set", "seed=5")]
    [InlineData("--set 'split={\"protocol\":\"random\"}' says what --split says, too; leave out --set", "--set", "split={\"protocol\":\"random\"}")]
    [InlineData("--set 'training.epochs=2' says what --epochs says, too; leave out --set", "--set", "training.epochs=2")]
    [InlineData("--cpus needs --slurm; see 'ser sweep --help'", "--cpus", "2")]
    public async Task Run_WrongOptions_SaysSo(string expected, params string[] options) => await _terminal.FailAsync(expected, [.. Words, .. options]);

    [Theory]
    [InlineData(new[] { 1, 2, 3, 7, 9, 10 }, "1-3,7,9-10")]
    [InlineData(new[] { 5 }, "5")]
    public void Ranges_Numbers_AreAsSbatchTakesThem(int[] numbers, string expected) => Assert.Equal(expected, SlurmArray.Ranges(numbers));

    public void Dispose()
    {
        _terminal.Dispose();
        _files.Dispose();
    }

    private string Run(int seed) => _files[$"runs/probe-speaker-{seed}"];
}
