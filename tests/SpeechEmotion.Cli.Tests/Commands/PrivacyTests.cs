using System.Diagnostics;
using SpeechEmotion.Audio;
using Xunit;

namespace SpeechEmotion.Cli.Tests.Commands;

/// <summary>What a listening program tells others: nothing. Checked on a process of its own with an empty home folder.</summary>
public sealed class PrivacyTests : IDisposable
{
    // ONNX Runtime, left alone, writes its files when it is loaded, and looks up its maker's host 9 s later.
    private static readonly TimeSpan s_untilFiles = TimeSpan.FromSeconds(4), s_untilNetwork = TimeSpan.FromSeconds(15);

    private readonly TestFolder _folder = new();

    [Fact]
    public async Task Predict_EmptyHome_WritesNoFile()
    {
        await PredictAsync(s_untilFiles);
        Assert.Empty(Directory.EnumerateFiles(_folder["home"], "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task Predict_LongerThanTelemetryWaits_UsesNoNetwork()
    {
        string? strace = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Select(folder => Path.Combine(folder, "strace")).FirstOrDefault(File.Exists);
        Assert.SkipWhen(strace is null, "strace is not installed");
        string trace = _folder["trace"];
        await PredictAsync(s_untilNetwork, strace, "-f", "--seccomp-bpf", "-e", "trace=execve,connect,sendto,sendmsg,sendmmsg", "-o", trace);
        string[] calls = File.ReadAllLines(trace);
        Assert.Contains(calls, call => call.Contains("execve", StringComparison.Ordinal));
        Assert.DoesNotContain(calls, call => call.Contains("AF_INET", StringComparison.Ordinal) || call.Contains("microsoft", StringComparison.Ordinal));
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>Recognises for long enough that anything that is sent from the background has begun; then the process is ended, if it has not ended by itself.</summary>
    private async Task PredictAsync(TimeSpan duration, params string[] tracer)
    {
        float[] samples = new float[8000 * 900];
        for (int i = 0; i < samples.Length; i++)
        {
            samples[i] = (float)Math.Sin(i * 0.2);
        }

        string clip = _folder.AddClip("tone.wav", new AudioClip(samples, 8000)), home = Directory.CreateDirectory(_folder["home"]).FullName;
        string[] command = [.. tracer, "dotnet", Path.Combine(AppContext.BaseDirectory, "ser.dll"), "predict", clip, "--timeline", "--step", "0.05"];
        ProcessStartInfo start = new(command[0], command[1..]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string variable in start.Environment.Keys.Where(name => name.StartsWith("XDG_", StringComparison.Ordinal) || name.StartsWith("ORT_", StringComparison.Ordinal)).ToArray())
        {
            start.Environment.Remove(variable);
        }

        (start.Environment["HOME"], start.Environment["USERPROFILE"], start.Environment["LOCALAPPDATA"]) = (home, home, home);
        Stopwatch time = Stopwatch.StartNew();
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken), error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        using CancellationTokenSource late = new(duration);
        try
        {
            await process.WaitForExitAsync(late.Token);
            Assert.Fail($"ended after {time.Elapsed.TotalSeconds:0} s with {process.ExitCode}, too soon to tell: {await error}");
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.Contains("tone.wav", await output, StringComparison.Ordinal);
        }
    }
}
