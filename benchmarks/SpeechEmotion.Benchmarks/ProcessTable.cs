using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using SpeechEmotion.Experiments;

namespace SpeechEmotion.Benchmarks;

/// <summary>Whole processes of <c>./ser</c>: how long from start to end, and how much memory at most. Linux only, where the kernel tells.</summary>
internal static class ProcessTable
{
    private const int Speakers = 6, ClipsOfEach = 30;

    /// <summary>Prints the tables.</summary>
    /// <param name="measurement">How often, and on which clips.</param>
    /// <param name="experiments">Files of the folder experiments, without the ending.</param>
    public static void Print(Measurement measurement, IReadOnlyList<string> experiments)
    {
        string clip = measurement.Files.MinBy(file => Math.Abs(new FileInfo(file).Length - 44 - (3 * 16000 * 2)))!;
        Run(["predict", clip]); // Builds where that has not been done.
        Result[] predictions = [.. Enumerable.Range(0, measurement.Rounds).Select(_ => Run(["predict", clip]))];
        Console.WriteLine($"Start: ./ser predict on one file of {(new FileInfo(clip).Length - 44) / 32000.0:F1} s, from the process's start to its end, {predictions.Length} times.");
        Console.WriteLine();
        Console.WriteLine("| median, s | fastest, s | slowest, s | processor time, s | memory at most, MB |");
        Console.WriteLine("| --- | --- | --- | --- | --- |");
        Console.WriteLine(
            $"| {Measurement.Median(predictions.Select(p => p.Seconds)):F2} | {predictions.Min(p => p.Seconds):F2} | {predictions.Max(p => p.Seconds):F2} "
            + $"| {Measurement.Median(predictions.Select(p => p.ProcessorSeconds)):F2} | {predictions.Max(p => p.PeakMegabytes):F0} |");
        Console.WriteLine();
        PrintTraining(measurement, experiments);
    }

    private static void PrintTraining(Measurement measurement, IReadOnlyList<string> experiments)
    {
        using TemporaryFolder folder = new();
        string corpus = Path.Combine(folder.Path, "corpus");
        Directory.CreateDirectory(corpus);
        foreach (string file in measurement.Files.GroupBy(file => Path.GetFileName(file).Split('_')[0]).Take(Speakers).SelectMany(speaker => speaker.Take(measurement.Quick ? 6 : ClipsOfEach)))
        {
            File.CreateSymbolicLink(Path.Combine(corpus, Path.GetFileName(file)), file);
        }

        Console.WriteLine("Training's memory: ./ser train, one epoch, with five altered copies unless spectrograms are altered. The last column is without parameters and optimiser state.");
        Console.WriteLine();
        Console.WriteLine("| experiment | parameters | memory at most, MB | besides the model's own, MB |");
        Console.WriteLine("| --- | --- | --- | --- |");
        foreach (string experiment in experiments)
        {
            string file = Path.Combine(Peer.Root, "experiments", experiment + ".json"), run = Path.Combine(folder.Path, "run-" + experiment.Replace('/', '-'));
            string[] copies = ExperimentFile.Read(file).Spectrogram is null ? ["--set", "augmentation.copies=5"] : [];
            Result result = Run(["train", file, "--data", corpus, "--epochs", "1", .. copies, "--out", run]);
            long parameters = JsonDocument.Parse(File.ReadAllText(Path.Combine(run, "report.json"))).RootElement.GetProperty("parameters").GetInt64();
            double own = parameters * 4.0 * 3 / (1 << 20); // weight and two moments
            Console.WriteLine($"| {experiment} | {parameters:N0} | {result.PeakMegabytes:F0} | {result.PeakMegabytes - own:F0} |");
        }
    }

    /// <summary>What a process took.</summary>
    internal sealed record Result(double Seconds, double ProcessorSeconds, double PeakMegabytes);

    /// <summary>Runs <c>./ser</c>, which must succeed.</summary>
    internal static Result Run(string[] arguments)
    {
        Stopwatch clock = Stopwatch.StartNew();
        using Process process = Process.Start(new ProcessStartInfo(Path.Combine(Peer.Root, "ser"), arguments) { RedirectStandardOutput = true, RedirectStandardError = true })
            ?? throw new InvalidOperationException("./ser does not start.");
        Task<string> errors = process.StandardError.ReadToEndAsync();
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        double peak = 0, processor = 0;
        while (!process.WaitForExit(2))
        {
            (peak, processor) = (Math.Max(peak, PeakOf(process.Id)), Math.Max(processor, ProcessorSecondsOf(process.Id)));
        }

        double seconds = clock.Elapsed.TotalSeconds;
        process.WaitForExit();
        return process.ExitCode == 0
            ? new Result(seconds, processor, peak)
            : throw new InvalidOperationException($"ser {string.Join(' ', arguments)}: {errors.Result}{output.Result}");
    }

    /// <summary>The greatest resident memory of a process so far, in MB; 0 where it has ended.</summary>
    private static double PeakOf(int process) =>
        ReadKernel($"/proc/{process}/status").Split('\n').FirstOrDefault(line => line.StartsWith("VmHWM:", StringComparison.Ordinal)) is { } line
            ? double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture) / 1024
            : 0;

    /// <summary>Time that a process has spent on processors so far; 0 where it has ended.</summary>
    private static double ProcessorSecondsOf(int process)
    {
        const int user = 11, system = 12, ticksPerSecond = 100; // Counted from the third field, behind the name in brackets.
        string[] fields = ReadKernel($"/proc/{process}/stat").Split(") ")[^1].Split(' ');
        return fields.Length > system ? (double.Parse(fields[user], CultureInfo.InvariantCulture) + double.Parse(fields[system], CultureInfo.InvariantCulture)) / ticksPerSecond : 0;
    }

    private static string ReadKernel(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (IOException)
        {
            return "";
        }
    }
}
