using System.Diagnostics;
using Xunit;

namespace SpeechEmotion.Cli.Tests;

/// <summary>The program as its own process whose streams were closed before it began, or which is interrupted before it does.</summary>
public sealed class StandardStreamsTests(TestModel model) : IDisposable
{
    private readonly TestFolder _folder = new();

    private static CancellationToken Limit => CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken, new CancellationTokenSource(TimeSpan.FromSeconds(60)).Token).Token;

    [Fact]
    public async Task Predict_ClosedInput_IsOneLine()
    {
        (int code, string output, string error) = await RunAsync("predict - --csv", "<&-");
        Assert.Equal((Cli.UsageError, "ser: standard input is closed; send a recording through it, as in: ser predict - < recording.wav\n"), (code, error));
        Assert.Contains("\n-,", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("predict /dev/stdin", "<&-", "/dev/stdin")]
    [InlineData("predict /proc/self/fd/0 --csv", "<&-", "/proc/self/fd/0")]
    [InlineData("features CLIP --kind rms --out /dev/fd/1", ">&-", "/dev/fd/1")]
    public async Task Run_NameOfAClosedStream_IsOneLine(string args, string redirection, string name)
    {
        (int code, _, string error) = await RunAsync(args.Replace("CLIP", _folder.AddClip("a.wav"), StringComparison.Ordinal), redirection);
        Assert.Equal((Cli.UsageError, $"ser: {name} is closed; name a file, or leave the stream open\n"), (code, error));
    }

    [Theory]
    [InlineData("predict")]
    [InlineData("predict --json")]
    [InlineData("data list")]
    [InlineData("--help")]
    [InlineData("--version")]
    public async Task Run_ClosedOutput_IsOneLine(string args)
    {
        (int code, _, string error) = await RunAsync(args.StartsWith("predict", StringComparison.Ordinal) ? $"{args} {_folder.AddClip("a.wav")}" : args, ">&-");
        Assert.Equal((Cli.UsageError, "ser: standard output is closed; send it to a file, or to /dev/null if nobody needs it\n"), (code, error));
    }

    [Fact]
    public async Task Predict_ClosedOutputThatNobodyNeeds_Succeeds()
    {
        (int code, _, string error) = await RunAsync($"predict {_folder.AddClip("a.wav")} --out {_folder["a.json"]}", ">&-");
        Assert.Equal((Cli.Success, ""), (code, error));
        Assert.Equal(["a.json", "a.wav"], _folder.Names());
    }

    [Theory]
    [InlineData("2>&-")]
    [InlineData("2>&- <&-")]
    public async Task Run_ClosedErrorStream_TellsByItsExitCode(string redirection)
    {
        (int code, string output, string error) = await RunAsync("experiments", redirection);
        Assert.Equal((Cli.Success, ""), (code, error));
        Assert.Contains("emonet", output, StringComparison.Ordinal);
        Assert.Equal((Cli.UsageError, "", ""), await RunAsync("features nothing.wav --kind mel --out x.npy", redirection));
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task Predict_InterruptedWhileTheModelLoads_EndsAtOnce(string signal)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "there are no named pipes");
        string pipe = _folder["m.onnx"];
        using (Process make = Process.Start("mkfifo", [pipe]))
        {
            await make.WaitForExitAsync(Limit);
        }

        // Opening the pipe takes until somebody writes to it: so long, the model loads.
        using Process process = Start($"predict {_folder.AddClip("a.wav")} --model {pipe}", "");
        Task<string> error = process.StandardError.ReadToEndAsync(Limit);
        await Task.Delay(TimeSpan.FromSeconds(1.5), Limit);
        Stopwatch watch = Stopwatch.StartNew();
        using (Process kill = Process.Start("kill", [$"-{signal}", $"{process.Id}"]))
        {
            await process.WaitForExitAsync(Limit);
        }

        Assert.Equal((Cli.Interrupted, "ser: interrupted; nothing was kept\n"), (process.ExitCode, await error));
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 2); // 0.02 s on an idle machine
    }

    public void Dispose() => _folder.Dispose();

    private Process Start(string args, string redirection)
    {
        string with = args.StartsWith("predict", StringComparison.Ordinal) && !args.Contains("--model", StringComparison.Ordinal) ? $" --model {model.File}" : "";
        string heeding = OperatingSystem.IsLinux() ? "env --default-signal=INT " : ""; // A job in the background of a script inherits that Ctrl-C is ignored.
        return Process.Start(new ProcessStartInfo("bash", ["-c", $"exec {heeding}dotnet {Path.Combine(AppContext.BaseDirectory, "ser.dll")} {args}{with} {redirection}"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
    }

    private async Task<(int Code, string Output, string Error)> RunAsync(string args, string redirection)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "streams are closed in another way there");
        using Process process = Start(args, redirection);
        Task<string> output = process.StandardOutput.ReadToEndAsync(Limit);
        string error = await process.StandardError.ReadToEndAsync(Limit);
        await process.WaitForExitAsync(Limit);
        return (process.ExitCode, await output, error);
    }
}
