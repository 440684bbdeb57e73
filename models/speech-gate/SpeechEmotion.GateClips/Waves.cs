using SpeechEmotion.Signal;

namespace SpeechEmotion.GateClips;

/// <summary>What sounds are made of: noise, resonances, curves and mixing. Samples are at <see cref="Rate"/>.</summary>
internal static class Waves
{
    /// <summary>Samples per second of all clips, in Hz.</summary>
    public const int Rate = 16000;

    public static double Seconds(SeededRandom r) => r.NextUniform(0.6, 4);

    public static bool Chance(SeededRandom r, double probability) => r.NextUniform() < probability;

    public static double Frequency(SeededRandom r, double low, double high) => low * Math.Pow(high / low, r.NextUniform());

    public static float[] Empty(double seconds) => new float[Math.Max(1, (int)(seconds * Rate))];

    public static float[] Level(float[] x, SeededRandom r)
    {
        int shape = r.NextInteger(0, 4);
        double speed = r.NextUniform(0.5, 12), depth = r.NextUniform(0.2, 1);
        return shape switch
        {
            0 => Each(x, (v, t) => v * Math.Exp(-t * speed / 3)),
            1 => Each(x, (v, t) => v * (1 - (depth * (0.5 + (0.5 * Math.Cos(2 * Math.PI * speed * t)))))),
            2 => Each(x, (v, t) => t * speed % 1 < 0.5 ? v : 0),
            _ => x,
        };
    }

    public static float[] Each(float[] x, Func<double, double, double> change)
    {
        for (int i = 0; i < x.Length; i++)
        {
            x[i] = (float)change(x[i], (double)i / Rate);
        }

        return x;
    }

    public static void Mix(float[] into, float[] x, double seconds, double gain = 1)
    {
        int start = (int)(seconds * Rate);
        for (int i = 0; i < x.Length && start + i < into.Length; i++)
        {
            into[start + i] += (float)(gain * x[i]);
        }
    }

    // Strengths of the partials: a pure tone, a square, a saw tooth, an organ, or a body with resonances that stand still.

    public static float[] Gaussian(SeededRandom r, double seconds) => Each(Empty(seconds), (_, _) => r.NextGaussian());

    // Noise whose spectrum falls with the frequency: by as much as the number of passes says.

    public static float[] Coloured(SeededRandom r, double seconds, double pole, int passes)
    {
        float[] x = Gaussian(r, seconds);
        for (int pass = 0; pass < passes; pass++)
        {
            double state = 0;
            for (int i = 0; i < x.Length; i++)
            {
                x[i] = (float)(state = (pole * state) + ((1 - Math.Abs(pole)) * x[i]));
            }
        }

        return x;
    }

    // A resonance of second order.

    public static float[] Resonance(float[] x, double frequency, double width)
    {
        double radius = Math.Exp(-Math.PI * width / Rate), b = 2 * radius * Math.Cos(2 * Math.PI * frequency / Rate), one = 0, two = 0;
        return Each(x, (v, _) =>
        {
            double y = ((1 - radius) * v) + (b * one) - (radius * radius * two);
            (two, one) = (one, y);
            return y;
        });
    }

    // A slow random curve in 0..1 with so many turns a second.

    public static Func<double, double> Curve(SeededRandom r, double turns)
    {
        double[] points = [.. Enumerable.Range(0, 200).Select(_ => r.NextUniform())];
        return t =>
        {
            double place = t * turns;
            int at = (int)place % 199;
            double share = (1 - Math.Cos(Math.PI * (place % 1))) / 2;
            return points[at] + (share * (points[at + 1] - points[at]));
        };
    }
}
