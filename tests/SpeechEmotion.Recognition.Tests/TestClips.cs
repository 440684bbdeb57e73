using SpeechEmotion.Audio;
using SpeechEmotion.Signal;

namespace SpeechEmotion.Recognition.Tests;

/// <summary>Clips at 16 kHz: some like speech, some awkward, and real ones where the corpus is at hand.</summary>
internal static class TestClips
{
    public const int Rate = 16000;

    public static readonly string[] Names = ["voice", "quiet voice", "noise", "chirp", "one sample", "short", "silence", "just long enough", "a minute", "clipped square wave"];

    public static float[] Create(string name)
    {
        SeededRandom random = new(7);
        return name switch
        {
            "voice" => Voice(random, 20000, 0.3),
            "quiet voice" => Voice(random, 24001, 1e-4),
            "noise" => Fill(16000, _ => 0.1 * random.NextGaussian()),
            "chirp" => Fill(30000, i => 0.5 * Math.Sin(i * i * 4e-5)),
            "one sample" => [-0.5f],
            "short" => Fill(300, i => Math.Sin(i * 0.3)),
            "silence" => new float[16000],
            "just long enough" => Voice(random, 24000, 0.9),
            "a minute" => Voice(random, 60 * Rate, 0.3),
            "clipped square wave" => Fill(24000, i => i / 40 % 2 == 0 ? 1 : -1),
            _ => throw new ArgumentException($"There is no clip '{name}'.", nameof(name)),
        };
    }

    /// <summary>A clip less the mean of what is heard of it, as the recognizer gives it to the model.</summary>
    public static float[] WithoutMean(float[] samples, int heard = 0)
    {
        double mean = samples.Take(heard > 0 ? heard : samples.Length).Average(sample => (double)sample);
        return [.. samples.Select(sample => (float)(sample - mean))];
    }

    /// <summary>Up to a number of recordings of CREMA-D, or a visible skip.</summary>
    public static IEnumerable<float[]> Real(int count)
    {
        string folder = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache", "speech-emotion", "crema-d");
        string[] files = Directory.Exists(folder) ? [.. Directory.EnumerateFiles(folder, "*.wav", SearchOption.AllDirectories).Order(StringComparer.Ordinal)] : [];
        Xunit.Assert.SkipWhen(files.Length < count, "CREMA-D is not in the cache folder");
        for (int i = 0; i < count; i++)
        {
            yield return AudioFile.Read(files[i * (files.Length / count)]).Samples;
        }
    }

    /// <summary>A gliding tone with overtones, syllables and breath.</summary>
    private static float[] Voice(SeededRandom random, int length, double level) => Fill(length, i =>
    {
        double seconds = (double)i / Rate;
        double phase = 2 * Math.PI * ((140 * seconds) + (6 * Math.Sin(5 * seconds)));
        double tone = Enumerable.Range(1, 12).Sum(k => Math.Sin(k * phase) / k);
        return level * ((tone * Math.Max(0, Math.Sin(12 * seconds)) * 0.5) + (0.01 * random.NextGaussian()));
    });

    private static float[] Fill(int length, Func<int, double> sample)
    {
        float[] samples = new float[length];
        for (int i = 0; i < length; i++)
        {
            samples[i] = (float)sample(i);
        }

        return samples;
    }
}
