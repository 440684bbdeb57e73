using SpeechEmotion.Audio;
using SpeechEmotion.Augmentation;
using SpeechEmotion.Signal;
using static SpeechEmotion.GateClips.Rooms;
using static SpeechEmotion.GateClips.Waves;

namespace SpeechEmotion.GateClips;

/// <summary>Speech as it comes to a microphone: whole, in pieces, whispered, screamed, drawn out, alone or over some other sound.</summary>
internal static class Voices
{
    /// <summary>The share of clips, of speech and of noise, that are as short as a word: a length must not tell speech from noise.</summary>
    public const double WordShare = 0.4;

    private const double AloneShare = 0.7;

    /// <summary>Whole, a piece, or a word, which may be drawn out as in a shout; whispered or screamed; alone in a room or over some other sound.</summary>
    public static float[] Speech(float[] x, SeededRandom r, Func<SeededRandom, float[]> background)
    {
        bool isWord = Chance(r, WordShare);
        x = isWord ? Chance(r, 0.25) ? TimeStretch.Stretch(Word(x, r), r.NextUniform(0.2, 0.6)) : Word(x, r) : Chance(r, 0.5) ? Piece(x, r) : x;
        x = Chance(r, 0.2) ? new AudioClip(x, Rate).Resample(100 * r.NextInteger(136, 188)).Samples : x;
        x = Normal(Chance(r, 0.06) ? Vocoder.Whisper(x, r) : Chance(r, isWord ? 0.35 : 0.1) ? Vocoder.Scream(x, r) : x);
        x = isWord && Chance(r, AloneShare) ? Alone(x, r) : x;
        if (Chance(r, 0.5))
        {
            Mix(x, background(r), r.NextUniform(0, 0.5), Math.Pow(10, -r.NextUniform(0, 25) / 20));
        }

        return x;
    }

    /// <summary>As much of a noise as a word is of speech, mostly alone in a room.</summary>
    public static float[] Short(float[] x, SeededRandom r)
    {
        x = Normal(Word(x, r));
        return Chance(r, AloneShare) ? Alone(x, r) : x;
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

    /// <summary>A short sound in up to 4 s of a quiet room, or of what a telephone that takes noise away leaves of it.</summary>
    public static float[] Alone(float[] x, SeededRandom r)
    {
        float[] noise = Coloured(r, Math.Max(r.NextUniform(0.8, 4), (double)x.Length / Rate), r.NextUniform(0, 0.97), 1);
        double gain = Math.Pow(10, Chance(r, 0.3) ? r.NextUniform(-5, -3) : r.NextUniform(-3, -0.8));
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
}
