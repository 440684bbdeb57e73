using SpeechEmotion.Audio;
using SpeechEmotion.Features;
using SpeechEmotion.Networks;
using SpeechEmotion.Signal;

namespace SpeechEmotion.Recognition.Tests;

/// <summary>A model that tells low sounds from high ones in no time, and recordings made of such sounds.</summary>
public sealed class TimelineModel : IDisposable
{
    public const int Rate = 16000;

    private static readonly FeatureConfig s_features = new() { Kinds = [FeatureKind.ZeroCrossingRate, FeatureKind.Energy], ClipLength = 3 * Rate, HopLength = 512 };
    private readonly TemporaryFile _file;

    public TimelineModel()
    {
        using Network network = TestModel.Create("DummyNet", s_features);
        _file = TestModel.Write(network, TestModel.Card(s_features));
        Recognizer = EmotionRecognizer.Load(_file.Path);
    }

    internal EmotionRecognizer Recognizer { get; }

    internal string Path => _file.Path;

    public void Dispose()
    {
        Recognizer.Dispose();
        _file.Dispose();
    }

    /// <summary>Tones and noises of 0.05 to 3 s over a soft background; half of them follow one another without a pause.</summary>
    internal static float[] Sounds(ulong seed, int length, int rate = Rate, double background = 1e-3)
    {
        SeededRandom random = new(seed);
        float[] samples = new float[length];
        for (int i = 0, next; i < length; i = next)
        {
            next = Math.Min(length, i + random.NextInteger(rate / 20, 3 * rate));
            double level = random.NextInteger(0, 2) == 0 ? 0 : Math.Pow(10, random.NextUniform(-2.2, -0.3)), frequency = random.NextUniform(50, 3000);
            bool isTone = random.NextInteger(0, 1) == 0;
            for (; i < next; i++)
            {
                double sound = isTone ? Math.Sin(2 * Math.PI * frequency * i / rate) : random.NextGaussian();
                samples[i] = (float)((level * sound) + (background * random.NextGaussian()));
            }
        }

        return samples;
    }

    /// <summary>Silence with a tone in it.</summary>
    internal static float[] Tone(double seconds, double from, double to, double frequency = 440, int rate = Rate) =>
        [.. Enumerable.Range(0, (int)Math.Round(seconds * rate)).Select(i => i < from * rate || i >= to * rate ? 0f : (float)(0.3 * Math.Sin(2 * Math.PI * frequency * i / rate)))];

    /// <summary>Samples as a source that hands out blocks, of random lengths where a seed is given.</summary>
    internal static async IAsyncEnumerable<float[]> Blocks(float[] samples, int longest, ulong? seed = null)
    {
        SeededRandom random = new(seed ?? 0);
        for (int start = 0, count; start < samples.Length; start += count)
        {
            count = Math.Min(seed is null ? longest : random.NextInteger(0, longest), samples.Length - start);
            await Task.Yield();
            yield return samples[start..(start + count)];
        }
    }

    internal async Task<List<EmotionSegment>> RecognizeAsync(float[] samples, TimelineConfig? config = null, int rate = Rate) =>
        await Recognizer.RecognizeAsync(Blocks(samples, int.MaxValue), rate, config).ToListAsync();

    /// <summary>Everything of segments that can be compared.</summary>
    internal static (double Start, double End, string Emotion, string Probabilities)[] Facts(IEnumerable<EmotionSegment> segments) =>
        [.. segments.Select(segment => (segment.Start, segment.End, segment.Emotion, string.Join(' ', segment.Probabilities)))];

    /// <summary>A recording as a WAV file of floats.</summary>
    internal static TemporaryFile Write(float[] samples, int rate)
    {
        TemporaryFile file = new();
        WavWriter.Write(file.Path, new AudioClip(samples, rate), WavEncoding.Float32);
        return file;
    }
}
