using SpeechEmotion.Signal;

namespace SpeechEmotion.Augmentation.Conditions;

/// <summary>Sounds that a program can make and that are neither speech nor music of anybody: enough to disturb, not to deceive.</summary>
internal static class MadeSounds
{
    private static readonly int[][] s_chords = [[0, 4, 7], [0, 3, 7], [0, 4, 7, 10], [0, 5, 7], [0, 3, 7, 10]];

    /// <summary>A cough: a click of the vocal folds, a burst of noise from an open throat, and often a second, weaker one.</summary>
    public static float[] Cough(SeededRandom random, int sampleRate)
    {
        float[] burst = Burst(random, sampleRate, random.NextUniform(0.25, 0.4), 0.01, random.NextUniform(9, 16), random.NextUniform(500, 900));
        return random.NextUniform() < 0.6 ? [.. burst, .. Burst(random, sampleRate, random.NextUniform(0.2, 0.35), 0.02, random.NextUniform(12, 20), random.NextUniform(400, 700)).Select(sample => 0.5f * sample)] : burst;
    }

    /// <summary>A sneeze: a breath in, then a burst of hissing noise.</summary>
    public static float[] Sneeze(SeededRandom random, int sampleRate)
    {
        float[] breath = [.. Burst(random, sampleRate, random.NextUniform(0.2, 0.4), 0.15, 3, random.NextUniform(700, 1200)).Select(sample => 0.15f * sample)];
        return [.. breath, .. Burst(random, sampleRate, random.NextUniform(0.3, 0.5), 0.03, random.NextUniform(7, 12), random.NextUniform(1800, 3200))];
    }

    /// <summary>Wind, rain, an engine, a line's hum, a dial tone, keys of a telephone, or clicks.</summary>
    public static float[] Environment(SeededRandom random, int sampleRate, double seconds) => random.NextInteger(0, 6) switch
    {
        0 => Wind(random, sampleRate, seconds),
        1 => Butterworth.HighPass(Noise(random, Count(sampleRate, seconds)), Math.Min(0.4, random.NextUniform(800, 2500) / sampleRate)),
        2 => Harmonics(sampleRate, seconds, random.NextUniform(30, 90), [.. Enumerable.Range(1, 20).Select(k => 1.0 / k)]),
        3 => Harmonics(sampleRate, seconds, random.NextUniform() < 0.5 ? 50 : 60, [1, 0.5, 0.7, 0.2, 0.4, 0.1, 0.2]),
        4 => Harmonics(sampleRate, seconds, 425, [1]),
        5 => Keys(random, sampleRate, seconds),
        _ => Clicks(random, sampleRate, seconds),
    };

    /// <summary>Chords of a made instrument, with a bass and a beat.</summary>
    public static float[] Music(SeededRandom random, int sampleRate, double seconds)
    {
        float[] music = new float[Count(sampleRate, seconds)];
        int root = random.NextInteger(45, 64);
        double beat = random.NextUniform(0.25, 0.6), decay = random.NextUniform(1, 6);
        double[] partials = [.. Enumerable.Range(1, random.NextInteger(3, 10)).Select(k => random.NextUniform(0.3, 1) / k)];
        for (double t = 0; t < seconds; t += beat)
        {
            int key = root + (new[] { 0, 5, 7, -3 }[random.NextInteger(0, 3)]);
            foreach (int step in (int[])[-12, .. s_chords[random.NextInteger(0, s_chords.Length - 1)]])
            {
                float[] note = Harmonics(sampleRate, Math.Min(2 * beat, seconds - t), 440 * Math.Pow(2, (key + step - 69) / 12.0), partials);
                int start = (int)(t * sampleRate);
                for (int i = 0; i < note.Length && start + i < music.Length; i++)
                {
                    double age = (double)i / sampleRate;
                    music[start + i] += (float)(note[i] * Math.Exp(-decay * age) * Math.Min(1, age / 0.005));
                }
            }
        }

        return music;
    }

    private static int Count(int sampleRate, double seconds) => Math.Max(1, (int)(seconds * sampleRate));

    private static float[] Noise(SeededRandom random, int count)
    {
        float[] noise = new float[count];
        for (int i = 0; i < count; i++)
        {
            noise[i] = (float)random.NextGaussian();
        }

        return noise;
    }

    // Noise through a resonance, such as that of a throat, that rises fast and dies away.
    private static float[] Burst(SeededRandom random, int sampleRate, double seconds, double attack, double decay, double frequency)
    {
        float[] noise = Noise(random, Count(sampleRate, seconds));
        double cutoff = Math.Min(0.45, frequency / sampleRate);
        float[] burst = Butterworth.LowPass(Butterworth.HighPass(noise, cutoff / 2, 2), Math.Min(0.45, 2 * cutoff), 2);
        for (int i = 0; i < burst.Length; i++)
        {
            double t = (double)i / sampleRate;
            burst[i] *= (float)(Math.Min(1, t / attack) * Math.Exp(-decay * Math.Max(0, t - attack)));
        }

        return burst;
    }

    private static float[] Wind(SeededRandom random, int sampleRate, double seconds)
    {
        float[] noise = Butterworth.LowPass(Noise(random, Count(sampleRate, seconds)), Math.Min(0.4, random.NextUniform(150, 500) / sampleRate), 2);
        double rate = random.NextUniform(0.3, 1.2), phase = random.NextUniform(0, 2 * Math.PI);
        for (int i = 0; i < noise.Length; i++)
        {
            noise[i] *= (float)(0.6 + (0.4 * Math.Sin((2 * Math.PI * rate * i / sampleRate) + phase)));
        }

        return noise;
    }

    private static float[] Harmonics(int sampleRate, double seconds, double frequency, double[] amplitudes)
    {
        float[] sound = new float[Count(sampleRate, seconds)];
        for (int k = 0; k < amplitudes.Length && (k + 1) * frequency < sampleRate / 2.0; k++)
        {
            double step = 2 * Math.PI * (k + 1) * frequency / sampleRate;
            for (int i = 0; i < sound.Length; i++)
            {
                sound[i] += (float)(amplitudes[k] * Math.Sin(step * i));
            }
        }

        return sound;
    }

    private static float[] Keys(SeededRandom random, int sampleRate, double seconds)
    {
        float[] sound = new float[Count(sampleRate, seconds)];
        for (double t = random.NextUniform(0, 0.2); t < seconds; t += 0.3)
        {
            double low = new[] { 697, 770, 852, 941 }[random.NextInteger(0, 3)], high = new[] { 1209, 1336, 1477 }[random.NextInteger(0, 2)];
            int start = (int)(t * sampleRate);
            for (int i = 0; i < sampleRate / 6 && start + i < sound.Length; i++)
            {
                sound[start + i] = (float)(Math.Sin(2 * Math.PI * low * i / sampleRate) + Math.Sin(2 * Math.PI * high * i / sampleRate));
            }
        }

        return sound;
    }

    private static float[] Clicks(SeededRandom random, int sampleRate, double seconds)
    {
        float[] sound = new float[Count(sampleRate, seconds)];
        for (double t = random.NextUniform(0, 0.2); t < seconds; t += random.NextUniform(0.1, 0.6))
        {
            float[] click = Burst(random, sampleRate, 0.03, 0.001, 200, random.NextUniform(1000, 4000));
            int start = (int)(t * sampleRate);
            for (int i = 0; i < click.Length && start + i < sound.Length; i++)
            {
                sound[start + i] += click[i];
            }
        }

        return sound;
    }
}
