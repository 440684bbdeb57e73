using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;
using Xunit;

namespace SpeechEmotion.Cli.Tests;

/// <summary>The program as its own process.</summary>
public sealed class ProgramTests(TestModel model) : IDisposable
{
    /// <summary>Beginnings of the names of what only training and plots need, own assemblies and others.</summary>
    private static readonly string[] s_trainingOnly =
    [
        "SpeechEmotion.Training", "SpeechEmotion.Plots", "SpeechEmotion.Workbench", "SpeechEmotion.Web", "Microsoft.AspNetCore", "Microsoft.OpenApi", "TorchSharp", "ScottPlot", "SkiaSharp", "HarfBuzzSharp", "Google.Protobuf", "SharpZipLib", "ICSharpCode",
    ];

    private readonly TestFolder _folder = new();

    [Fact]
    public async Task Run_Version_IsTheVersionAlone()
    {
        (int code, string output, string error) = await RunAsync(AppContext.BaseDirectory, "--version");
        Assert.Equal((0, Cli.Version, ""), (code, output.Trim(), error));
    }

    [Fact]
    public async Task Run_WithoutTrainingAndPlots_Predicts()
    {
        CopyProgram();
        (int code, string output, string error) = await RunAsync(_folder["bin"], "predict", _folder.AddClip("a.wav"), "--model", model.File, "--csv");
        Assert.Equal((0, ""), (code, error));
        Assert.Equal(2, output.TrimEnd().Split('\n').Length);
    }

    [Theory]
    [InlineData("TERM")]
    [InlineData("HUP")]
    public async Task Run_Terminated_SaysWhatIsDoneAndEndsWith130(string signal)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "there is no SIGTERM");
        Assert.SkipWhen(signal == "HUP" && IgnoresHangUp(), "these tests run under nohup, which the program heeds");
        string clip = _folder.AddClip("a.wav");
        using Process process = Start(AppContext.BaseDirectory, ["predict", .. Enumerable.Repeat(clip, 20_000), "--model", model.File, "--json"]);
        char[] first = new char[4096];
        int read = await process.StandardOutput.ReadBlockAsync(first, TestContext.Current.CancellationToken);
        Task<string> error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        using (Process kill = Process.Start("kill", [$"-{signal}", $"{process.Id}"]))
        {
            await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        string json = new string(first, 0, read) + await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        int done = JsonDocument.Parse(json).RootElement.GetProperty("results").GetArrayLength();
        Assert.InRange(done, 1, 19_999);
        Assert.Equal($"ser: interrupted; the first {done} of 20000 files are printed\n", await error);
        Assert.Equal(Cli.Interrupted, process.ExitCode);
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>Whether this process, and so what it starts, was told to ignore SIGHUP, which is signal 1.</summary>
    private static bool IgnoresHangUp() =>
        OperatingSystem.IsLinux()
        && File.ReadLines("/proc/self/status").First(line => line.StartsWith("SigIgn:", StringComparison.Ordinal)) is var ignored
        && (Convert.ToUInt64(ignored["SigIgn:".Length..].Trim(), 16) & 1) != 0;

    private static Process Start(string folder, string[] args)
    {
        ProcessStartInfo start = new("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string arg in args.Prepend(Path.Combine(folder, "ser.dll")))
        {
            start.ArgumentList.Add(arg);
        }

        return Process.Start(start)!;
    }

    private static async Task<(int Code, string Output, string Error)> RunAsync(string folder, params string[] args)
    {
        using Process process = Start(folder, args);
        Task<string> output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        string error = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await output, error);
    }

    /// <summary>Without its list of dependencies the program finds them beside itself, and misses one only when it needs it.</summary>
    private void CopyProgram()
    {
        Directory.CreateDirectory(_folder["bin"]);
        string[] here = Directory.GetFiles(AppContext.BaseDirectory);
        string[] managed =
        [
            .. here.Where(file => Path.GetFileName(file) == "ser.runtimeconfig.json"
                || (file.EndsWith(".dll", StringComparison.Ordinal) && !s_trainingOnly.Any(name => Path.GetFileName(file).StartsWith(name, StringComparison.Ordinal)))),
        ];
        string system = OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : "linux";
        string runtime = $"{system}-{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}";
        string[] native =
        [
            .. here.Concat(Directory.GetFiles(AppContext.BaseDirectory, "*onnxruntime*", SearchOption.AllDirectories).Where(file => file.Contains(runtime, StringComparison.Ordinal)))
                .Where(file => Path.GetFileName(file) is "libonnxruntime.so" or "libonnxruntime.dylib" or "onnxruntime.dll"),
        ];
        Assert.NotEmpty(native);
        foreach (string file in managed.Concat(native).DistinctBy(file => Path.GetFileName(file)))
        {
            File.Copy(file, _folder[$"bin/{Path.GetFileName(file)}"]);
        }
    }
}
