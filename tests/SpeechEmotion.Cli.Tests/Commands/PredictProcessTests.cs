using System.Diagnostics;
using System.Runtime.InteropServices;
using Xunit;

namespace SpeechEmotion.Cli.Tests.Commands;

/// <summary>The program as its own process, without the libraries that only training and plots need.</summary>
public sealed class PredictProcessTests(TestModel model) : IDisposable
{
    private static readonly string[] s_trainingOnly = ["TorchSharp", "ScottPlot", "SkiaSharp", "HarfBuzzSharp", "Google.Protobuf", "SharpZipLib", "ICSharpCode"];

    private readonly TestFolder _folder = new();

    [Fact]
    public async Task Run_WithoutTheTrainingLibraries_Predicts()
    {
        CopyProgram();
        ProcessStartInfo start = new(Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet")
        {
            ArgumentList = { _folder["bin/ser.dll"], "predict", _folder.AddClip("a.wav"), "--model", model.File, "--csv" },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        string error = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal("", error);
        Assert.Equal(0, process.ExitCode);
        Assert.Equal(2, (await output).TrimEnd().Split('\n').Length);
    }

    public void Dispose() => _folder.Dispose();

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
