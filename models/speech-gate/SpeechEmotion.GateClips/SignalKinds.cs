using SpeechEmotion.Signal;
using static SpeechEmotion.GateClips.Instruments;
using static SpeechEmotion.GateClips.Waves;

namespace SpeechEmotion.GateClips;

/// <summary>Signals: telephones, alarms, sweeps, games.</summary>
internal static class SignalKinds
{
    public static float[] Sweep(SeededRandom r)
    {
        double seconds = Seconds(r), from = Frequency(r, 50, 7000), to = Frequency(r, 50, 7000), phase = 0, turns = Chance(r, 0.4) ? r.NextUniform(1, 8) : 1;
        double[] timbre = Timbre(r);
        return Each(Empty(seconds), (_, t) =>
        {
            double f = from * Math.Pow(to / from, turns == 1 ? t / seconds : t * turns % 1);
            phase += f / Rate;
            return Enumerable.Range(1, Math.Min(timbre.Length, (int)(Rate / 2 / f))).Sum(k => timbre[k - 1] * Math.Sin(2 * Math.PI * k * phase));
        });
    }

    public static float[] Siren(SeededRandom r)
    {
        double low = Frequency(r, 300, 1200), ratio = r.NextUniform(1.2, 3), speed = r.NextUniform(0.2, 6), phase = 0;
        bool steps = Chance(r, 0.5), harsh = Chance(r, 0.5);
        return Each(Empty(Seconds(r)), (_, t) =>
        {
            double place = steps ? Math.Floor(t * speed * 2) % 2 : (1 - Math.Cos(2 * Math.PI * speed * t)) / 2;
            phase += low * (1 + ((ratio - 1) * place)) / Rate;
            double s = Math.Sin(2 * Math.PI * phase);
            return harsh ? Math.Tanh(5 * s) : s;
        });
    }

    public static float[] Dtmf(SeededRandom r)
    {
        float[] x = Empty(Seconds(r));
        double on = r.NextUniform(0.05, 0.25), off = r.NextUniform(0.03, 0.2);
        for (double t = r.NextUniform(0, 0.2); t < (double)x.Length / Rate; t += on + off)
        {
            double low = new[] { 697.0, 770, 852, 941 }[r.NextInteger(0, 3)], high = new[] { 1209.0, 1336, 1477, 1633 }[r.NextInteger(0, 3)];
            Mix(x, Each(Empty(on), (_, u) => Math.Sin(2 * Math.PI * low * u) + Math.Sin(2 * Math.PI * high * u)), t);
        }

        return x;
    }

    public static float[] Ringing(SeededRandom r)
    {
        double a = r.NextUniform(300, 620), b = Chance(r, 0.5) ? a : r.NextUniform(300, 620), on = r.NextUniform(0.2, 2), off = r.NextUniform(0.2, 1);
        return Each(Empty(Seconds(r)), (_, t) => t % (on + off) < on ? Math.Sin(2 * Math.PI * a * t) + Math.Sin(2 * Math.PI * b * t) : 0);
    }

    public static float[] Hum(SeededRandom r)
    {
        double f = Chance(r, 0.5) ? 50 : Chance(r, 0.5) ? 60 : r.NextUniform(30, 200);
        float[] x = Tone(r, Seconds(r), f, [.. Enumerable.Range(1, r.NextInteger(2, 40)).Select(k => r.NextUniform() / k)]);
        Mix(x, Coloured(r, (double)x.Length / Rate, 0.9, 1), 0, r.NextUniform(0, 0.3));
        return x;
    }

    public static float[] Beeps(SeededRandom r)
    {
        float[] x = Empty(Seconds(r));
        double[] timbre = Timbre(r);
        double on = r.NextUniform(0.03, 0.4), off = r.NextUniform(0.03, 0.5), f = Frequency(r, 250, 5000), step = Chance(r, 0.5) ? 1 : r.NextUniform(0.7, 1.5);
        int at = 0;
        for (double t = r.NextUniform(0, 0.3); t < (double)x.Length / Rate; t += on + off)
        {
            Mix(x, Tone(r, on, f * (at++ % 2 == 0 ? 1 : step), timbre, 0, 5, 0.004, 0.01), t);
        }

        return x;
    }

    public static float[] Fm(SeededRandom r)
    {
        double carrier = Frequency(r, 80, 3000), ratio = Chance(r, 0.5) ? r.NextInteger(1, 7) : r.NextUniform(0.1, 5), index = r.NextUniform(0.5, 12), decay = r.NextUniform(0, 4);
        return Level(Each(Empty(Seconds(r)), (_, t) => Math.Sin((2 * Math.PI * carrier * t) + (index * Math.Exp(-decay * t) * Math.Sin(2 * Math.PI * carrier * ratio * t)))), r);
    }

    public static float[] Am(SeededRandom r)
    {
        double carrier = Frequency(r, 80, 3000), speed = Frequency(r, 1, 200);
        double[] timbre = Timbre(r);
        return Each(Tone(r, Seconds(r), carrier, timbre), (v, t) => v * (1 + Math.Sin(2 * Math.PI * speed * t)));
    }

    // The long-term spectrum of speech, louder and softer as often as syllables come, and with resonances that stand still.

    // Lasers, explosions, coins, jumps: one or several.

    public static float[] Game(SeededRandom r)
    {
        float[] x = Empty(r.NextUniform(0.5, 3));
        double gap = r.NextUniform(0.3, 1.2);
        for (double start = 0; start < (double)x.Length / Rate; start += gap)
        {
            int kind = r.NextInteger(0, 3);
            double f = Frequency(r, 100, 3000), slide = r.NextUniform(-6, 6), decay = r.NextUniform(1, 10), phase = 0, duty = r.NextUniform(0.2, 0.5), hop = r.NextUniform(1.1, 2);
            float[] noise = Coloured(r, 1, r.NextUniform(0.5, 0.98), 1);
            float[] sound = kind switch
            {
                0 => Each(Empty(0.6), (_, t) => ((phase += Math.Min(7000, f * Math.Exp(slide * t)) / Rate) % 1 < duty ? 1 : -1) * Math.Exp(-decay * t)),
                1 => Each(noise, (v, t) => 5 * v * Math.Exp(-decay * t / 2)),
                2 => Each(Empty(0.6), (_, t) => ((phase += f * (t > 0.08 ? hop : 1) / Rate) % 1 < duty ? 1 : -1) * Math.Exp(-decay * t)),
                _ => Each(Empty(0.4), (_, t) => Math.Sin(2 * Math.PI * (phase += f * (1 + (Math.Abs(slide) * t)) / Rate)) * Math.Exp(-decay * t)),
            };
            Mix(x, sound, start);
        }

        return x;
    }

    public static float[] Modem(SeededRandom r)
    {
        double low = Frequency(r, 400, 2500), high = low * r.NextUniform(1.1, 2), bits = Frequency(r, 5, 1200), phase = 0, next = 0, f = low;
        return Each(Empty(Seconds(r)), (_, t) =>
        {
            if (t >= next)
            {
                (next, f) = (next + (1 / bits), Chance(r, 0.5) ? low : high);
            }

            return Math.Sin(2 * Math.PI * (phase += f / Rate));
        });
    }

    // A pitch that glides, in a body that does not change.

    // Rhythmic bursts of noise: brushes, steps, trains, breathing machines.

    // Insects, electric razors, alarms: a pulse train that flutters.

    // Several slightly mistuned voices of an instrument on slow chords.
}
