using SpeechEmotion.Audio;
using SpeechEmotion.Augmentation;
using SpeechEmotion.Signal;
using static SpeechEmotion.GateClips.Rooms;
using static SpeechEmotion.GateClips.Waves;

namespace SpeechEmotion.GateClips;

/// <summary>Speech as it comes to a microphone: whole, in pieces, whispered, drawn out, alone or over some other sound.</summary>
internal static class Voices
{
    /// <summary>Whole, a piece, or a word, which may be drawn out as in a shout; whispered; alone in a room or over some other sound.</summary>
    public static float[] Speech(float[] x, SeededRandom r, Func<SeededRandom, float[]> background)
    {
        bool isWord = Chance(r, 0.35);
        x = isWord ? Chance(r, 0.25) ? TimeStretch.Stretch(Word(x, r), r.NextUniform(0.2, 0.6)) : Word(x, r) : Chance(r, 0.5) ? Piece(x, r) : x;
        x = Chance(r, 0.2) ? new AudioClip(x, Rate).Resample(100 * r.NextInteger(136, 188)).Samples : x;
        x = Normal(Chance(r, 0.06) ? Whisper(x, r) : x);
        x = isWord && Chance(r, 0.7) ? Alone(x, r) : x;
        if (Chance(r, 0.5))
        {
            Mix(x, background(r), r.NextUniform(0, 0.5), Math.Pow(10, -r.NextUniform(0, 25) / 20));
        }

        return x;
    }

    /// <summary>A word, or about as much of it: the loudest of several places.</summary>
    public static float[] Word(float[] x, SeededRandom r)
    {
        float[] best = [];
        int length = Math.Min(x.Length, (int)(r.NextUniform(0.25, 0.8) * Rate));
        for (int tries = 0; tries < 6; tries++)
        {
            int at = r.NextInteger(0, x.Length - length);
            float[] here = x[at..(at + length)];
            best = best.Length == 0 || here.Sum(v => (double)v * v) > best.Sum(v => (double)v * v) ? here : best;
        }

        return Each(best, (v, t) => v * Math.Min(1, Math.Min(t, ((double)best.Length / Rate) - t) / 0.02));
    }

    /// <summary>A short sound in up to 3 s of a quiet room.</summary>
    public static float[] Alone(float[] x, SeededRandom r)
    {
        float[] noise = Coloured(r, Math.Max(r.NextUniform(0.8, 3), (double)x.Length / Rate), r.NextUniform(0, 0.97), 1);
        double gain = Math.Pow(10, r.NextUniform(-3, -0.8));
        float[] room = Each(Normal(noise), (v, _) => gain * v);
        Mix(room, x, r.NextUniform(0, (double)(room.Length - x.Length) / Rate));
        return room;
    }

    /// <summary>A piece of 0.4 to 3 s around a place that is not silent.</summary>
    public static float[] Piece(float[] x, SeededRandom r)
    {
        int length = Math.Min(x.Length, (int)(r.NextUniform(0.4, 3) * Rate)), start = 0;
        double energy = -1;
        for (int tries = 0; tries < 3; tries++)
        {
            int at = r.NextInteger(0, x.Length - length);
            double here = x.AsSpan(at, length).ToArray().Sum(v => (double)v * v);
            (start, energy) = here > energy ? (at, here) : (start, energy);
        }

        return x[start..(start + length)];
    }

    /// <summary>The same words without a voice: noise through the resonances of each 25 ms, found by linear prediction (Levinson-Durbin).</summary>
    public static float[] Whisper(float[] x, SeededRandom r)
    {
        const int Frame = 400, Hop = 200, Order = 18;
        float[] y = new float[x.Length];
        for (int start = 0; start + Frame <= x.Length; start += Hop)
        {
            double[] windowed = [.. Enumerable.Range(0, Frame).Select(i => x[start + i] * (0.5 - (0.5 * Math.Cos(2 * Math.PI * i / Frame))))];
            double[] correlation = [.. Enumerable.Range(0, Order + 1).Select(lag => Enumerable.Range(0, Frame - lag).Sum(i => windowed[i] * windowed[i + lag]))];
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

            double gain = Math.Sqrt(Math.Max(0, error) / Frame);
            double[] voice = new double[Frame];
            for (int i = 0; i < Frame; i++)
            {
                voice[i] = (gain * r.NextGaussian()) - Enumerable.Range(1, Math.Min(i, Order)).Sum(j => a[j] * voice[i - j]);
                y[start + i] += (float)(voice[i] * (0.5 - (0.5 * Math.Cos(2 * Math.PI * i / Frame))));
            }
        }

        return y;
    }
}
