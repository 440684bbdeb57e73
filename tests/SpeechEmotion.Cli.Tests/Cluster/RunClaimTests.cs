using SpeechEmotion.Cli.Cluster;
using Xunit;

namespace SpeechEmotion.Cli.Tests.Cluster;

public sealed class RunClaimTests : IDisposable
{
    private readonly TestFolder _folder = new();

    private string Run => _folder["runs/a"];

    [Fact]
    public void Take_Free_HoldsItUntilDisposed()
    {
        using (RunClaim? claim = RunClaim.Take(Run, out string me))
        {
            Assert.NotNull(claim);
            Assert.Null(RunClaim.Take(Run, out string holder));
            Assert.Equal(($"process {Environment.ProcessId} on {Environment.MachineName}", me), (holder, RunClaim.Holds(Run)));
        }

        Assert.Null(RunClaim.Holds(Run));
        Assert.False(Directory.Exists(_folder["runs"]));
    }

    [Fact]
    public void Take_ByManyAtOnce_GoesToOne()
    {
        foreach (bool isStale in new[] { false, true })
        {
            if (isStale)
            {
                Leave(process: int.MaxValue);
            }

            RunClaim?[] claims = new RunClaim?[16];
            Parallel.For(0, claims.Length, new ParallelOptions { MaxDegreeOfParallelism = claims.Length }, i => claims[i] = RunClaim.Take(Run, out _));
            RunClaim only = Assert.Single(claims, claim => claim is not null)!;
            Assert.Single(Directory.GetFiles(_folder["runs"]));
            only.Dispose();
        }
    }

    [Fact]
    public void Take_OfAProcessThatIsGone_TakesItOver()
    {
        Leave(process: int.MaxValue);
        Assert.Null(RunClaim.Holds(Run));
        using RunClaim? claim = RunClaim.Take(Run, out _);
        Assert.NotNull(claim);
    }

    [Fact]
    public void Take_OfAnotherMachine_WaitsForItsSilence()
    {
        Leave(process: 1, host: "elsewhere");
        Assert.Null(RunClaim.Take(Run, out string holder));
        Assert.Equal("process 1 on elsewhere", holder);
        File.SetLastWriteTimeUtc(RunClaim.PathOf(Run), DateTime.UtcNow.AddMinutes(-6));
        using RunClaim? claim = RunClaim.Take(Run, out _);
        Assert.NotNull(claim);
    }

    [Fact]
    public void Take_JustCreated_IsLeftAlone()
    {
        _folder.AddText("runs/a.claim", "");
        Assert.Null(RunClaim.Take(Run, out string holder));
        Assert.Equal("a process that has just begun", holder);
        File.SetLastWriteTimeUtc(RunClaim.PathOf(Run), DateTime.UtcNow.AddMinutes(-1));
        using RunClaim? claim = RunClaim.Take(Run, out _);
        Assert.NotNull(claim);
    }

    public void Dispose() => _folder.Dispose();

    private void Leave(int process, string? host = null) =>
        _folder.AddText("runs/a.claim", $$"""{"host":"{{host ?? Environment.MachineName}}","process":{{process}},"started":"1","job":null}""");
}
