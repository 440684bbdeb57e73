using SpeechEmotion.Audio;
using SpeechEmotion.Augmentation.Conditions;
using SpeechEmotion.Signal;
using static SpeechEmotion.GateClips.Waves;

namespace SpeechEmotion.GateClips;

/// <summary>A room, a background, a band and a level for a sound.</summary>
internal static class Rooms
{
    public static float[] Normal(float[] x)
    {
        float loudest = Math.Max(1e-9f, x.Max(Math.Abs));
        return Each(x, (v, _) => v / loudest);
    }

    public static float[] Finish(float[] x, SeededRandom r)
    {
        x = Normal(x);
        if (Chance(r, 0.3))
        {
            x = Normal(Reverberate(x, r));
        }

        if (Chance(r, 0.3))
        {
            double low = Frequency(r, 20, 400);
            x = Normal(BandPass.Apply(new AudioClip(x, Rate), low, Frequency(r, 1500, 8000)).Samples);
        }

        if (Chance(r, 0.1))
        {
            double gain = r.NextUniform(1, 10);
            Each(x, (v, _) => Math.Clamp(gain * v, -1, 1));
        }

        if (Chance(r, 0.3))
        {
            float[] padded = Empty(((double)x.Length / Rate) + r.NextUniform(0.1, 1));
            Mix(padded, x, r.NextUniform(0, 0.5));
            x = padded;
        }

        if (Chance(r, 0.5))
        {
            Mix(x, Normal(Coloured(r, (double)x.Length / Rate, r.NextUniform(0, 0.97), 1)), 0, Math.Pow(10, r.NextUniform(-3.5, -0.5)));
        }

        double level = Math.Pow(10, r.NextUniform(-2, 0)) * 0.9 / Math.Max(1e-9, x.Max(Math.Abs));
        return Each(x, (v, _) => level * v);
    }

    public static float[] Reverberate(float[] x, SeededRandom r)
    {
        float[] y = [.. x];
        double time = r.NextUniform(0.1, 0.9), wet = r.NextUniform(0.1, 0.8);
        for (int echo = 0; echo < 60; echo++)
        {
            double delay = r.NextUniform(0.003, time);
            Mix(y, x, delay, wet * r.NextUniform(-1, 1) * Math.Exp(-6.9 * delay / time));
        }

        return y;
    }
}
