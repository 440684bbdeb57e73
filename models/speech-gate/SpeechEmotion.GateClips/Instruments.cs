using SpeechEmotion.Signal;
using static SpeechEmotion.GateClips.Waves;

namespace SpeechEmotion.GateClips;

/// <summary>Notes of made instruments.</summary>
internal static class Instruments
{
    public static double Note(int key) => 440 * Math.Pow(2, (key - 69) / 12.0);

    public static double[] Timbre(SeededRandom r)
    {
        int kind = r.NextInteger(0, 5), partials = r.NextInteger(3, 30);
        double roll = r.NextUniform(0.5, 2), first = r.NextUniform(1, 12), second = r.NextUniform(1, 20);
        return kind switch
        {
            0 => [1],
            1 => [.. Enumerable.Range(1, partials).Select(k => k % 2 == 1 ? 1.0 / k : 0)],
            2 => [.. Enumerable.Range(1, partials).Select(k => 1.0 / k)],
            3 => [.. Enumerable.Range(1, partials).Select(_ => r.NextUniform())],
            _ => [.. Enumerable.Range(1, partials).Select(k => Math.Pow(k, -roll) * (0.1 + Math.Exp(-Math.Abs(k - first)) + Math.Exp(-Math.Abs(k - second))))],
        };
    }

    public static float[] Tone(SeededRandom r, double seconds, double frequency, double[] timbre, double vibrato = 0, double rate = 5.5, double attack = 0.02, double release = 0.08)
    {
        float[] x = Empty(seconds);
        double phase = r.NextUniform();
        for (int i = 0; i < x.Length; i++)
        {
            double t = (double)i / Rate, f = frequency * (1 + (vibrato * Math.Sin(2 * Math.PI * rate * t) * Math.Min(1, t * 3)));
            phase += f / Rate;
            double sum = 0;
            for (int k = 0; k < timbre.Length && (k + 1) * f < Rate / 2; k++)
            {
                sum += timbre[k] * Math.Sin(2 * Math.PI * (k + 1) * phase);
            }

            x[i] = (float)(sum * Math.Min(1, Math.Min(t / attack, (seconds - t) / release)));
        }

        return x;
    }

    public static float[] Pluck(SeededRandom r, double seconds, double frequency)
    {
        float[] line = Gaussian(r, 1 / frequency), x = Empty(seconds);
        double damping = r.NextUniform(0.985, 0.999);
        for (int i = 0; i < x.Length; i++)
        {
            int at = i % line.Length;
            x[i] = line[at];
            line[at] = (float)(damping * (line[at] + line[(at + 1) % line.Length]) / 2);
        }

        return x;
    }

    public static float[] Bell(SeededRandom r, double seconds, double frequency)
    {
        float[] x = Empty(seconds);
        double decay = r.NextUniform(1, 8);
        foreach (double ratio in new[] { 0.5, 1, 1.19, 1.56, 2, 2.74, 3.76, 5.4 })
        {
            double gain = r.NextUniform(0.1, 1), f = frequency * ratio * r.NextUniform(0.99, 1.01);
            if (f < Rate / 2)
            {
                Each(x, (v, t) => v + (gain * Math.Sin(2 * Math.PI * f * t) * Math.Exp(-t * decay * (0.5 + ratio))));
            }
        }

        return x;
    }

    public static float[] Mallet(SeededRandom r, double seconds, double frequency)
    {
        double decay = r.NextUniform(3, 15), second = Chance(r, 0.5) ? r.NextUniform(2, 4) : 2.76, third = r.NextUniform(5, 11), knock = r.NextUniform(0, 0.5), soft = r.NextUniform(0.05, 0.6);
        return Each(Gaussian(r, seconds), (v, t) => (Math.Sin(2 * Math.PI * frequency * t) * Math.Exp(-decay * t)) + (soft * Math.Sin(2 * Math.PI * second * frequency * t) * Math.Exp(-2 * decay * t))
            + (soft * soft * Math.Sin(2 * Math.PI * third * frequency * t) * Math.Exp(-4 * decay * t)) + (knock * v * Math.Exp(-200 * t)));
    }

    public static float[] Instrument(SeededRandom r, int kind, double[] timbre, double seconds, double frequency, double vibrato) => kind switch
    {
        0 => Pluck(r, seconds, frequency),
        1 => Bell(r, seconds, frequency),
        2 => Each(Tone(r, seconds, frequency, timbre), (v, t) => v * Math.Exp(-4 * t)),
        3 => Tone(r, seconds, frequency, timbre, vibrato, 5.5, 0.08, 0.1),
        _ => Tone(r, seconds, frequency, timbre, vibrato),
    };
}
