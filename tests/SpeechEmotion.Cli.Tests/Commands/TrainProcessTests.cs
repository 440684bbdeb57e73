using System.Diagnostics;
using System.Runtime.InteropServices;
using SpeechEmotion.Datasets.Cache;
using Xunit;

namespace SpeechEmotion.Cli.Tests.Commands;

/// <summary>Training as its own process, killed or interrupted, and continued: the weights are those of a run that was left alone, to the byte.</summary>
public sealed partial class TrainProcessTests : IDisposable
{
    private const int Terminate = 15; // SIGTERM; Ctrl-C takes the same way, but a shell lets its background jobs ignore it

    private readonly TrainingFiles _files = new();

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Train_KilledAfterAnEpoch_ContinuesToTheSameBytes(int epoch)
    {
        await TrainAsync("train", _files.Experiment, "--data", _files.Corpus, "--out", _files["whole"]);

        using (Process process = Start("train", _files.Experiment, "--data", _files.Corpus, "--out", _files["killed"]))
        {
            await WaitForEpochAsync(process, epoch);
            process.Kill();
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        Assert.False(File.Exists(_files["killed/report.json"]));
        await TrainAsync("train", "--resume", _files["killed"], "--data", _files.Corpus);
        Assert.Equal(File.ReadAllBytes(_files["whole/weights.safetensors"]), File.ReadAllBytes(_files["killed/weights.safetensors"]));
        Assert.Equal(File.ReadAllText(_files["whole/predictions.csv"]), File.ReadAllText(_files["killed/predictions.csv"]));
    }

    [Fact]
    public async Task Train_Interrupted_SaysHowToContinueAndExitsWith130()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "signals are sent by a system call that Windows does not have");
        using Process process = Start("train", _files.Experiment, "--data", _files.Corpus, "--out", _files["run"], "--epochs", "500");
        await WaitForEpochAsync(process, 2);
        Assert.Equal(0, Send(process.Id, Terminate));
        string rest = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(130, process.ExitCode);
        Assert.Contains($"`ser train --resume {_files["run"]} --data {_files.Corpus}`", rest, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", rest, StringComparison.Ordinal);
        Assert.True(File.ReadAllLines(_files["run/metrics.csv"]).Length >= 3);
        Assert.True(File.Exists(_files["run/weights.safetensors"]));
    }

    [Fact]
    public async Task Train_TwoAtOnceWithoutCachedFeatures_BuildThemOnceAndGiveTheSameWeights()
    {
        await Task.WhenAll(
            TrainAsync("train", _files.Experiment, "--data", _files.Corpus, "--out", _files["first"]),
            TrainAsync("train", _files.Experiment, "--data", _files.Corpus, "--out", _files["second"]));
        await TrainAsync("train", _files.Experiment, "--data", _files.Corpus, "--out", _files["third"]);

        Assert.Equal([".json", ".npy"], Directory.GetFiles(_files["cache"]).Select(Path.GetExtension).Order());
        byte[] weights = File.ReadAllBytes(_files["first/weights.safetensors"]);
        Assert.Equal(weights, File.ReadAllBytes(_files["second/weights.safetensors"]));
        Assert.Equal(weights, File.ReadAllBytes(_files["third/weights.safetensors"]));
    }

    public void Dispose() => _files.Dispose();

    private static async Task WaitForEpochAsync(Process process, int epoch)
    {
        List<string> lines = [];
        while (await process.StandardError.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            lines.Add(line);
            if (line.Contains($"epoch {epoch}/", StringComparison.Ordinal))
            {
                return;
            }
        }

        Assert.Fail($"epoch {epoch} never came: {string.Join('\n', lines)}");
    }

    private async Task TrainAsync(params string[] arguments)
    {
        using Process process = Start(arguments);
        Task<string> output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        string error = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, error);
        Assert.Contains("UAR", await output, StringComparison.Ordinal);
    }

    private Process Start(params string[] arguments) => Process.Start(new ProcessStartInfo(
        Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet",
        [Path.Combine(AppContext.BaseDirectory, "ser.dll"), .. arguments])
    {
        Environment = { [FeatureCache.FolderVariable] = _files["cache"] }, // Other tests fill the one that they share.
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!;

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Send(int process, int signal);
}
