using System.Diagnostics;
using System.Runtime.InteropServices;

namespace SpeechEmotion.Tests.Audio;

/// <summary>The program ffmpeg as a reference.</summary>
internal static class Ffmpeg
{
    public static string? Program { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Select(folder => Path.Combine(folder, OperatingSystem.IsWindows() ? "ffmpeg.exe" : "ffmpeg")).FirstOrDefault(File.Exists);

    /// <summary>What the program writes on its standard output; null if it fails, as one without some codec does.</summary>
    public static byte[]? TryRun(byte[] input, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(Program!, ["-v", "error", .. arguments]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        Task feeding = Task.Run(() =>
        {
            using Stream stream = process.StandardInput.BaseStream;
            stream.Write(input);
        });
        using MemoryStream output = new();
        process.StandardOutput.BaseStream.CopyTo(output);
        process.WaitForExit();
        feeding.Wait();
        return process.ExitCode == 0 ? output.ToArray() : null;
    }

    /// <summary>What the program writes into a file, so that it can complete the file's header at the end; null if it fails.</summary>
    public static byte[]? TryRunToFile(params string[] arguments)
    {
        string path = Path.GetTempFileName();
        try
        {
            return TryRun([], [.. arguments, "-y", path]) is null ? null : File.ReadAllBytes(path);
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>The samples of all channels of what is given on standard input.</summary>
    public static float[] Decode(byte[] input, params string[] arguments) =>
        MemoryMarshal.Cast<byte, float>(TryRun(input, [.. arguments, "-f", "f32le", "-c:a", "pcm_f32le", "pipe:1"])).ToArray();
}
