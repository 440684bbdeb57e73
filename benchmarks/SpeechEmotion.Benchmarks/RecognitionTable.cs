using SpeechEmotion.Audio;
using SpeechEmotion.Recognition;

namespace SpeechEmotion.Benchmarks;

/// <summary>The shipped model on one core: from samples in memory to probabilities.</summary>
internal static class RecognitionTable
{
    private const int Rate = 16000;

    /// <summary>Prints the table.</summary>
    /// <param name="measurement">How long, and on which clips.</param>
    public static void Print(Measurement measurement)
    {
        float[] corpus = [.. measurement.Files.Take(24).SelectMany(file => AudioFile.Read(file).Resample(Rate).Samples)];
        Console.WriteLine("Recognition: the shipped model on one core, from samples in memory to probabilities. Milliseconds a clip.");
        Console.WriteLine();
        Console.WriteLine("| seconds of sound | median | fastest | slowest | × real time |");
        Console.WriteLine("| --- | --- | --- | --- | --- |");
        foreach (int seconds in new[] { 1, 3, 10 })
        {
            AudioClip[] clips = [.. corpus.Chunk(seconds * Rate).Where(samples => samples.Length == seconds * Rate).Select(samples => new AudioClip(samples, Rate))];
            if (clips.Length > 0)
            {
                double[] times = [.. Enumerable.Range(0, measurement.Rounds).Select(_ => 1000 / measurement.Rate(1, () => turn => EmotionRecognizer.Default.Recognize(clips[turn % clips.Length])))];
                Console.WriteLine($"| {seconds} | {Measurement.Median(times):F2} | {times.Min():F2} | {times.Max():F2} | {1000 * seconds / Measurement.Median(times):F0} |");
            }
        }
    }
}
