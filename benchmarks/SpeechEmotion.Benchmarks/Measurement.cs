using System.Diagnostics;
using SpeechEmotion.Audio;

namespace SpeechEmotion.Benchmarks;

/// <summary>How long and on what is measured, and the arithmetic of it: contestants take turns, and what is printed are medians over the rounds.</summary>
internal sealed class Measurement
{
    /// <summary>Samples of a padded clip: CREMA-D's longest, 5.005 s at 16 kHz.</summary>
    public const int ClipLength = 80080;

    /// <summary>Looks for the clips.</summary>
    /// <param name="corpus">A folder of WAV files of 16 kHz.</param>
    /// <param name="quick">Whether it is a rehearsal: one short round, whose figures mean nothing.</param>
    public Measurement(string corpus, bool quick)
    {
        Corpus = Path.GetFullPath(corpus);
        Quick = quick;
        Files = [.. Directory.EnumerateFiles(corpus, "*.wav").Order(StringComparer.Ordinal)];
        if (Files.Length < 2)
        {
            throw new ArgumentException($"{corpus} has {Files.Length} WAV files; 2 or more are needed.", nameof(corpus));
        }
    }

    /// <summary>The folder of clips.</summary>
    public string Corpus { get; }

    /// <summary>Whether it is a rehearsal.</summary>
    public bool Quick { get; }

    /// <summary>All clips, in the order of their names.</summary>
    public string[] Files { get; }

    /// <summary>Times that every contestant has its turn.</summary>
    public int Rounds => Quick ? 1 : 9;

    /// <summary>Length of a turn.</summary>
    public TimeSpan Turn => TimeSpan.FromSeconds(Quick ? 0.05 : 0.5);

    /// <summary>Clips spread evenly over the corpus.</summary>
    public string[] Sample(int count) => [.. Enumerable.Range(0, Math.Min(count, Files.Length)).Select(i => Files[(int)((long)i * Files.Length / Math.Min(count, Files.Length))])];

    /// <summary>The samples of a clip as it is, without padding.</summary>
    public static float[] Read(string file)
    {
        float[] samples = AudioFile.Read(file).Samples;
        return samples.Length > ClipLength ? samples[..ClipLength] : samples;
    }

    /// <summary>Lets the contestants take turns.</summary>
    /// <returns>What each measured, <c>[contestant][round]</c>.</returns>
    public double[][] Compare(params Func<double>[] contestants) => Compare(Rounds, contestants);

    /// <summary>Lets the contestants take turns so many times.</summary>
    public static double[][] Compare(int rounds, params Func<double>[] contestants)
    {
        foreach (Func<double> contestant in contestants)
        {
            contestant(); // Compiles, fills caches; does not count.
        }

        double[][] results = [.. contestants.Select(_ => new double[rounds])];
        for (int round = 0; round < rounds; round++)
        {
            for (int i = 0; i < contestants.Length; i++)
            {
                int turn = (i + round) % contestants.Length; // Nobody is always first.
                results[turn][round] = contestants[turn]();
            }
        }

        return results;
    }

    /// <summary>Repeats an action on each of several threads for the length of a turn.</summary>
    /// <param name="threads">Number of threads.</param>
    /// <param name="worker">Prepares a thread; what it returns is repeated with the numbers of clips 0, 1, ….</param>
    /// <returns>Actions per second, those of all threads together.</returns>
    public double Rate(int threads, Func<Action<int>> worker)
    {
        double[] rates = new double[threads];
        using Barrier start = new(threads);
        Thread[] started = [.. Enumerable.Range(0, threads).Select(number => new Thread(() =>
        {
            Action<int> act = worker();
            act(number);
            start.SignalAndWait();
            Stopwatch clock = Stopwatch.StartNew();
            int done = 0;
            while (clock.Elapsed < Turn)
            {
                act(number + (done * threads));
                done++;
            }

            rates[number] = done / clock.Elapsed.TotalSeconds;
        }))];
        Array.ForEach(started, thread => thread.Start());
        Array.ForEach(started, thread => thread.Join());
        return rates.Sum();
    }

    /// <summary>The middle value.</summary>
    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    /// <summary>The middle one of the ratios of each round.</summary>
    public static double Ratio(double[] values, double[] others) => Median(values.Zip(others, (value, other) => value / other));

    /// <summary>Ends the program where results that are about to be compared for speed do not agree.</summary>
    public static void RequireAgreement(string what, ReadOnlySpan<float> ours, ReadOnlySpan<float> others, double tolerance)
    {
        if (ours.Length != others.Length)
        {
            throw new InvalidOperationException($"{what}: {ours.Length} values here, {others.Length} there.");
        }

        for (int i = 0; i < ours.Length; i++)
        {
            if (!(Math.Abs(ours[i] - others[i]) <= tolerance))
            {
                throw new InvalidOperationException($"{what}: value {i} is {ours[i]} here and {others[i]} there; {tolerance} is tolerated.");
            }
        }
    }
}
