using SpeechEmotion.Signal;
using static SpeechEmotion.GateClips.Instruments;
using static SpeechEmotion.GateClips.Waves;

namespace SpeechEmotion.GateClips;

/// <summary>Noises and what nature and machines make.</summary>
internal static class NoiseKinds
{
    public static float[] Noise(SeededRandom r) => Level(Coloured(r, Seconds(r), r.NextUniform(-0.95, 0.995), r.NextInteger(0, 2)), r);

    public static float[] BandNoise(SeededRandom r) => Level(Resonance(Gaussian(r, Seconds(r)), Frequency(r, 100, 6000), Frequency(r, 20, 2000)), r);

    public static float[] Clicks(SeededRandom r)
    {
        float[] x = Empty(Seconds(r));
        double gap = r.NextUniform(0.05, 1), odd = Chance(r, 0.5) ? 0 : r.NextUniform(0, 1), f = Frequency(r, 200, 6000), decay = Frequency(r, 20, 800);
        for (double t = 0; t < (double)x.Length / Rate; t += gap * (1 + (odd * (r.NextUniform() - 0.5))))
        {
            Mix(x, Each(Gaussian(r, 0.15), (v, u) => ((0.5 * v) + Math.Sin(2 * Math.PI * f * u)) * Math.Exp(-decay * u)), t, r.NextUniform(0.5, 1));
        }

        return x;
    }

    public static float[] Wind(SeededRandom r)
    {
        Func<double, double> loud = Curve(r, r.NextUniform(0.5, 4)), high = Curve(r, r.NextUniform(0.5, 4));
        double state = 0, two = 0, floor = r.NextUniform(0, 0.4);
        return Each(Gaussian(r, Seconds(r)), (v, t) =>
        {
            double pole = 0.75 + (0.24 * (1 - high(t)));
            state = (pole * state) + ((1 - pole) * v);
            two = (pole * two) + ((1 - pole) * state);
            return two * (floor + loud(t));
        });
    }

    public static float[] Engine(SeededRandom r)
    {
        Func<double, double> speed = Curve(r, r.NextUniform(0.3, 2));
        double f = Frequency(r, 12, 160), range = r.NextUniform(0, 1.5), phase = 0, rough = r.NextUniform(0, 0.6), sharp = r.NextUniform(2, 20);
        float[] x = Each(Empty(Seconds(r)), (_, t) =>
        {
            phase += f * (1 + (range * speed(t))) / Rate;
            return (Math.Exp(sharp * (Math.Cos(2 * Math.PI * phase) - 1)) + (0.5 * Math.Exp(sharp * (Math.Cos(Math.PI * phase) - 1)))) * (1 + (rough * r.NextGaussian())) + (0.2 * rough * r.NextGaussian());
        });
        Mix(x, Resonance([.. x], Frequency(r, 100, 2500), Frequency(r, 50, 800)), 0, r.NextUniform(0, 20));
        return x;
    }

    public static float[] SpeechNoise(SeededRandom r)
    {
        double seconds = r.NextUniform(1, 4);
        Func<double, double> loud = Curve(r, r.NextUniform(2, 14));
        double depth = r.NextUniform(0.3, 3);
        float[] x = Coloured(r, seconds, r.NextUniform(0.6, 0.95), 1);
        if (Chance(r, 0.5))
        {
            Mix(x, Resonance([.. x], r.NextUniform(300, 900), r.NextUniform(60, 300)), 0, r.NextUniform(1, 10));
            Mix(x, Resonance([.. x], r.NextUniform(900, 2800), r.NextUniform(80, 400)), 0, r.NextUniform(1, 10));
        }

        return Each(x, (v, t) => v * Math.Pow(loud(t), depth));
    }

    public static float[] Bubbles(SeededRandom r)
    {
        float[] x = Empty(Seconds(r));
        double dense = Frequency(r, 3, 60), low = Frequency(r, 200, 4000), high = low * r.NextUniform(1.2, 3);
        for (double t = 0; t < (double)x.Length / Rate; t += -Math.Log(1 - r.NextUniform()) / dense)
        {
            double f = Frequency(r, low, high), rise = r.NextUniform(-0.6, 1.5), length = r.NextUniform(0.01, 0.2), phase = 0;
            Mix(x, Each(Empty(length), (_, u) => Math.Sin(2 * Math.PI * (phase += f * (1 + (rise * u / length)) / Rate)) * Math.Sin(Math.PI * u / length)), t, r.NextUniform(0.2, 1));
        }

        return x;
    }

    public static float[] Crackle(SeededRandom r)
    {
        float[] x = Empty(Seconds(r));
        double dense = Frequency(r, 8, 1500);
        for (double t = 0; t < (double)x.Length / Rate; t += -Math.Log(1 - r.NextUniform()) / dense)
        {
            double decay = Frequency(r, 100, 3000);
            Mix(x, Each(Gaussian(r, 0.02), (v, u) => v * Math.Exp(-decay * u)), t, Math.Pow(r.NextUniform(), 3));
        }

        Mix(x, Coloured(r, (double)x.Length / Rate, r.NextUniform(0, 0.98), 1), 0, r.NextUniform(0, 0.1));
        return x;
    }

    public static float[] Shaker(SeededRandom r)
    {
        double beat = r.NextUniform(0.1, 0.8), sharp = r.NextUniform(0.5, 6), swing = r.NextUniform(0, 1);
        float[] x = Chance(r, 0.5) ? Coloured(r, Seconds(r), r.NextUniform(-0.9, 0.98), 1) : Resonance(Gaussian(r, Seconds(r)), Frequency(r, 150, 5000), Frequency(r, 100, 2000));
        return Each(x, (v, t) => v * Math.Pow(Math.Abs(Math.Sin(Math.PI * t / beat)), sharp) * ((int)(t / beat) % 2 == 0 ? 1 : 1 - swing));
    }

    public static float[] Whoosh(SeededRandom r)
    {
        float[] x = Gaussian(r, r.NextUniform(0.4, 3)), y = Empty((double)x.Length / Rate);
        double seconds = (double)x.Length / Rate, from = Frequency(r, 150, 5000), to = Frequency(r, 150, 5000), peak = r.NextUniform(0.02, 0.9), narrow = r.NextUniform(0.7, 0.99), one = 0, two = 0;
        return Each(y, (_, t) =>
        {
            double v = x[(int)Math.Min(x.Length - 1, Math.Round(t * Rate))] + (2 * narrow * Math.Cos(2 * Math.PI * from * Math.Pow(to / from, t / seconds) / Rate) * one) - (narrow * narrow * two);
            (two, one) = (one, v);
            return v * Math.Pow(t / seconds < peak ? t / seconds / peak : (1 - (t / seconds)) / (1 - peak), 2);
        });
    }

    public static float[] Room(SeededRandom r)
    {
        float[] x = Coloured(r, Seconds(r), r.NextUniform(0.8, 0.99), 1);
        Mix(x, Tone(r, (double)x.Length / Rate, Chance(r, 0.5) ? 50 : 100, [1, 0.5, 0.3]), 0, r.NextUniform(0, 0.2));
        return x;
    }

    public static float[] Buzz(SeededRandom r)
    {
        double f = Frequency(r, 60, 800), flutter = r.NextUniform(0, 0.08), speed = Frequency(r, 2, 40), phase = 0, duty = r.NextUniform(0.05, 0.5);
        float[] x = Each(Empty(Seconds(r)), (_, t) => (phase += f * (1 + (flutter * Math.Sin(2 * Math.PI * speed * t))) / Rate) % 1 < duty ? 1 : 0);
        return Level(Chance(r, 0.5) ? Resonance(x, Frequency(r, 200, 4000), Frequency(r, 50, 1000)) : x, r);
    }
}
