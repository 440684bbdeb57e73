using SpeechEmotion.Signal;

namespace SpeechEmotion.Tests.Augmentation;

/// <summary>Signals with known pitch and level.</summary>
internal static class Sounds
{
    /// <summary>A sine of amplitude 0.5.</summary>
    public static float[] Tone(double frequency, int length, int sampleRate) =>
        [.. Enumerable.Range(0, length).Select(i => (float)(0.5 * Math.Sin(2 * Math.PI * frequency * i / sampleRate)))];

    /// <summary>Ten harmonics of a fundamental, each weaker than the one below, as in a sung vowel.</summary>
    public static float[] Harmonics(double fundamental, int length, int sampleRate)
    {
        float[] sum = new float[length];
        for (int h = 1; h <= 10; h++)
        {
            for (int i = 0; i < length; i++)
            {
                sum[i] += (float)(0.3 / h * Math.Sin((2 * Math.PI * fundamental * h * i / sampleRate) + h));
            }
        }

        return sum;
    }

    /// <summary>Noise, uniform in -0.5..0.5.</summary>
    public static float[] Noise(int length, ulong seed)
    {
        SeededRandom random = new(seed);
        return [.. Enumerable.Range(0, length).Select(_ => (float)random.NextUniform(-0.5, 0.5))];
    }

    /// <summary>
    /// Fundamental of a piece of a signal, in Hz: the lag of the first high maximum of the normalised autocorrelation, refined by a parabola;
    /// 0 if there is none in 60..1000 Hz.
    /// </summary>
    public static double Fundamental(ReadOnlySpan<float> samples, int sampleRate)
    {
        int least = sampleRate / 1000, greatest = sampleRate / 60;
        double[] likeness = new double[greatest + 2];
        for (int lag = least - 1; lag < likeness.Length; lag++)
        {
            double product = 0, before = 1e-12, after = 1e-12;
            for (int i = lag; i < samples.Length; i++)
            {
                product += (double)samples[i] * samples[i - lag];
                before += (double)samples[i - lag] * samples[i - lag];
                after += (double)samples[i] * samples[i];
            }

            likeness[lag] = product / Math.Sqrt(before * after);
        }

        double high = 0.9 * likeness[least..(greatest + 1)].Max();
        for (int lag = least; lag <= greatest; lag++)
        {
            double left = likeness[lag - 1], middle = likeness[lag], right = likeness[lag + 1];
            if (middle >= high && middle >= left && middle > right)
            {
                return sampleRate / (lag + (0.5 * (left - right) / (left - (2 * middle) + right)));
            }
        }

        return 0;
    }

    /// <summary>Median fundamental of pieces of 2048 samples, those at the very ends and the silent ones left out.</summary>
    public static double MedianFundamental(float[] samples, int sampleRate)
    {
        List<double> found = [];
        for (int start = 2048; start + 4096 <= samples.Length; start += 1024)
        {
            ReadOnlySpan<float> piece = samples.AsSpan(start, 2048);
            double fundamental = Fundamental(piece, sampleRate);
            if (fundamental > 0)
            {
                found.Add(fundamental);
            }
        }

        found.Sort();
        return found[found.Count / 2];
    }
}
