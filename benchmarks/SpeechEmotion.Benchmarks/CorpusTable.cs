using System.Diagnostics;
using SpeechEmotion.Features;

namespace SpeechEmotion.Benchmarks;

/// <summary>A whole corpus of CREMA-D's size, from WAV files in the page cache to features in memory.</summary>
internal static class CorpusTable
{
    private const int Clips = 7442;

    /// <summary>Prints the table.</summary>
    public static void Print(Measurement measurement)
    {
        FeatureConfig config = new()
        {
            Kinds = [FeatureKind.ZeroCrossingRate, FeatureKind.Energy, FeatureKind.MelDecibels],
            ClipLength = Measurement.ClipLength,
            FrameLength = 512,
            HopLength = 128,
        };
        FeatureExtractor extractor = new(config);
        int clips = measurement.Quick ? 20 : Clips, length = config.Rows() * config.Frames(0), files = measurement.Files.Length;
        float[][] results = [.. Enumerable.Range(0, clips).Select(_ => new float[length])];
        double[][] seconds = measurement.Compare(() =>
        {
            Stopwatch clock = Stopwatch.StartNew();
            Parallel.For(0, clips, i => extractor.Extract(Measurement.Read(measurement.Files[i % files]), results[i]));
            return clock.Elapsed.TotalSeconds;
        });
        Console.WriteLine($"Corpus: {clips:N0} clips ({Math.Min(clips, files):N0} different files) from WAV files in the page cache to all three features in memory, {Environment.ProcessorCount} cores.");
        Console.WriteLine();
        Console.WriteLine("| median, s | fastest, s | slowest, s | clips a second |");
        Console.WriteLine("| --- | --- | --- | --- |");
        double median = Measurement.Median(seconds[0]);
        Console.WriteLine($"| {median:F2} | {seconds[0].Min():F2} | {seconds[0].Max():F2} | {clips / median:N0} |");
    }
}
