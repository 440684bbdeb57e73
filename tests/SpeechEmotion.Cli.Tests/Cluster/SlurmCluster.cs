using System.Diagnostics;
using SpeechEmotion.Tests;
using Xunit;

namespace SpeechEmotion.Cli.Tests.Cluster;

/// <summary>A Slurm of its own for tests, which a script of the repository starts and ends.</summary>
public sealed class SlurmCluster : IAsyncLifetime
{
    private const int CannotStart = 77;

    private static readonly string s_script = Repository.PathOf("tests/slurm/slurm.sh");
    private readonly string _folder = Directory.CreateTempSubdirectory("ser-slurm-").FullName;
    private string? _skip;

    /// <summary>What a program needs in its environment to use it.</summary>
    public (string Name, string Value) Variable => ("SLURM_CONF", Path.Combine(_folder, "slurm.conf"));

    public async ValueTask InitializeAsync()
    {
        if (!OperatingSystem.IsLinux())
        {
            _skip = "Slurm is for Linux";
            return;
        }

        (int code, string output) = await ExecuteAsync("bash", [s_script, "start", _folder], inherit: true);
        _skip = code == CannotStart ? output : null;
        Assert.True(code is 0 or CannotStart, output);
    }

    public async ValueTask DisposeAsync()
    {
        if (OperatingSystem.IsLinux())
        {
            await ExecuteAsync("bash", [s_script, "stop", _folder], inherit: true);
        }

        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Skips the test, saying why, where Slurm could not start.</summary>
    public void SkipIfMissing() => Assert.SkipWhen(_skip is not null, _skip ?? "");

    /// <summary>Runs a command that uses this Slurm and must succeed.</summary>
    public async Task<string> RunAsync(string program, params string[] words)
    {
        (int code, string output) = await ExecuteAsync(program, words, inherit: false);
        Assert.True(code == 0, $"{program} {string.Join(' ', words)}: {code}: {output}");
        return output;
    }

    /// <summary>Runs a command that uses this Slurm, whether or not it succeeds.</summary>
    public async Task<string> TryAsync(string program, params string[] words) => (await ExecuteAsync(program, words, inherit: false)).Output;

    private async Task<(int Code, string Output)> ExecuteAsync(string program, string[] words, bool inherit)
    {
        // Daemons must not keep this process's pipes, so the shell writes to a file.
        string log = Path.Combine(_folder, $"{Guid.NewGuid():N}.out");
        ProcessStartInfo start = new("bash", ["-c", "log=$1; shift; exec \"$@\" > \"$log\" 2>&1 < /dev/null", "bash", log, program, .. words]);
        if (!inherit)
        {
            start.Environment[Variable.Name] = Variable.Value;
        }

        using Process process = Process.Start(start)!;
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await File.ReadAllTextAsync(log, TestContext.Current.CancellationToken));
    }
}
