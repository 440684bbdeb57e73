using SpeechEmotion.Signal;
using static SpeechEmotion.GateClips.Waves;

namespace SpeechEmotion.GateClips;

/// <summary>The same words in another voice: the resonances of each 25 ms, found by linear prediction (Levinson-Durbin), are driven by another source.</summary>
internal static class Vocoder
{
    private const int Frame = 400, Hop = 200, Order = 18;
    private const double VoicedCorrelation = 0.6; // of neighbouring samples; noise, as in s and f, has less

    /// <summary>Without a voice.</summary>
    public static float[] Whisper(float[] x, SeededRandom r)
    {
        float[] noise = Noise(x.Length, r);
        return Drive(x, noise, noise);
    }

    /// <summary>Screamed: two octaves above a voice that speaks, gliding and often rough, with little of the fall towards high frequencies.</summary>
    public static float[] Scream(float[] x, SeededRandom r)
    {
        Func<double, double> pitch = Curve(r, r.NextUniform(0.5, 3));
        double f = Frequency(r, 220, 700), octaves = r.NextUniform(0, 0.8), jitter = r.NextUniform(0, 0.01), slope = r.NextUniform(-0.2, 0.4);
        double rough = Chance(r, 0.4) ? r.NextUniform(0.1, 0.8) : 0, breath = r.NextUniform(0, 0.4), phase = 0;
        float[] noise = Noise(x.Length, r);
        float[] voice = Each(new float[x.Length], (_, t) =>
        {
            double now = f * Math.Pow(2, octaves * pitch(t)) * (1 + (jitter * r.NextGaussian()));
            phase += now / Rate;
            int partials = (int)(Rate / 2 / now);
            double sum = Enumerable.Range(1, partials).Sum(k => Math.Pow(k, slope) * Math.Cos(2 * Math.PI * k * phase));
            return (sum / Math.Sqrt(partials / 2.0) * (1 + (rough * Math.Cos(Math.PI * phase)))) + (breath * noise[(int)Math.Round(t * Rate)]);
        });
        return Drive(x, voice, noise);
    }

    private static float[] Drive(float[] x, float[] voice, float[] noise)
    {
        float[] y = new float[x.Length];
        for (int start = 0; start + Frame <= x.Length; start += Hop)
        {
            double[] windowed = [.. Enumerable.Range(0, Frame).Select(i => x[start + i] * Window(i))];
            double[] correlation = [.. Enumerable.Range(0, Order + 1).Select(lag => Enumerable.Range(0, Frame - lag).Sum(i => windowed[i] * windowed[i + lag]))];
            (double[] a, double error) = Predict(correlation);
            float[] source = correlation[1] > VoicedCorrelation * correlation[0] ? voice : noise;
            double gain = Math.Sqrt(Math.Max(0, error) / Frame);
            double[] driven = new double[Frame];
            for (int i = 0; i < Frame; i++)
            {
                driven[i] = (gain * source[start + i]) - Enumerable.Range(1, Math.Min(i, Order)).Sum(j => a[j] * driven[i - j]);
                y[start + i] += (float)(driven[i] * Window(i));
            }
        }

        return y;
    }

    private static float[] Noise(int samples, SeededRandom r)
    {
        float[] noise = Gaussian(r, (double)samples / Rate);
        Array.Resize(ref noise, samples); // seconds may be a sample short
        return noise;
    }

    private static double Window(int i) => 0.5 - (0.5 * Math.Cos(2 * Math.PI * i / Frame));

    private static (double[] Coefficients, double Error) Predict(double[] correlation)
    {
        double error = (correlation[0] * 1.0001) + 1e-9;
        double[] a = new double[Order + 1];
        for (int i = 1; i <= Order; i++)
        {
            double reflection = -(correlation[i] + Enumerable.Range(1, i - 1).Sum(j => a[j] * correlation[i - j])) / error;
            double[] before = [.. a];
            a[i] = reflection;
            for (int j = 1; j < i; j++)
            {
                a[j] = before[j] + (reflection * before[i - j]);
            }

            error *= 1 - (reflection * reflection);
        }

        return (a, error);
    }
}
