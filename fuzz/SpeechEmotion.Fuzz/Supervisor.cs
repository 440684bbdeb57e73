using System.Diagnostics;
using System.Runtime.InteropServices;

namespace SpeechEmotion.Fuzz;

/// <summary>Runs a <see cref="Worker"/> per reader, as many at a time as there are cores, and sums up.</summary>
internal static class Supervisor
{
    /// <summary>Attacks readers.</summary>
    /// <param name="names">The readers.</param>
    /// <param name="seed">Seed of the damage.</param>
    /// <param name="time">How long, all readers together.</param>
    /// <param name="findings">The folder that gets files which were found.</param>
    /// <param name="output">Gets a line per reader, and what was found.</param>
    /// <returns>Exit code: 1 if there was a finding.</returns>
    public static int Run(IReadOnlyList<string> names, ulong seed, TimeSpan time, string findings, TextWriter output)
    {
        int atOnce = Math.Min(names.Count, Environment.ProcessorCount);
        TimeSpan each = time * atOnce / names.Count;
        long tried = 0;
        bool found = false;
        Parallel.ForEach(names, new ParallelOptions { MaxDegreeOfParallelism = atOnce }, name =>
        {
            (int code, string[] lines) = Start(name, seed, each, findings);
            lock (output)
            {
                long[] sum = code is 0 or Worker.Found ? [.. lines[^1].Split(' ').Select(long.Parse)] : [0, 0];
                tried += sum[0];
                found |= code != 0;
                output.WriteLine($"{name,-20} {sum[0],10} files, {sum[1],10} refused{(code == 0 ? "" : "; FOUND:")}");
                foreach (string line in lines[..^1].Where(_ => code != 0))
                {
                    output.WriteLine(line);
                }
            }
        });
        output.WriteLine($"{tried} files tried, seed {seed}{(found ? $"; what was found is in {findings}" : "; nothing found")}");
        return found ? 1 : 0;
    }

    private static (int Code, string[] Lines) Start(string name, ulong seed, TimeSpan time, string findings)
    {
        string folder = Directory.CreateTempSubdirectory("speech-emotion-fuzz-").FullName;
        try
        {
            ProcessStartInfo start = new(Path.GetFullPath("../../../dotnet", RuntimeEnvironment.GetRuntimeDirectory()))
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            string[] arguments = [typeof(Supervisor).Assembly.Location, "--worker", folder, "--reader", name, "--seed", $"{seed}", "--seconds", $"{time.TotalSeconds}", "--findings", findings];
            Array.ForEach(arguments, start.ArgumentList.Add);
            start.Environment["PATH"] = ""; // Without ffmpeg: what is attacked is what the library reads by itself.
            start.Environment["DOTNET_GCHeapHardLimit"] = "0x60000000"; // 1.5 GB
            using Process process = Process.Start(start)!;
            Task<string> errors = process.StandardError.ReadToEndAsync();
            string[] lines = process.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
            process.WaitForExit();
            if (process.ExitCode is 0 or Worker.Found)
            {
                return (process.ExitCode, lines[1..]);
            }

            string saved = lines.Length > 0 && File.Exists(lines[0]) ? Worker.Save(findings, name, File.ReadAllBytes(lines[0])) : "before the first file";
            string what = process.ExitCode == Worker.TooSlow ? "the reader takes too long" : $"the process ended with exit code {process.ExitCode}";
            return (process.ExitCode, [$"{saved}: {what}", errors.Result, ""]);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
