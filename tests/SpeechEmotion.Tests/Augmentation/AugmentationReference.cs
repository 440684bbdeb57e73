using SpeechEmotion.Features;
using Xunit;

namespace SpeechEmotion.Tests.Augmentation;

/// <summary>What librosa makes of stored signals, and how like two signals are to an ear.</summary>
internal static class AugmentationReference
{
    public static TheoryData<string, int> Signals => new()
    {
        { "vowel16k", 16000 },
        { "burst16k", 16000 },
        { "chirp22k", 22050 },
    };

    /// <summary>A signal of tests/reference/librosa.</summary>
    public static float[] Input(string name) => Read("librosa", name);

    /// <summary>What became of it, in tests/reference/augmentation.</summary>
    public static float[] Altered(string name) => Read("augmentation", name);

    /// <summary>Pearson correlation of the mel decibels of two signals of the same length.</summary>
    public static double MelCorrelation(float[] a, float[] b, int sampleRate)
    {
        FeatureExtractor extractor = new(new FeatureConfig { Kinds = [FeatureKind.MelDecibels], SampleRate = sampleRate });
        float[] x = extractor.Extract(a).Values, y = extractor.Extract(b).Values;
        double meanX = x.Average(), meanY = y.Average();
        double both = 0, onlyX = 0, onlyY = 0;
        for (int i = 0; i < x.Length; i++)
        {
            both += (x[i] - meanX) * (y[i] - meanY);
            onlyX += (x[i] - meanX) * (x[i] - meanX);
            onlyY += (y[i] - meanY) * (y[i] - meanY);
        }

        return both / Math.Sqrt(onlyX * onlyY);
    }

    private static float[] Read(string folder, string name) =>
        NpyFile.Read(Path.Combine(AppContext.BaseDirectory, "reference", folder, name + ".npy")).Values;
}
