using System.Diagnostics;
using System.Runtime.InteropServices;
using Xunit;

namespace SpeechEmotion.Cli.Tests.Bulk;

/// <summary><c>ser predict</c> into a file as its own process: killed, ended, measured.</summary>
public sealed partial class BulkProcessTests(TestModel model) : IDisposable
{
    private const int Terminate = 15; // SIGTERM

    private readonly TestFolder _folder = new();

    [Theory]
    [InlineData("x.jsonl")]
    [InlineData("x.csv")]
    [InlineData("x.parquet")]
    public async Task Predict_KilledAgainAndAgain_EndsWithTheSameBytes(string name)
    {
        string list = AddList(1000), part = _folder[name + ".part"];
        Assert.Equal(0, await EndAsync(Start(list, "whole" + Path.GetExtension(name))));
        long last = 0;
        int kills = 0;
        for (; kills < 3; kills++)
        {
            using Process process = Start(list, name, "--resume");
            while (!process.HasExited && (!File.Exists(part) || new FileInfo(part).Length <= last))
            {
                await Task.Delay(5, TestContext.Current.CancellationToken);
            }

            if (process.HasExited)
            {
                break;
            }

            process.Kill();
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            last = new FileInfo(part).Length;
            File.AppendAllText(part, "{\"file\":\"torn"); // as if the kernel had taken half a line
        }

        Assert.True(kills > 0, "the process ended before it could be killed once");
        Assert.Equal(0, await EndAsync(Start(list, name, "--resume")));
        Assert.Equal(File.ReadAllBytes(_folder["whole" + Path.GetExtension(name)]), File.ReadAllBytes(_folder[name]));
        Assert.False(File.Exists(part));
    }

    [Fact]
    public async Task Predict_Terminated_SaysHowToGoOnAndExitsWith130()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "there is no SIGTERM");
        string list = AddList(20_000), part = _folder["x.jsonl.part"];
        using Process process = Start(list, "x.jsonl");
        while (!File.Exists(part) || new FileInfo(part).Length == 0)
        {
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }

        Assert.Equal(0, Send(process.Id, Terminate));
        string error = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(Cli.Interrupted, process.ExitCode);
        int lines = File.ReadAllLines(part).Length;
        Assert.Equal($"ser: interrupted; {lines} of 20000 recordings are answered in {part}: the same command with --resume goes on\n", error);
        Assert.EndsWith("\n", File.ReadAllText(part), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Predict_TenTimesAsManyRecordings_TakesNoMoreMemory()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the largest resident size is read from /proc");
        (long few, long many) = (await PeakAsync(500, "few.jsonl"), await PeakAsync(5000, "many.jsonl"));
        Assert.True(many < few + (16 << 10), $"{few} KB for 500 recordings, {many} KB for 5000");
    }

    public void Dispose() => _folder.Dispose();

    private static async Task<int> EndAsync(Process process)
    {
        using (process)
        {
            string error = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.Equal("", error);
            return process.ExitCode;
        }
    }

    /// <summary>A quarter of a second of sound, and a list that names it many times by different names.</summary>
    private string AddList(int length)
    {
        _folder.AddClip("a/b/c.wav", length: 4000);
        return _folder.AddText("list.txt", string.Concat(Enumerable.Range(0, length).Select(i => $"a/{string.Concat(Enumerable.Repeat("./", i % 7))}b/{string.Concat(Enumerable.Repeat("../b/", i % 5))}c.wav\n")));
    }

    /// <summary>The most memory that the process had, in KB.</summary>
    private async Task<long> PeakAsync(int recordings, string name)
    {
        using Process process = Start(AddList(recordings), name);
        long peak = 0;
        while (!process.HasExited)
        {
            string[] status;
            try
            {
                status = await File.ReadAllLinesAsync($"/proc/{process.Id}/status", TestContext.Current.CancellationToken);
            }
            catch (IOException)
            {
                break; // It has just ended.
            }

            peak = Math.Max(peak, status.FirstOrDefault(line => line.StartsWith("VmHWM:", StringComparison.Ordinal)) is { } line ? long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2].Split('\t')[^1]) : 0);
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }

        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(recordings, File.ReadLines(_folder[name]).Count());
        return peak;
    }

    private Process Start(string list, string name, params string[] more) => Process.Start(new ProcessStartInfo(
        "dotnet", [Path.Combine(AppContext.BaseDirectory, "ser.dll"), "predict", list, "--out", _folder[name], "--model", model.File, .. more])
    {
        RedirectStandardError = true,
    })!;

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Send(int process, int signal);
}
