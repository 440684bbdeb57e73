using System.Diagnostics;
using System.Globalization;

namespace SpeechEmotion.Benchmarks;

/// <summary>Many files to a file of answers, whole processes from start to end: <c>./ser predict LIST --out F.jsonl</c>, and a Python program that does as much with torchaudio and torch.</summary>
internal static class FilesTable
{
    private const int Files = 1500, QuickFiles = 24, Rounds = 3;

    /// <summary>Prints the table.</summary>
    /// <param name="measurement">Which clips.</param>
    public static void Print(Measurement measurement)
    {
        using TemporaryFolder folder = new();
        string[] files = measurement.Sample(measurement.Quick ? QuickFiles : Files);
        string list = Path.Combine(folder.Path, "list.txt");
        File.WriteAllLines(list, files);
        int cores = Environment.ProcessorCount;
        double Ours(int jobs) => Rate(files.Length, Path.Combine(folder.Path, "ours.jsonl"), output => ProcessTable.Run(["predict", list, "--out", output, "--jobs", $"{jobs}"]));
        double Theirs(int workers) => Rate(files.Length, Path.Combine(folder.Path, "theirs.jsonl"), output => Python(list, output, workers));
        double[][] rates = Measurement.Compare(measurement.Quick ? 1 : Rounds, () => Ours(1), () => Ours(cores), () => Theirs(1), () => Theirs(cores));
        Console.WriteLine($"Files: {files.Length} recordings to lines of JSON, whole processes from start to end, {rates[0].Length} times. Files a second.");
        Console.WriteLine("The Python program hears one untrained EmoNet of full width; ser hears the shipped model, which tells speech from other sounds, too.");
        Console.WriteLine();
        Console.WriteLine("| program | 1 core | all cores | all ÷ (cores × 1) |");
        Console.WriteLine("| --- | --- | --- | --- |");
        Console.WriteLine(Row("./ser predict LIST --out F.jsonl", rates[0], rates[1], cores));
        Console.WriteLine(Row("Python: wave, torchaudio, torch, a process per core", rates[2], rates[3], cores));
    }

    private static string Row(string name, double[] one, double[] all, int cores) =>
        string.Create(CultureInfo.InvariantCulture, $"| {name} | {Measurement.Median(one):F0} | {Measurement.Median(all):F0} | {Measurement.Ratio(all, one) / cores:F2} |");

    private static double Rate(int files, string output, Action<string> run)
    {
        File.Delete(output);
        Stopwatch clock = Stopwatch.StartNew();
        run(output);
        double seconds = clock.Elapsed.TotalSeconds;
        string[] lines = File.ReadAllLines(output);
        return lines.Length == files && !lines.Any(line => line.Contains("\"error\"", StringComparison.Ordinal))
            ? files / seconds
            : throw new InvalidOperationException($"{output} has {lines.Length} lines for {files} files, or errors.");
    }

    private static void Python(string list, string output, int workers)
    {
        using Process process = Process.Start(new ProcessStartInfo(Peer.Python, ["-W", "ignore", Path.Combine(Peer.Root, "benchmarks", "peers", "files.py"), list, output, $"{workers}"])
        {
            Environment = { ["OMP_NUM_THREADS"] = "1" },
        })!;
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException("The Python program failed; standard error says why.");
        }
    }
}
