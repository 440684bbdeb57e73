using SpeechEmotion.Signal;
using static SpeechEmotion.GateClips.Instruments;
using static SpeechEmotion.GateClips.Rooms;
using static SpeechEmotion.GateClips.Waves;

namespace SpeechEmotion.GateClips;

/// <summary>Music-like sounds.</summary>
internal static class MusicKinds
{
    public static float[] Chord(SeededRandom r, double seconds)
    {
        float[] x = Empty(seconds);
        int root = r.NextInteger(36, 72), kind = r.NextInteger(0, 5);
        int[][] chords = [[0, 4, 7], [0, 3, 7], [0, 4, 7, 10], [0, 3, 7, 10], [0, 5, 7], [0, 4, 8], [0, 4, 7, 11, 14]];
        double length = Chance(r, 0.5) ? seconds : r.NextUniform(0.3, 1), vibrato = Chance(r, 0.3) ? 0.006 : 0;
        double[] timbre = Timbre(r);
        for (double t = 0; t < seconds; t += length)
        {
            int key = root + r.NextInteger(-5, 5);
            foreach (int step in chords[r.NextInteger(0, chords.Length - 1)])
            {
                Mix(x, Instrument(r, kind, timbre, length, Note(key + step), vibrato), t);
            }
        }

        return x;
    }

    public static float[] Arpeggio(SeededRandom r)
    {
        float[] x = Empty(Seconds(r));
        int root = r.NextInteger(45, 76), kind = r.NextInteger(0, 5), at = 0;
        int[] steps = Chance(r, 0.5) ? [0, 4, 7, 12, 7, 4] : [0, 3, 7, 10, 12, 15];
        double length = r.NextUniform(0.06, 0.3);
        double[] timbre = Timbre(r);
        for (double t = 0; t < (double)x.Length / Rate; t += length)
        {
            Mix(x, Instrument(r, kind, timbre, length * r.NextUniform(0.8, 2), Note(root + steps[at++ % steps.Length]), 0), t);
        }

        return x;
    }

    public static float[] Melody(SeededRandom r, double seconds)
    {
        float[] x = Empty(seconds);
        int key = r.NextInteger(48, 84), kind = r.NextInteger(0, 5);
        int[] scale = [0, 2, 4, 5, 7, 9, 11, 12];
        double beat = r.NextUniform(0.12, 0.5), vibrato = Chance(r, 0.6) ? r.NextUniform(0.003, 0.03) : 0, tied = r.NextUniform(0.7, 1.15);
        double[] timbre = Timbre(r);
        int degree = r.NextInteger(0, 7);
        for (double t = 0; t < seconds;)
        {
            double length = beat * new[] { 0.5, 1, 1, 1, 2 }[r.NextInteger(0, 4)];
            degree = Math.Clamp(degree + r.NextInteger(-2, 2), 0, 7);
            if (Chance(r, 0.9))
            {
                Mix(x, Instrument(r, kind, timbre, length * tied, Note(key + scale[degree]), vibrato), t, r.NextUniform(0.5, 1));
            }

            t += length;
        }

        return x;
    }

    public static float[] Drums(SeededRandom r, double seconds)
    {
        float[] x = Empty(seconds);
        double beat = r.NextUniform(0.1, 0.3), kick = r.NextUniform(40, 90), open = r.NextUniform(20, 80), snare = r.NextUniform(0.2, 1), hat = r.NextUniform(0.05, 0.6);
        int[] pattern = [.. Enumerable.Range(0, 8).Select(_ => r.NextInteger(0, 7))];
        int at = 0;
        for (double t = 0; t < seconds; t += beat)
        {
            int hit = pattern[at++ % 8];
            if (hit is 0 or 1 or 4)
            {
                double phase = 0;
                Mix(x, Each(Empty(0.3), (_, u) => Math.Sin(2 * Math.PI * (phase += kick * (1 + (4 * Math.Exp(-40 * u))) / Rate)) * Math.Exp(-12 * u)), t);
            }

            if (hit is 2 or 5)
            {
                Mix(x, Each(Gaussian(r, 0.2), (v, u) => ((0.4 * v) + Math.Sin(2 * Math.PI * 190 * u)) * Math.Exp(-18 * u)), t, snare);
            }

            if (hit > 2)
            {
                Mix(x, Each(Coloured(r, 0.1, -0.9, 1), (v, u) => v * Math.Exp(-open * u)), t, 3 * hat);
            }
        }

        return x;
    }

    public static float[] Music(SeededRandom r)
    {
        double seconds = r.NextUniform(1.5, 4);
        float[] x = Empty(seconds);
        Mix(x, Normal(Melody(r, seconds)), 0, r.NextUniform(0.2, 1));
        Mix(x, Normal(Chord(r, seconds)), 0, r.NextUniform(0.1, 0.8));
        if (Chance(r, 0.6))
        {
            Mix(x, Normal(Drums(r, seconds)), 0, r.NextUniform(0.1, 1));
        }

        if (Chance(r, 0.5))
        {
            Mix(x, Normal(Melody(r, seconds)), 0, r.NextUniform(0.1, 0.6));
        }

        return x;
    }

    public static float[] Chimes(SeededRandom r)
    {
        float[] x = Empty(r.NextUniform(0.5, 3));
        int notes = r.NextInteger(1, 5), key = r.NextInteger(60, 96), kind = r.NextInteger(0, 3);
        double gap = r.NextUniform(0.05, 0.35), decay = r.NextUniform(1, 12);
        double[] timbre = Timbre(r);
        for (int i = 0; i < notes; i++)
        {
            double f = Note(key + r.NextInteger(-12, 12));
            Mix(x, Each(kind == 0 ? Tone(r, 2, f, timbre, 0, 5, 0.003) : kind == 1 ? Tone(r, 2, f, [1, 0.3, 0.1], 0, 5, 0.003) : Bell(r, 2, f), (v, t) => v * Math.Exp(-decay * t)), i * gap);
        }

        return x;
    }

    public static float[] Notes(SeededRandom r, Func<SeededRandom, double, double, float[]> instrument)
    {
        float[] x = Empty(r.NextUniform(0.4, 4));
        int key = r.NextInteger(40, 90);
        double gap = r.NextUniform(0.08, 0.8);
        for (double t = 0; t < (double)x.Length / Rate; t += gap * (Chance(r, 0.3) ? 2 : 1))
        {
            Mix(x, instrument(r, r.NextUniform(0.3, 1.5), Note(key + r.NextInteger(-7, 7))), t, r.NextUniform(0.3, 1));
        }

        return x;
    }

    public static float[] Theremin(SeededRandom r)
    {
        Func<double, double> pitch = Curve(r, r.NextUniform(0.5, 4));
        double f = Frequency(r, 90, 900), octaves = r.NextUniform(0.2, 1.5), vibrato = r.NextUniform(0, 0.03), phase = 0;
        double[] timbre = Timbre(r);
        return Each(Empty(Seconds(r)), (_, t) =>
        {
            double now = f * Math.Pow(2, octaves * pitch(t)) * (1 + (vibrato * Math.Sin(2 * Math.PI * 5.5 * t)));
            phase += now / Rate;
            return Enumerable.Range(1, Math.Min(timbre.Length, (int)(Rate / 2 / now))).Sum(k => timbre[k - 1] * Math.Sin(2 * Math.PI * k * phase));
        });
    }

    public static float[] Strings(SeededRandom r)
    {
        double seconds = r.NextUniform(1.5, 4);
        float[] x = Empty(seconds);
        double[] timbre = [.. Enumerable.Range(1, 20).Select(k => r.NextUniform(0.3, 1) / k)];
        foreach (int step in new[] { 0, Chance(r, 0.5) ? 3 : 4, 7, 12 })
        {
            double f = Note(r.NextInteger(40, 64) + step);
            for (int voice = 0; voice < 3; voice++)
            {
                Mix(x, Tone(r, seconds, f * r.NextUniform(0.995, 1.005), timbre, 0.006, r.NextUniform(4, 6.5), r.NextUniform(0.05, 0.5), 0.2), 0);
            }
        }

        return x;
    }
}
